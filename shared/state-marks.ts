import { z } from 'zod'

/** How a state looks wherever it is shown: a word, a shape that survives black-and-white print, a tone for colour. */
export type StateMark = { readonly title: string; readonly mark: string; readonly tone: Tone }
export type Tone = 'good' | 'watch' | 'bad' | 'quiet'

/** Ink and tint of each tone; ink on tint and on white keeps a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
export const TONE_COLOURS: Readonly<Record<Tone, { ink: string; tint: string }>> = Object.freeze({
  good: { ink: '#1f6f43', tint: '#e4f1e8' },
  watch: { ink: '#8a5a00', tint: '#fbf0d5' },
  bad: { ink: '#a8201a', tint: '#fae3e1' },
  quiet: { ink: '#5b6470', tint: '#eef0f2' },
})

/** Measured states first (正常 … 未检), then what is owed (已完成 … 暂定). */
export const STATE_MARKS = Object.freeze({
  normal: { title: '正常', mark: '●', tone: 'good' },
  attention: { title: '关注', mark: '▲', tone: 'watch' },
  abnormal: { title: '异常', mark: '■', tone: 'bad' },
  unchecked: { title: '未检', mark: '○', tone: 'quiet' },
  met: { title: '已完成', mark: '✓', tone: 'good' },
  late: { title: '逾期完成', mark: '◐', tone: 'watch' },
  missed: { title: '未履行', mark: '✕', tone: 'bad' },
  excused: { title: '已免责', mark: '◇', tone: 'quiet' },
  waived: { title: '已豁免', mark: '◈', tone: 'quiet' },
  suspended: { title: '中止', mark: '‖', tone: 'quiet' },
  'not-yet-due': { title: '未到期', mark: '·', tone: 'quiet' },
  'not-applicable': { title: '不适用', mark: '–', tone: 'quiet' },
  undecided: { title: '待判', mark: '?', tone: 'watch' },
  provisional: { title: '暂定', mark: '≈', tone: 'quiet' },
} as const satisfies Record<string, StateMark>)

export type StateCode = keyof typeof STATE_MARKS
export const stateCode = z.enum(Object.keys(STATE_MARKS) as [StateCode, ...StateCode[]])
