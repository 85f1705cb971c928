import { closedSet, type Member } from '#shared/closed-set.ts'
import type { Tone } from '../theme/palette.ts'

/** Measured: what an instrument or a person saw. */
export const measuredState = closedSet({ normal: '正常', attention: '关注', abnormal: '异常', unchecked: '未检' })
export type MeasuredState = Member<typeof measuredState>

/** Owed: what the contract says about an obligation. */
export const owedState = closedSet({
  met: '已完成',
  late: '逾期完成',
  missed: '未履行',
  excused: '已免责',
  waived: '已豁免',
  suspended: '中止',
  'not-yet-due': '未到期',
  'not-applicable': '不适用',
  undecided: '待判',
  provisional: '暂定',
})
export type OwedState = Member<typeof owedState>

export type State = MeasuredState | OwedState

/** Colour, shape and word together: the one list for all pages. The glyph is what plain text (copies, exports) carries. */
export const stateLooks: Readonly<Record<State, { word: string; tone: Tone; glyph: string }>> = {
  normal: { word: measuredState.titles.normal, tone: 'good', glyph: '●' },
  attention: { word: measuredState.titles.attention, tone: 'caution', glyph: '▲' },
  abnormal: { word: measuredState.titles.abnormal, tone: 'bad', glyph: '■' },
  unchecked: { word: measuredState.titles.unchecked, tone: 'muted', glyph: '○' },
  met: { word: owedState.titles.met, tone: 'good', glyph: '✓' },
  late: { word: owedState.titles.late, tone: 'caution', glyph: '◐' },
  missed: { word: owedState.titles.missed, tone: 'bad', glyph: '✕' },
  excused: { word: owedState.titles.excused, tone: 'info', glyph: '◇' },
  waived: { word: owedState.titles.waived, tone: 'info', glyph: '◈' },
  suspended: { word: owedState.titles.suspended, tone: 'special', glyph: '‖' },
  'not-yet-due': { word: owedState.titles['not-yet-due'], tone: 'muted', glyph: '·' },
  'not-applicable': { word: owedState.titles['not-applicable'], tone: 'muted', glyph: '–' },
  undecided: { word: owedState.titles.undecided, tone: 'caution', glyph: '?' },
  provisional: { word: owedState.titles.provisional, tone: 'special', glyph: '≈' },
}

/** Shapes for states that belong to one noun only (work order, report, finding): given by tone. */
export const toneGlyphs: Readonly<Record<Tone, string>> = { good: '●', caution: '▲', bad: '■', info: '◆', special: '◈', muted: '○' }
