import { formatInstant } from '#shared/instant.ts'
import type { JudgedEvidence } from '#spine/service.ts'
import type { Verdict } from './verdict.ts'

export type OccurrenceFacts = {
  readonly opensOn: string
  readonly dueAt: Date
  readonly isProvisional: boolean
  readonly tags: readonly string[]
  readonly reason: string | null
  readonly clause: string
  readonly calendarVersion: string
  /** Evidence kinds that the obligation asks for; none named means that any evidence will do. */
  readonly evidenceKinds: readonly string[]
  /** Orders for this occurrence with their evidence; cancelled ones are left out. */
  readonly workOrders: ReadonlyArray<{
    readonly number: string
    readonly state: string
    readonly submittedAt: Date | null
    readonly evidence: readonly JudgedEvidence[]
  }>
  /** Evidence of the previous operator that was imported for this occurrence. */
  readonly importedEvidence: readonly JudgedEvidence[]
  readonly notices: ReadonlyArray<{ readonly number: string; readonly sentAt: Date; readonly excuses: boolean; readonly excusesBecause: string; readonly makeUpBy: Date | null; readonly madeUpAt: Date | null }>
  readonly decisions: ReadonlyArray<{ readonly kind: 'waiver' | 'suspension' | 'not-applicable'; readonly reason: string; readonly decidedByName: string; readonly decidedOn: string }>
  /** The rule of the obligation's service, when it names one. */
  readonly completeness?: (evidence: readonly JudgedEvidence[]) => { readonly isComplete: boolean; readonly lines: readonly string[] }
}

export type Assessment = { readonly verdict: Verdict; readonly fulfilledAt: Date | null; readonly lines: readonly string[] }

/**
 * The judgement of one occurrence at a moment: pure, from facts alone, and each step of it in words. The moment that
 * counts is when the work was handed in (or the system proved it), not when somebody found time to review it.
 */
export function assessOccurrence(facts: OccurrenceFacts, asOf: Date): Assessment {
  const lines = [
    `依据：${facts.clause}`,
    `期限：${facts.opensOn} 起，${formatInstant(facts.dueAt)} 止；日历 ${facts.calendarVersion}${facts.isProvisional ? '（所在年份尚无正式日历，期限为暂定）' : ''}`,
  ]
  const settled = settledByDecision(facts, lines)
  if (settled) return { verdict: settled, fulfilledAt: null, lines }

  const fulfilled = fulfilment(facts, asOf, lines)
  if (fulfilled) {
    const isInTime = fulfilled.getTime() <= facts.dueAt.getTime()
    lines.push(isInTime ? `履行时刻 ${formatInstant(fulfilled)}，未超过期限` : `履行时刻 ${formatInstant(fulfilled)}，超过期限 ${overrun(facts.dueAt, fulfilled)}`)
    if (isInTime) return { verdict: 'met', fulfilledAt: fulfilled, lines }
    return { verdict: excusedByNotice(facts, lines) ? 'excused' : 'late', fulfilledAt: fulfilled, lines }
  }
  if (asOf.getTime() <= facts.dueAt.getTime()) {
    lines.push(`截至 ${formatInstant(asOf)} 尚未到期`)
    return { verdict: 'not-yet-due', fulfilledAt: null, lines }
  }
  const inReview = facts.workOrders.find((order) => order.state === 'submitted' && order.submittedAt !== null && order.submittedAt.getTime() <= facts.dueAt.getTime())
  if (inReview) {
    lines.push(`工单 ${inReview.number} 已按期提交，等待审核；审核通过即为已完成`)
    return { verdict: 'undecided', fulfilledAt: null, lines }
  }
  if (excusedByNotice(facts, lines)) return { verdict: 'excused', fulfilledAt: null, lines }
  lines.push(`截至 ${formatInstant(asOf)} 已逾期 ${overrun(facts.dueAt, asOf)}，没有完整证据`)
  return { verdict: 'missed', fulfilledAt: null, lines }
}

function settledByDecision(facts: OccurrenceFacts, lines: string[]): Verdict | undefined {
  if (facts.tags.includes('not-applicable') || facts.tags.includes('previous-operator')) {
    lines.push(facts.tags.includes('previous-operator') ? `属上年度供应商期间，不要求本期履行；已导入其证据 ${facts.importedEvidence.length} 份` : `不适用：${facts.reason ?? '合同未要求'}`)
    return 'not-applicable'
  }
  const verdicts = { waiver: 'waived', suspension: 'suspended', 'not-applicable': 'not-applicable' } as const
  const words = { waiver: '豁免', suspension: '中止', 'not-applicable': '认定不适用' } as const
  for (const decision of facts.decisions) {
    lines.push(`甲方决定${words[decision.kind]}：${decision.reason}（${decision.decidedByName}，${decision.decidedOn}）`)
    return verdicts[decision.kind]
  }
  return undefined
}

/** The earliest moment at which accepted work, with complete evidence, had been handed in. */
function fulfilment(facts: OccurrenceFacts, asOf: Date, lines: string[]): Date | undefined {
  let earliest: Date | undefined
  for (const order of facts.workOrders) {
    if (order.state !== 'closed' || order.submittedAt === null || order.submittedAt.getTime() > asOf.getTime()) continue
    const shortcomings = shortcomingsOf(facts, order.evidence)
    if (shortcomings.length > 0) {
      lines.push(`工单 ${order.number} 已办结，但证据不完整：${shortcomings.join('；')}`)
      continue
    }
    lines.push(`工单 ${order.number} 已办结，证据 ${order.evidence.length} 份`)
    if (!earliest || order.submittedAt < earliest) earliest = order.submittedAt
  }
  return earliest
}

function shortcomingsOf(facts: OccurrenceFacts, evidence: readonly JudgedEvidence[]): string[] {
  const kinds = new Set(evidence.map((one) => one.kind))
  const missing = facts.evidenceKinds.filter((kind) => !kinds.has(kind)).map((kind) => `缺 ${kind}`)
  if (evidence.length === 0) missing.push('没有证据')
  const judged = facts.completeness?.(evidence)
  return judged && !judged.isComplete ? [...missing, ...judged.lines] : missing
}

function excusedByNotice(facts: OccurrenceFacts, lines: string[]): boolean {
  let isExcused = false
  for (const notice of facts.notices) {
    if (notice.sentAt.getTime() > facts.dueAt.getTime()) {
      lines.push(`告知 ${notice.number} 于 ${formatInstant(notice.sentAt)} 发出，晚于期限，不免责`)
    } else if (!notice.excuses) {
      lines.push(`告知 ${notice.number} 于期限前发出，但该义务的条款和甲方决定都没有规定告知可免责`)
    } else {
      lines.push(`告知 ${notice.number} 于 ${formatInstant(notice.sentAt)} 即期限前发出，免责（${notice.excusesBecause}）；${makeUp(notice)}`)
      isExcused = true
    }
  }
  return isExcused
}

function makeUp({ makeUpBy, madeUpAt }: OccurrenceFacts['notices'][number]): string {
  if (madeUpAt) return `已于 ${formatInstant(madeUpAt)} 补做`
  return makeUpBy ? `应于 ${formatInstant(makeUpBy)} 前补做，尚未补做` : '未约定补做期限'
}

function overrun(from: Date, to: Date): string {
  const minutes = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 60_000))
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  return [days > 0 ? `${days} 天` : '', hours > 0 ? `${hours} 小时` : '', minutes % 60 > 0 && days === 0 ? `${minutes % 60} 分` : ''].filter(Boolean).join(' ') || '不足 1 分'
}
