import { sql } from 'kysely'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { nextNumber } from '#spine/work-orders/work-orders.store.ts'
import { closeFindingCase, openFindingCase } from './finding-case.ts'
import { findingSeverity, type FindingSeverity } from './api.ts'
import { addFindingEvent, changeFinding, type FindingRow } from './findings.store.ts'

/** Something wrong that a check saw. `key` is its identity: the same component and the same check. */
export type SeenFinding = {
  readonly key: string
  readonly severity: FindingSeverity
  readonly title: string
  readonly componentId: string | null
  /** When one check covers several subsystems; default: that of the report. */
  readonly subsystem?: string
  /** Time limit for mending it, when the check sets one. */
  readonly dueAt?: Date
}

export type FindingReport = {
  readonly source: string
  readonly subsystem: string
  readonly service: string
  readonly seen: readonly SeenFinding[]
  /** Keys that were really checked. Only these can be found mended: what was not checked says nothing. */
  readonly checkedKeys: readonly string[]
  /** Records the evidence of this check, told what became of the findings; its id is written to their timelines. */
  readonly proof: (outcome: FindingOutcome) => Promise<string>
}

export type ReportedFinding = { readonly findingId: string; readonly number: string; readonly key: string; readonly severity: string; readonly title: string }
export type FindingOutcome = { readonly fresh: readonly ReportedFinding[]; readonly persisting: readonly ReportedFinding[]; readonly fixed: readonly ReportedFinding[] }

/**
 * Brings the findings of a source into step with what a check saw: new, still there, or mended. A finding whose risk was
 * accepted stays accepted while it is seen. Part of the act that records the check; it has checked its own permission.
 */
export async function reportFindings(ctx: SpineCtx, report: FindingReport): Promise<FindingOutcome & { evidenceId: string }> {
  // Two checks of one source at once must not number one hazard twice.
  await sql`select pg_advisory_xact_lock(7100020, hashtext(${report.source}))`.execute(ctx.tx)
  const known = await liveFindings(ctx, report)
  const day = businessDate(ctx.now)
  const fresh: Array<ReportedFinding & { seen: SeenFinding }> = []
  const persisting: Array<ReportedFinding & { row: FindingRow; seen: SeenFinding }> = []
  for (const seen of report.seen) {
    const row = known.get(seen.key)
    if (row) persisting.push({ ...shown(row), severity: seen.severity, title: seen.title, row, seen })
    else fresh.push({ findingId: newId(ctx.now), number: documentNumber('HZ', day, await nextNumber(ctx, `HZ-${day}`)), key: seen.key, severity: seen.severity, title: seen.title, seen })
  }
  const seenKeys = new Set(report.seen.map((one) => one.key))
  const fixed = report.checkedKeys.flatMap((key) => {
    const row = known.get(key)
    return row && !seenKeys.has(key) ? [{ ...shown(row), row }] : []
  })
  const outcome = { fresh: fresh.map(plain), persisting: persisting.map(plain), fixed: fixed.map(plain) }
  const evidenceId = await report.proof(outcome)
  for (const finding of fresh) await open(ctx, report, finding, evidenceId)
  for (const finding of persisting) await seeAgain(ctx, finding, evidenceId)
  for (const { row } of fixed) await close(ctx, row, evidenceId)
  return { ...outcome, evidenceId }
}

async function liveFindings(ctx: SpineCtx, { source, seen, checkedKeys }: FindingReport): Promise<Map<string, FindingRow>> {
  const keys = [...new Set([...seen.map((one) => one.key), ...checkedKeys])]
  if (keys.length === 0) return new Map()
  const rows = await spineTables(ctx).selectFrom('spine.finding').selectAll().where('source', '=', source).where('sourceKey', 'in', keys).where('state', 'in', ['open', 'accepted']).orderBy('findingId').forUpdate().execute()
  return new Map(rows.map((row) => [row.sourceKey, row]))
}

async function open(ctx: SpineCtx, report: FindingReport, { findingId, number, seen }: { findingId: string; number: string; seen: SeenFinding }, evidenceId: string): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.finding')
    .values({
      findingId,
      number,
      source: report.source,
      sourceKey: seen.key,
      subsystem: seen.subsystem ?? report.subsystem,
      componentId: seen.componentId,
      service: report.service,
      severity: seen.severity,
      title: seen.title,
      state: 'open',
      dueAt: seen.dueAt ?? null,
      firstSeenAt: ctx.now,
      lastSeenAt: ctx.now,
    })
    .execute()
  await addFindingEvent(ctx, findingId, 'found', { note: seen.title, evidenceId })
  await openFindingCase(ctx, { number, title: seen.title, subsystem: seen.subsystem ?? report.subsystem, dueAt: seen.dueAt })
}

async function seeAgain(ctx: SpineCtx, { row, seen }: { row: FindingRow; seen: SeenFinding }, evidenceId: string): Promise<void> {
  await changeFinding(ctx, row, { lastSeenAt: ctx.now, seenCount: row.seenCount + 1, severity: seen.severity, title: seen.title })
  if (row.severity !== seen.severity) {
    const [before, after] = [row.severity, seen.severity].map((severity) => findingSeverity.titles[severity as FindingSeverity])
    await addFindingEvent(ctx, row.findingId, 'severity-changed', { note: `${before} → ${after}：${seen.title}`, evidenceId })
  } else await addFindingEvent(ctx, row.findingId, 'seen-again', { note: seen.title, evidenceId })
}

async function close(ctx: SpineCtx, row: FindingRow, evidenceId: string): Promise<void> {
  await changeFinding(ctx, row, { state: 'fixed', closedAt: ctx.now, closedEvidenceId: evidenceId })
  await addFindingEvent(ctx, row.findingId, 'fixed', { note: '复检正常', evidenceId })
  await closeFindingCase(ctx, row, evidenceId)
}

function shown(row: FindingRow): ReportedFinding {
  return { findingId: row.findingId, number: row.number, key: row.sourceKey, severity: row.severity, title: row.title }
}

function plain({ findingId, number, key, severity, title }: ReportedFinding): ReportedFinding {
  return { findingId, number, key, severity, title }
}
