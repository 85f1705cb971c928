import { connectorFailures, ConnectorError, type Connector, type ConnectorFailure, type Door } from '#connectors/connector.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { systemErrors } from './component.ts'

/** Target time that one try may use; a person waits for it. */
const BUDGET_MS = 15_000

export type TryOutcome = 'reached' | 'unusable' | ConnectorFailure
export type TriedConnection = { readonly outcome: TryOutcome; /** In words: what answered, or why nothing did. */ readonly note: string; readonly identity: string | null }

export function outcomeTitle(outcome: string): string {
  if (outcome === 'reached') return '已连上'
  return Object.hasOwn(connectorFailures, outcome) ? connectorFailures[outcome as ConnectorFailure] : '连接方式不可用'
}

/** Opens the door of a component, outside any transaction, and keeps what came of it: the identity that the target tells, or the failure in words. */
export async function tryConnection(ctx: SpineCtx, componentId: string): Promise<Outside<SpineCtx, TriedConnection>> {
  requirePermission(ctx, 'system:connect')
  const seen = await connectionOf(ctx, componentId)
  return outside(async () => {
    const tried = await throughDoor(ctx, componentId, async (door) => {
      const problems = (await door.accounts?.checkMapping()) ?? []
      if (problems.length > 0) return { outcome: 'unusable' as const, note: `账号映射与目标不符：${problems.join('；')}`, identity: null }
      const { trial } = seen.connector
      const answer = trial === undefined ? undefined : await door.ask?.(trial)
      const { engine, version } = door.identity
      const identity = [engine, version].filter(Boolean).join(' ')
      return { outcome: 'reached' as const, note: answer === undefined ? `目标自报为 ${identity}` : `目标应答 ${String(answer.value)}，用时 ${Math.round(answer.tookMs)} 毫秒`, identity }
    })
    return async (after) => {
      await keep(after, componentId, seen.version, { triedAt: after.now, triedOutcome: tried.outcome, triedNote: tried.note, triedIdentity: tried.identity })
      return tried
    }
  })
}

/** Has the connector prove that the login cannot write, or, where it is there to maintain accounts, that it writes these and nothing else; keeps the proof line by line. */
export async function proveReadOnly(ctx: SpineCtx, componentId: string): Promise<Outside<SpineCtx, { isReadOnly: boolean; lines: readonly string[] }>> {
  requirePermission(ctx, 'system:connect')
  const seen = await connectionOf(ctx, componentId)
  if (!canProve(seen.connector, seen.settings)) throw systemErrors['no-proof']({ detail: seen.connector.title })
  return outside(async () => {
    const proof = await throughDoor(ctx, componentId, async (door) => {
      if (door.accounts === undefined) return door.proveReadOnly ? door.proveReadOnly() : { isReadOnly: false, lines: ['连接器没有给出证明'] }
      const { isLimited, lines } = await door.accounts.proveLimits()
      return { isReadOnly: isLimited, lines: ['此连接用于账号维护：证明的是它只能写账号', ...lines] }
    })
    const kept = 'isReadOnly' in proof ? proof : { isReadOnly: false, lines: [`未能证明：${proof.note}`] }
    return async (after) => {
      await keep(after, componentId, seen.version, { readOnlyAt: after.now, readOnly: kept.isReadOnly, readOnlyLines: JSON.stringify(kept.lines) })
      return kept
    }
  })
}

/** Whether something can be proven of a connection's login: what it cannot write, or that it writes accounts only. */
export function canProve(connector: Connector, settings: unknown): boolean {
  return connector.abilities.includes('proveReadOnly') || hasAccounts(settings)
}

function hasAccounts(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && 'accounts' in settings && settings.accounts !== undefined
}

async function connectionOf(ctx: SpineCtx, componentId: string) {
  const row = await spineTables(ctx)
    .selectFrom('spine.component as c')
    .leftJoin('spine.connection as k', 'k.componentId', 'c.componentId')
    .select(['c.isRetired', 'k.connector', 'k.version', 'k.settings'])
    .where('c.componentId', '=', componentId)
    .executeTakeFirst()
  if (!row) throw systemErrors['not-found']()
  if (row.isRetired) throw systemErrors.retired()
  if (row.connector === null || row.version === null) throw systemErrors['no-connection']()
  const connector = ctx.connectors.get(row.connector)
  if (!connector) throw systemErrors['unknown-connector']({ detail: row.connector })
  return { connector, version: row.version, settings: row.settings }
}

/** A failure of the target, or a connection that cannot be used, is an answer; only a fault of ours is thrown. */
async function throughDoor<T>(ctx: Pick<SpineCtx, 'openDoor'>, componentId: string, work: (door: Door) => Promise<T>): Promise<T | TriedConnection> {
  try {
    const door = await ctx.openDoor(componentId, { budgetMs: BUDGET_MS })
    try {
      return await work(door)
    } finally {
      await door.close()
    }
  } catch (error) {
    if (error instanceof ConnectorError) return { outcome: error.failure, note: error.message, identity: null }
    if (error instanceof AppError) return { outcome: 'unusable', note: error.message, identity: null }
    throw error
  }
}

/** Only when the connection is still the one that was tried: somebody may have changed it meanwhile. */
async function keep(ctx: SpineCtx, componentId: string, version: number, facts: { triedAt: Date; triedOutcome: string; triedNote: string; triedIdentity: string | null } | { readOnlyAt: Date; readOnly: boolean; readOnlyLines: string }): Promise<void> {
  await spineTables(ctx).updateTable('spine.connection').set(facts).where('componentId', '=', componentId).where('version', '=', version).execute()
}
