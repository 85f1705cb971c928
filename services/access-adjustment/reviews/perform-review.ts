import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { TargetAccount } from '#shared/maintenance/target-account.ts'
import { assessOccurrences, attachEvidence, closeWorkOrder, currentContract, nextNumber, recordEvidence, reportFindings, spineTables, type SeenFinding, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { system } from '../adjustments/carry-out-adjustment.ts'
import { accessTables } from '../database/access-tables.ts'
import { exclusionsToday } from '../rules/rules.store.ts'
import { discrepancyKind } from '../api.ts'
import { compareAccounts, type Discrepancy } from './compare-accounts.ts'
import type { ReviewSummary } from './review.ts'
import { keepReading, readTargets, type ReadTarget } from './read-target.ts'
import { makeSheet } from './review-sheet.ts'

export const REVIEW_KIND = 'access-adjustment.review-accounts'
export const CHECK_KIND = 'access-adjustment.check-accounts'
export const FINDING_SOURCE = 'access-adjustment.review'
export const reviewInput = z.looseObject({ kind: z.enum(['weekly', 'on-demand']).optional() })
export const reviewResult = z.strictObject({ review: z.string(), discrepancies: z.int() })
/** An approved form that has waited so long without an effect is told. */
const PENDING_HOURS = 24
/** Items that the sealed body names one by one; the rest are counted there and listed in the review. */
const NAMED = 500

/** Reads every target of a subsystem, compares it with the forms, and keeps reading, findings and proof in one act. */
export async function performReview(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { kind = order.occurrenceId === null ? 'on-demand' : 'quarterly' } = reviewInput.parse(order.input) as { kind?: string }
  const read = await readTargets(runtime, order.subsystem, order.signal)
  await act(runtime, system, async (ctx) => {
    const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
    if (present.state === 'closed') return
    await keepReview(ctx, order, kind, present.number, read)
  })
}

async function keepReview(ctx: SpineCtx, order: PerformedOrder, kind: string, workOrder: string, read: readonly ReadTarget[]): Promise<void> {
  const db = accessTables(ctx)
  const reviewId = newId(ctx.now)
  const day = businessDate(ctx.now)
  const number = documentNumber('FH', day, await nextNumber(ctx, `FH-${day}`))
  const found: Array<Discrepancy & { componentId: string }> = []
  const components: Array<ReviewSummary['components'][number]> = []
  for (const one of read) {
    await keepReading(ctx, one)
    const { componentId, title } = one.target
    const { discrepancies, hasBaseline } = await discrepanciesOf(ctx, one)
    found.push(...discrepancies.map((each) => ({ ...each, componentId })))
    components.push({ componentId, title, accounts: one.accounts.length, roles: one.roles.length, accountsSm3: sm3(canonicalJson(one.accounts)), hasBaseline })
  }
  const accepted = await acceptedKeys(ctx, read)
  const unexplained = found.filter((one) => !accepted.has(keyOf(one))).length
  const counts = Object.fromEntries(discrepancyKind.values.map((each) => [each, found.filter((one) => one.kind === each).length]))
  const summary: ReviewSummary = { components, counts, unexplained, accepted: found.length - unexplained }
  const occurrence = order.occurrenceId === null ? undefined : await spineTables(ctx).selectFrom('spine.occurrence').select('periodKey').where('occurrenceId', '=', order.occurrenceId).executeTakeFirst()
  const { evidenceId } = await reportFindings(ctx, {
    source: FINDING_SOURCE,
    subsystem: order.subsystem,
    service: 'access-adjustment',
    seen: [...Map.groupBy(found, keyOf)].map(([key, same]) => seenFinding(key, same)),
    checkedKeys: await checkedKeys(ctx, read),
    proof: async (outcome) => {
      const recorded = await recordEvidence(ctx, {
        kind: 'access-review',
        title: `${order.subsystem === 'platform' ? '' : (subsystems.titles[order.subsystem as keyof typeof subsystems.titles] ?? '')}账户权限核对 ${number}`,
        about: { contract: (await currentContract(ctx)).code, service: 'access-adjustment', subsystem: order.subsystem, workOrder, ...(order.occurrenceId === null ? {} : { occurrence: order.occurrenceId }) },
        body: { review: number, kind, takenAt: formatInstant(ctx.now), ...summary, items: found.slice(0, NAMED).map(({ account, kind: each, title }) => ({ account, kind: each, title })), findings: { fresh: outcome.fresh.length, persisting: outcome.persisting.length, fixed: outcome.fixed.length } },
      })
      return recorded.evidenceId
    },
  })
  await db.insertInto('accessAdjustment.review').values({ reviewId, number, kind, subsystem: order.subsystem, periodKey: occurrence?.periodKey ?? null, workOrderId: order.workOrderId, takenAt: ctx.now, isComplete: true, summary: JSON.stringify(summary), evidenceId }).execute()
  for (let at = 0; at < found.length; at += 1_000) {
    await db.insertInto('accessAdjustment.reviewItem').values(found.slice(at, at + 1_000).map(({ componentId, account, kind: each, title }, index) => ({ reviewId, position: at + index + 1, componentId, account, kind: each, title }))).execute()
  }
  if (kind !== 'weekly') await makeSheet(ctx, reviewId)
  await closeWorkOrder(ctx, order.workOrderId, { evidenceIds: [evidenceId], result: { review: number, discrepancies: found.length } })
  if (order.occurrenceId === null) await speakForQuarter(ctx, order.subsystem, evidenceId)
}

async function discrepanciesOf(ctx: SpineCtx, { target, accounts, roles }: ReadTarget): Promise<{ discrepancies: readonly Discrepancy[]; hasBaseline: boolean }> {
  const db = accessTables(ctx)
  const { componentId } = target
  const expected = await db.selectFrom('accessAdjustment.expectedAccount').select(['account', 'facts']).where('componentId', '=', componentId).execute()
  const baseline = await db.selectFrom('accessAdjustment.baseline').select('baselineId').where('componentId', '=', componentId).executeTakeFirst()
  const pending = await db
    .selectFrom('accessAdjustment.adjustment as a')
    .leftJoin('spine.request as r', 'r.requestId', 'a.requestId')
    .select(['a.account', 'a.madeAt', 'r.number'])
    .where('a.componentId', '=', componentId)
    .where('a.state', 'in', ['waiting', 'applying'])
    .execute()
  const ended = await db.selectFrom('accessAdjustment.timedGrant').select(['account', 'role', 'endsAt']).where('componentId', '=', componentId).where('state', 'in', ['ended', 'ending']).execute()
  const people = await db.selectFrom('spine.person').select(['name', 'state']).execute()
  const staying = new Set(people.filter(({ state }) => state === 'active').map(({ name }) => name))
  return {
    hasBaseline: baseline !== undefined,
    discrepancies: compareAccounts({
      live: accounts,
      roles,
      expected: new Map(expected.map(({ account, facts }) => [account, { facts: facts as TargetAccount }])),
      hasBaseline: baseline !== undefined,
      rules: await exclusionsToday(ctx, target.subsystem),
      leavers: new Set(people.filter(({ name, state }) => state === 'left' && !staying.has(name)).map(({ name }) => name)),
      pending: pending.map(({ account, number, madeAt }) => ({ account, number: number ?? '到期收回', isOverdue: ctx.now.getTime() - madeAt.getTime() > PENDING_HOURS * 3_600_000 })),
      // A role that a later form gave again is not the one that ended.
      endedGrants: ended.filter(({ account, role }) => !(expected.find((one) => one.account === account)?.facts as TargetAccount | undefined)?.roles.some((one) => one.role === role)).map(({ account, role, endsAt }) => ({ account, role, endedAt: formatInstant(endsAt) })),
      now: formatInstant(ctx.now),
    }),
  }
}

/** One account with one kind of trouble is one hazard, however many roles it is about. */
function seenFinding(key: string, same: ReadonlyArray<Discrepancy & { componentId: string }>): SeenFinding {
  const [first] = same as [Discrepancy & { componentId: string }]
  const isGrave = ['over-privileged', 'leaver', 'expired', 'effect-without-form'].includes(first.kind)
  return { key, severity: isGrave ? 'abnormal' : 'attention', title: `${discrepancyKind.titles[first.kind]}：${same.map(({ title }) => title).join('；')}`.slice(0, 300), componentId: first.componentId }
}

export function keyOf({ componentId, account, kind }: { componentId: string; account: string; kind: string }): string {
  return `${componentId}:${kind}:${account}`
}

/** What was found before on these targets has been looked at again, whatever came of it. */
async function checkedKeys(ctx: SpineCtx, read: readonly ReadTarget[]): Promise<string[]> {
  return (await findingRows(ctx, read)).map(({ sourceKey }) => sourceKey)
}

async function acceptedKeys(ctx: SpineCtx, read: readonly ReadTarget[]): Promise<Set<string>> {
  return new Set((await findingRows(ctx, read)).filter(({ state }) => state === 'accepted').map(({ sourceKey }) => sourceKey))
}

async function findingRows(ctx: SpineCtx, read: readonly ReadTarget[]) {
  const ids = read.map(({ target }) => target.componentId)
  if (ids.length === 0) return []
  return spineTables(ctx).selectFrom('spine.finding').select(['sourceKey', 'state']).where('source', '=', FINDING_SOURCE).where('componentId', 'in', ids).where('state', 'in', ['open', 'accepted']).execute()
}

/** Good news after the quarter's review counts for the quarter: the newest review is what its verdict rests on. */
async function speakForQuarter(ctx: SpineCtx, subsystem: string, evidenceId: string): Promise<void> {
  const row = await spineTables(ctx)
    .selectFrom('spine.workOrder as w')
    .innerJoin('spine.occurrence as o', 'o.occurrenceId', 'w.occurrenceId')
    .select(['w.workOrderId', 'o.occurrenceId'])
    .where('w.kind', '=', REVIEW_KIND)
    .where('w.subsystem', '=', subsystem)
    .where('w.state', '=', 'closed')
    .where('o.endsOn', '>=', businessDate(new Date(ctx.now.getTime() - 92 * 86_400_000)))
    .orderBy('o.endsOn', 'desc')
    .executeTakeFirst()
  if (!row) return
  await attachEvidence(ctx, row.workOrderId, [evidenceId])
  await assessOccurrences(ctx, [row.occurrenceId])
}

/** The quarter's review is taken on the morning of its last day, when everything of the quarter has been done. */
export function lastMorning({ endsOn }: { readonly endsOn: string }): Date {
  return instantOf(endsOn, 9 * 60)
}
