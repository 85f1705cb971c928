import { STATE_MARKS, type StateCode, type Tone as PrintTone } from '#shared/state-marks.ts'
import type { Tone } from '../theme/palette.ts'

export type State = StateCode

/** Paper has four tones, the screen six: what the client set aside is told apart from what merely waits. */
const screenTones: Readonly<Record<PrintTone, Tone>> = { good: 'good', watch: 'caution', bad: 'bad', quiet: 'muted' }
const ownTones: Readonly<Partial<Record<State, Tone>>> = { excused: 'info', waived: 'info', suspended: 'special', provisional: 'special' }

/** Colour, shape and word together: words and shapes are those of `shared/state-marks.ts`, colours those of the palette. */
export const stateLooks = Object.fromEntries(
  (Object.keys(STATE_MARKS) as State[]).map((state) => {
    const { title, mark, tone } = STATE_MARKS[state]
    return [state, { word: title, tone: ownTones[state] ?? screenTones[tone], glyph: mark }]
  }),
) as Readonly<Record<State, { word: string; tone: Tone; glyph: string }>>

/** A state by its code as the server sends it; an unknown one is shown as 待判 rather than as anything reassuring. */
export function stateOf(code: string): State {
  return Object.hasOwn(STATE_MARKS, code) ? (code as State) : 'undecided'
}

/** Shapes for states that belong to one noun only (work order, report, finding): given by tone. */
export const toneGlyphs: Readonly<Record<Tone, string>> = { good: '●', caution: '▲', bad: '■', info: '◆', special: '◈', muted: '○' }
