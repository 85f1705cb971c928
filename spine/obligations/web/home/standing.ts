import type { EndpointResponse } from '#shared/define-api.ts'
import type { Tone } from '#web/kit/theme/palette.ts'
import type { obligationsApi } from '../../api.ts'

export type MatrixAnswer = EndpointResponse<(typeof obligationsApi)['endpoints']['getMatrix']>
export type MatrixAnswerCell = MatrixAnswer['cells'][number]

export type Standing = {
  tone: Tone
  /** The answer to "are we keeping the contract?" in one sentence. */
  sentence: string
  planned: number
  done: number
  counts: Readonly<Record<string, number>>
}

/** All cells and the duties of the whole contract taken together. */
export function standingOf({ cells, wholeContract }: Pick<MatrixAnswer, 'cells' | 'wholeContract'>): Standing {
  const counts: Record<string, number> = {}
  for (const part of [...cells, wholeContract]) for (const [verdict, count] of Object.entries(part.counts)) counts[verdict] = (counts[verdict] ?? 0) + count
  const sum = (key: 'planned' | 'done') => cells.reduce((total, cell) => total + cell[key], wholeContract[key])
  const [planned, done] = [sum('planned'), sum('done')]
  const of = (verdict: string) => counts[verdict] ?? 0
  const waiting = of('undecided') > 0 ? `，${of('undecided')} 项待判` : ''
  if (of('missed') > 0) return { tone: 'bad', sentence: `${of('missed')} 项未履行${of('late') > 0 ? `，${of('late')} 项逾期完成` : ''}${waiting}`, planned, done, counts }
  if (of('late') > 0 || of('undecided') > 0) return { tone: 'caution', sentence: [of('late') > 0 && `${of('late')} 项逾期完成`, of('undecided') > 0 && `${of('undecided')} 项待判`, '没有未履行'].filter(Boolean).join('，'), planned, done, counts }
  if (planned === 0) return { tone: 'muted', sentence: '本期没有到期的事项', planned, done, counts }
  return { tone: 'good', sentence: done === 0 ? '按计划进行，还没有到期的事项' : done === planned ? '全部按期完成' : '按计划进行，到期的都已按期完成', planned, done, counts }
}

/** What a cell without planned work says in two or three characters; its full reason stands in the title. */
export function idleOf({ planned, reason, nextDueAt }: Pick<MatrixAnswerCell, 'planned' | 'reason' | 'nextDueAt'>): { word: string; reason: string } | undefined {
  if (planned > 0 || reason === null) return undefined
  return { word: nextDueAt ? '本期无' : reason.startsWith('合同') ? '无义务' : '按事件', reason }
}
