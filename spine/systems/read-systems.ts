import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { type ComponentState } from './api.ts'
import { systemErrors } from './component.ts'
import { canProve, outcomeTitle } from './try-connection.ts'

/** The subsystems of the contract in its order, each with its components and what is known of them. */
export async function listSubsystems(ctx: SpineCtx) {
  requirePermission(ctx, 'system:read')
  const subsystems = await spineTables(ctx).selectFrom('spine.subsystem').select(['subsystem', 'code', 'title', 'url']).orderBy('position').execute()
  const components = Map.groupBy((await componentRows(ctx).orderBy('c.isRetired').orderBy('c.kind').orderBy('c.name').execute()).map(summary), (row) => row.subsystem)
  return { items: subsystems.map((row) => ({ ...row, components: components.get(row.subsystem) ?? [] })) }
}

/** One component with its connection. Secrets never leave: only that they are set, and since when. */
export async function readComponent(ctx: SpineCtx, componentId: string) {
  requirePermission(ctx, 'system:read')
  const row = await componentRows(ctx)
    .innerJoin('spine.subsystem as s', 's.subsystem', 'c.subsystem')
    .leftJoin('platform.userAccount as u', 'u.userId', 'k.changedBy')
    .select(['s.title as subsystemTitle', 'c.registeredAt', 'k.version as connectionVersion', 'k.settings', 'k.limits', 'k.secretsChangedAt', 'k.changedAt', 'u.displayName as changedByName', 'k.triedIdentity', 'k.readOnlyAt', 'k.readOnlyLines'])
    .where('c.componentId', '=', componentId)
    .executeTakeFirst()
  if (!row) throw systemErrors['not-found']()
  return { ...summary(row), subsystemTitle: row.subsystemTitle, registeredAt: row.registeredAt, connection: connectionOf(ctx, row) }
}

type ComponentRow = Awaited<ReturnType<ReturnType<typeof componentRows>['executeTakeFirstOrThrow']>>

function connectionOf(ctx: SpineCtx, row: ComponentRow & { connectionVersion: number | null; settings: unknown; limits: unknown; secretsChangedAt: Date | null; changedAt: Date | null; changedByName: string | null; triedIdentity: string | null; readOnlyAt: Date | null; readOnlyLines: unknown }) {
  if (row.connector === null || row.connectionVersion === null || row.changedAt === null) return null
  const connector = ctx.connectors.get(row.connector)
  const settings = connector?.settings.safeParse(row.settings)
  return {
    version: row.connectionVersion,
    connector: row.connector,
    connectorTitle: connector?.title ?? row.connector,
    settings: row.settings,
    limits: row.limits,
    addresses: connector && settings?.success ? connector.addresses(settings.data).map(({ host, port }) => `${host}:${port}`) : [],
    secretsChangedAt: row.secretsChangedAt,
    changedAt: row.changedAt,
    changedByName: row.changedByName,
    canProveReadOnly: connector !== undefined && canProve(connector, row.settings),
    tried: row.triedAt === null || row.triedOutcome === null ? null : { at: row.triedAt, isReached: row.triedOutcome === 'reached', outcome: outcomeTitle(row.triedOutcome), note: row.triedNote ?? '', identity: row.triedIdentity },
    readOnly: row.readOnlyAt === null ? null : { at: row.readOnlyAt, isReadOnly: row.readOnly === true, lines: (row.readOnlyLines ?? []) as string[] },
  }
}

function componentRows(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.component as c')
    .leftJoin('spine.connection as k', 'k.componentId', 'c.componentId')
    .leftJoin('spine.outage as o', (join) => join.onRef('o.componentId', '=', 'c.componentId').on('o.endedAt', 'is', null))
    .select([
      'c.componentId', 'c.subsystem', 'c.kind', 'c.name', 'c.title', 'c.criticality', 'c.note', 'c.isRetired', 'c.version',
      'k.connector', 'k.triedAt', 'k.triedOutcome', 'k.triedNote', 'k.readOnly', 'o.startedAt as outageSince', 'o.reason as outageReason',
    ])
}

function summary(row: ComponentRow) {
  const { triedOutcome, triedNote, outageSince, outageReason, ...plain } = row
  const state: ComponentState = row.isRetired ? 'retired' : row.connector === null ? 'unconnected' : outageSince ? 'outage' : triedOutcome === null ? 'untried' : triedOutcome === 'reached' ? 'reachable' : 'failed'
  return { ...plain, state, stateNote: state === 'outage' ? (outageReason ?? '') : (triedNote ?? ''), stateAt: outageSince ?? row.triedAt }
}
