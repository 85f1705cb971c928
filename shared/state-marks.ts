import { z } from 'zod'
import { closedSet, type Member } from './closed-set.ts'

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
export type StateCode = MeasuredState | OwedState

/** How a state looks wherever it is shown: a word, a shape that survives black-and-white print, a tone for colour. */
export type StateMark = { readonly title: string; readonly mark: string; readonly tone: Tone }
export const tones = ['good', 'watch', 'bad', 'quiet'] as const
export type Tone = (typeof tones)[number]
export type ToneColours = Readonly<Record<Tone, { ink: string; tint: string }>>

/** On paper: ink and tint of each tone; ink on tint and on white keeps a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
export const TONE_COLOURS: ToneColours = Object.freeze({
  good: { ink: '#1f6f43', tint: '#e4f1e8' },
  watch: { ink: '#8a5a00', tint: '#fbf0d5' },
  bad: { ink: '#a8201a', tint: '#fae3e1' },
  quiet: { ink: '#5b6470', tint: '#eef0f2' },
})

const marks: Readonly<Record<StateCode, Omit<StateMark, 'title'>>> = {
  normal: { mark: '●', tone: 'good' },
  attention: { mark: '▲', tone: 'watch' },
  abnormal: { mark: '■', tone: 'bad' },
  unchecked: { mark: '○', tone: 'quiet' },
  met: { mark: '✓', tone: 'good' },
  late: { mark: '◐', tone: 'watch' },
  missed: { mark: '✕', tone: 'bad' },
  excused: { mark: '◇', tone: 'quiet' },
  waived: { mark: '◈', tone: 'quiet' },
  suspended: { mark: '‖', tone: 'quiet' },
  'not-yet-due': { mark: '·', tone: 'quiet' },
  'not-applicable': { mark: '–', tone: 'quiet' },
  undecided: { mark: '?', tone: 'watch' },
  provisional: { mark: '≈', tone: 'quiet' },
}
const titles: Readonly<Record<StateCode, string>> = { ...measuredState.titles, ...owedState.titles }

/** Measured states first (正常 … 未检), then what is owed (已完成 … 暂定): the one list for screens and documents. */
export const STATE_MARKS = Object.freeze(
  Object.fromEntries([...measuredState.values, ...owedState.values].map((code) => [code, { title: titles[code], ...marks[code] }])),
) as Readonly<Record<StateCode, StateMark>>

export const stateCode = z.enum([...measuredState.values, ...owedState.values])
