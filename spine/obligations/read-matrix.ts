import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { isDone, worstVerdict } from '#spine/assessments/verdict.ts'

type Cell = { subsystem: string; service: string; verdict: string; count: number; dueSoFar: number; isProvisional: boolean }

/**
 * The 6 × 12 matrix: per cell what the period planned, what is done, its worst state, what comes next and the last
 * evidence. Three set-based queries whatever the size of the contract.
 */
export async function readMatrix(ctx: SpineCtx, period: { from?: string | undefined; to?: string | undefined }) {
  const contract = await currentContract(ctx)
  const today = businessDate(ctx.now)
  const from = period.from ?? `${today.slice(0, 7)}-01`
  const to = period.to ?? endOfMonth(from)
  const db = spineTables(ctx)
  const cells: Cell[] = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .select(['b.subsystem', 'b.service'])
    .select(sql<string>`coalesce(a.verdict, case when 'not-applicable' = any(o.tags) or 'previous-operator' = any(o.tags) then 'not-applicable' else 'not-yet-due' end)`.as('verdict'))
    .select(sql<number>`count(*)`.as('count'))
    .select(sql<number>`count(*) filter (where o.due_at <= ${ctx.now})`.as('dueSoFar'))
    .select(sql<boolean>`bool_or(o.is_provisional)`.as('isProvisional'))
    .where('b.contractId', '=', contract.contractId)
    .where('o.withdrawnAt', 'is', null)
    .where('o.dueAt', '>=', instantOf(from))
    .where('o.dueAt', '<', instantOf(addDays(to, 1)))
    .groupBy(['b.subsystem', 'b.service', sql`3`])
    .execute()
  const [next, last, services] = [await nextDue(ctx, contract.contractId), await lastEvidence(ctx), await obligationsOfCells(ctx, contract.contractId)]
  const bySubsystem = Map.groupBy(cells, (cell) => `${cell.subsystem} ${cell.service}`)
  const subsystems = await db.selectFrom('spine.subsystem').select(['subsystem', 'code', 'title', 'url']).where('contractId', '=', contract.contractId).orderBy('position').execute()
  const modules = contract.document.modules
  const shown = subsystems.flatMap(({ subsystem }) =>
    modules.map(({ service }) => {
      const key = `${subsystem} ${service}`
      const own = bySubsystem.get(key) ?? []
      const counts = countsOf(own)
      const coming = next.get(key)
      const evidence = last.get(key)
      return {
        subsystem,
        service,
        state: worstVerdict(Object.keys(counts)),
        ...totals(counts),
        dueSoFar: own.reduce((sum, cell) => sum + (cell.verdict === 'not-applicable' ? 0 : cell.dueSoFar), 0),
        counts,
        nextDueAt: coming?.dueAt ?? null,
        nextTitle: coming?.title ?? null,
        isProvisional: own.some((cell) => cell.isProvisional) || (coming?.isProvisional ?? false),
        lastEvidence: evidence ?? null,
        reason: own.length > 0 ? null : emptyReason(services.get(key) ?? 0, coming !== undefined),
      }
    }),
  )
  const outside = countsOf(cells.filter((cell) => !shown.some((one) => one.subsystem === cell.subsystem && one.service === cell.service)))
  const termDays = Math.max(1, daysBetween(contract.termFrom, contract.termTo))
  return {
    contract: {
      contractId: contract.contractId,
      title: contract.title,
      isDemonstration: contract.isDemonstration,
      termFrom: contract.termFrom,
      termTo: contract.termTo,
      daysLeft: Math.max(0, daysBetween(today, contract.termTo)),
      percentElapsed: Math.min(100, Math.max(0, Math.round((daysBetween(contract.termFrom, today) / termDays) * 100))),
      total: contract.document.priceList.statedTotal,
    },
    from,
    to,
    subsystems,
    services: modules.map(({ service, code, title }) => ({ service, code, title, hasService: ctx.services.has(service) })),
    cells: shown,
    wholeContract: { ...totals(outside), counts: outside },
  }
}

/** A cell without planned work says why, and never looks like a kept promise. */
function emptyReason(obligations: number, isComing: boolean): string {
  if (obligations === 0) return '合同正文没有这一项义务'
  return isComing ? '本期没有到期的事项' : '按事件发生，没有定期事项；本期没有登记'
}

function countsOf(cells: readonly Cell[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { verdict, count } of cells) counts[verdict] = (counts[verdict] ?? 0) + count
  return counts
}

function totals(counts: Readonly<Record<string, number>>): { planned: number; done: number } {
  const entries = Object.entries(counts).filter(([verdict]) => verdict !== 'not-applicable')
  return { planned: entries.reduce((sum, [, count]) => sum + count, 0), done: entries.reduce((sum, [verdict, count]) => sum + (isDone(verdict) ? count : 0), 0) }
}

async function nextDue(ctx: SpineCtx, contractId: string) {
  const { rows } = await sql<{ subsystem: string; service: string; dueAt: Date; title: string; isProvisional: boolean }>`
    select distinct on (b.subsystem, b.service) b.subsystem, b.service, o.due_at, o.title, o.is_provisional
    from spine.occurrence o join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id)
    where b.contract_id = ${contractId} and o.withdrawn_at is null and o.due_at > ${ctx.now}
      and not ('not-applicable' = any(o.tags)) and coalesce(a.verdict, 'not-yet-due') in ('not-yet-due', 'undecided')
    order by b.subsystem, b.service, o.due_at`.execute(ctx.tx)
  return new Map(rows.map((row) => [`${row.subsystem} ${row.service}`, row]))
}

async function lastEvidence(ctx: SpineCtx) {
  const { rows } = await sql<{ subsystem: string; service: string; evidenceId: string; title: string; happenedAt: Date }>`
    select distinct on (about ->> 'subsystem', about ->> 'service')
      about ->> 'subsystem' as subsystem, about ->> 'service' as service, evidence_id, title, happened_at
    from spine.evidence where about ? 'subsystem' and about ? 'service'
    order by about ->> 'subsystem', about ->> 'service', happened_at desc`.execute(ctx.tx)
  return new Map(rows.map(({ subsystem, service, ...evidence }) => [`${subsystem} ${service}`, evidence]))
}

async function obligationsOfCells(ctx: SpineCtx, contractId: string) {
  const rows = await spineTables(ctx)
    .selectFrom('spine.obligation')
    .select(['subsystem', 'service', sql<number>`count(*)`.as('count')])
    .where('contractId', '=', contractId)
    .where('isCurrent', '=', true)
    .groupBy(['subsystem', 'service'])
    .execute()
  return new Map(rows.map((row) => [`${row.subsystem} ${row.service}`, row.count]))
}

function endOfMonth(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
