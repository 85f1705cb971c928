import { dueText, formatInstant } from '#shared/instant.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { WHOLE_PLATFORM } from '#spine/contracts/settled-obligation.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { openEventOccurrence } from '#spine/obligations/open-event-occurrence.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { ReportKind } from '#spine/service.ts'
import { reviewClock, reviewRule, SUMMARY_EVIDENCE } from '../time/review-clock.ts'
import { dischargeByReport, type DischargedOccurrence } from './discharge-by-report.ts'
import { servedKinds } from './fulfil-report-duties.ts'

export type ReceivedReport = { readonly reportId: string; readonly kind: string; readonly number: string; readonly title: string; readonly version: number; readonly receivedAt: Date }

/**
 * The client received a summary report and owes its review or questions within the contract's days (合同 六(二), K-03): an
 * occurrence of its own for each version handed over, due by the review clock. While nobody decides it falls overdue; silence
 * is never approval. Undefined for reports, or under contracts, that ask for no review.
 */
export async function openReviewDuty(ctx: SpineCtx, report: ReceivedReport): Promise<DischargedOccurrence | undefined> {
  if (!servedKinds(report.kind as ReportKind).includes(SUMMARY_EVIDENCE)) return undefined
  const { document, contractId } = await currentContract(ctx)
  const rule = reviewRule(document, await defaultDecisions(ctx, contractId), report.receivedAt)
  const obligation =
    rule && (await spineTables(ctx).selectFrom('spine.obligation').select(['obligationId', 'code', 'title', 'service', 'subsystem']).where('contractId', '=', contractId).where('code', '=', rule.obligation).where('subsystem', '=', WHOLE_PLATFORM).executeTakeFirst())
  if (!rule || !obligation) return undefined
  const clock = reviewClock(rule, report.receivedAt, null, ctx.calendar(), ctx.now)
  // The clock names the end of the last day; an occurrence its last moment.
  const dueAt = new Date(clock.dueAt.getTime() - 1)
  const title = `${obligation.title}：${report.title} 第 ${report.version} 版`
  const cause = `甲方于 ${formatInstant(report.receivedAt)} 收到 ${report.number} 第 ${report.version} 版`
  const occurrenceId = await openEventOccurrence(ctx, { obligationId: obligation.obligationId, key: `${report.number}-${report.version}`, title, happenedAt: report.receivedAt, dueAt, unit: rule.unit, isProvisional: clock.isProvisional, cause })
  await assessOccurrences(ctx, [occurrenceId])
  await sendReminder(ctx, { permission: 'report:decide', kind: 'report', dedupeKey: `review/${occurrenceId}`, title, content: `${cause}；${dueText(dueAt)} 前评审或提出质疑，沉默不视为认可`, link: `/reports/${report.reportId}` })
  return { ...obligation, occurrenceId, title, dueAt }
}

/** The decision, for or against, is the review: it closes the duty's order as of the moment it was given. */
export async function settleReviewDuty(ctx: SpineCtx, report: ReceivedReport, evidenceId: string, word: string): Promise<void> {
  // Asked for again: a report may have been handed over before its review was an occurrence, and a calendar may have come since.
  const owed = await openReviewDuty(ctx, report)
  if (!owed) return
  await dischargeByReport(ctx, owed, { report: report.number, version: report.version, evidenceIds: [evidenceId], at: ctx.now, note: `甲方${word} ${report.number} 第 ${report.version} 版` })
  await assessOccurrences(ctx, [owed.occurrenceId])
}
