import { actorName } from '#platform/context/context.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { nextNumber, recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { runKind, section } from '../api.ts'
import type { Check } from '../checks/check.ts'
import { catalogue } from '../checks/catalogue.ts'
import { liveOverrides, withOverride } from '../checks/overrides.store.ts'
import { listInspectedComponents, type InspectedComponent } from '../components.store.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { sectionsOf, type RunKind, type RunRequest } from './run.ts'

export type PlannedOrder = { readonly workOrderId: string; readonly subsystem: string; readonly occurrenceId: string | null; readonly kind: RunKind; readonly request: RunRequest }

/** Subsystem of a run over all of them. */
export const ALL_SUBSYSTEMS = 'platform'

/**
 * Makes the run of a work order with every row that it will check, before anything is checked: a crash then leaves a list
 * of what is still to do. Called again for the same order it gives the run that is there.
 */
export async function planRun(ctx: SpineCtx, order: PlannedOrder): Promise<string> {
  const db = inspectionTables(ctx)
  const known = await db.selectFrom('inspection.run').select('runId').where('workOrderId', '=', order.workOrderId).executeTakeFirst()
  if (known) return known.runId
  await archiveCatalogue(ctx)
  const rows = await rowsOf(ctx, order)
  const overrides = await liveOverrides(ctx)
  const runId = newId(ctx.now)
  const day = businessDate(ctx.now)
  await db
    .insertInto('inspection.run')
    .values({
      runId,
      number: documentNumber('XJ', day, await nextNumber(ctx, `XJ-${day}`)),
      kind: order.kind,
      subsystem: order.subsystem,
      title: `${subsystems.has(order.subsystem) ? subsystems.titles[order.subsystem] : '全部子系统'}${runKind.titles[order.kind]}`,
      workOrderId: order.workOrderId,
      occurrenceId: order.occurrenceId,
      state: 'running',
      catalogueSm3: catalogue.sm3,
      requestedBy: order.request.requestedBy ?? null,
      requestedByName: order.request.requestedByName ?? actorName(ctx.actor),
      startedAt: ctx.now,
    })
    .execute()
  const items = rows.map(({ component, check }, index) => {
    const override = overrides.get(`${component.componentId} ${check.code}`)
    return {
      runItemId: newId(ctx.now),
      runId,
      position: index + 1,
      componentId: component.componentId,
      subsystem: component.subsystem,
      componentTitle: component.title,
      checkCode: check.code,
      checkTitle: check.title,
      section: check.section,
      isManual: check.isManual,
      judge: JSON.stringify(withOverride(check.judge, override)),
      checkOverrideId: override?.checkOverrideId ?? null,
    }
  })
  for (let start = 0; start < items.length; start += 1_000) await db.insertInto('inspection.runItem').values(items.slice(start, start + 1_000)).execute()
  return runId
}

type Row = { readonly component: InspectedComponent; readonly check: Check }

async function rowsOf(ctx: SpineCtx, order: PlannedOrder): Promise<Row[]> {
  const { request, kind } = order
  const components = await listInspectedComponents(ctx, { componentId: request.componentId, subsystem: order.subsystem === ALL_SUBSYSTEMS ? undefined : order.subsystem })
  const wanted = request.recheckOf ? await unsettledRows(ctx, request.recheckOf) : undefined
  return components.flatMap((component) =>
    catalogue.checks
      .filter((check) => sectionsOf[kind].includes(check.section) && (kind !== 'daily' || check.frequency === 'daily') && appliesTo(check, component))
      .filter((check) => request.checkCode === undefined || check.code === request.checkCode)
      .filter((check) => wanted === undefined || wanted.has(`${component.componentId} ${check.code}`))
      .toSorted((one, other) => sectionOrder(one) - sectionOrder(other) || Number(other.isReachability) - Number(one.isReachability))
      .map((check) => ({ component, check })),
  )
}

function sectionOrder(check: Check): number {
  return section.values.indexOf(check.section)
}

function appliesTo(check: Check, component: InspectedComponent): boolean {
  if (check.onlyUnconnected) return component.connector === null
  if (check.connector !== 'none' && check.connector !== component.connector) return false
  if (check.subsystems && !check.subsystems.includes(component.subsystem)) return false
  return check.appliesTo.some((kind) => kind === component.kind)
}

/** Whether a scope holds anything that the system itself can check: an empty run would be no proof of anything. */
export async function hasRows(ctx: SpineCtx, order: Pick<PlannedOrder, 'subsystem' | 'kind' | 'request'>): Promise<boolean> {
  return (await rowsOf(ctx, { ...order, workOrderId: '', occurrenceId: null })).length > 0
}

async function unsettledRows(ctx: SpineCtx, runId: string): Promise<Set<string>> {
  const rows = await inspectionTables(ctx)
    .selectFrom('inspection.runItem as i')
    .innerJoin('inspection.result as r', 'r.runItemId', 'i.runItemId')
    .select(['i.componentId', 'i.checkCode'])
    .where('i.runId', '=', runId)
    .where('r.verdict', '<>', 'normal')
    .where('i.isManual', '=', false)
    .execute()
  return new Set(rows.map((row) => `${row.componentId} ${row.checkCode}`))
}

/** Keeps the full text of a catalogue when it is first used, and proves it (合同 M3-08). */
async function archiveCatalogue(ctx: SpineCtx): Promise<void> {
  const document = canonicalJson(JSON.parse(JSON.stringify(catalogue.checks)))
  const added = await inspectionTables(ctx)
    .insertInto('inspection.catalogue')
    .values({ sm3: catalogue.sm3, version: catalogue.version, document, firstUsedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sm3')
    .executeTakeFirst()
  if (!added) return
  await recordEvidence(ctx, {
    kind: 'check-template',
    title: `检查目录 ${catalogue.version} 版`,
    about: { service: 'inspection', obligation: 'M3-08' },
    body: { version: catalogue.version, sm3: catalogue.sm3, checks: JSON.parse(document) as unknown },
  })
}
