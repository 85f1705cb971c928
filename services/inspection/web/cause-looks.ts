import type { Tone } from '#web/kit/theme/palette.ts'
import { outageCause } from '../api.ts'

const looks: Readonly<Record<string, { tone: Tone; glyph: string }>> = {
  undecided: { tone: 'caution', glyph: '?' },
  operator: { tone: 'bad', glyph: '■' },
  'client-or-cloud': { tone: 'info', glyph: '◇' },
  planned: { tone: 'muted', glyph: '‖' },
}

/** Whose outage it was, with colour, shape and word. */
export function causeLooks(cause: string): { word: string; tone: Tone; glyph: string } {
  return { word: outageCause.has(cause) ? outageCause.titles[cause] : cause, ...(looks[cause] ?? looks['undecided']!) }
}
