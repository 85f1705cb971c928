import { look } from '#platform/context/runtime.ts'
import type { TargetAccount, TargetRole } from '#shared/maintenance/target-account.ts'
import type { SpineAttached, SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { system } from '../adjustments/carry-out-adjustment.ts'
import { accessTables } from '../database/access-tables.ts'
import { targetsOf, type Target } from '../targets/targets.store.ts'
import { withAccounts } from '../targets/with-accounts.ts'

export type ReadTarget = { readonly target: Target; readonly accounts: readonly TargetAccount[]; readonly roles: readonly TargetRole[] }

/** Everything that a target holds, read page by page through its door. */
export async function readTarget(attached: Pick<SpineAttached, 'openDoor'>, target: Target, signal?: AbortSignal): Promise<ReadTarget> {
  return withAccounts(attached, target.componentId, signal, async (door) => {
    const accounts: TargetAccount[] = []
    for await (const page of door.listAccounts(signal)) accounts.push(...page)
    return { target, accounts, roles: await door.listRoles(signal) }
  })
}

/** Every target of a subsystem. */
export async function readTargets(runtime: SpineRuntime, subsystem: string, signal?: AbortSignal): Promise<ReadTarget[]> {
  const targets = await look(runtime, system, (ctx) => targetsOf(ctx, subsystem))
  const read: ReadTarget[] = []
  for (const target of targets) read.push(await readTarget(runtime.attached, target, signal))
  return read
}

/** The projection that forms are checked against until the next reading. */
export async function keepReading(ctx: SpineCtx, { target: { componentId }, accounts, roles }: ReadTarget): Promise<void> {
  const db = accessTables(ctx)
  await db.deleteFrom('accessAdjustment.liveAccount').where('componentId', '=', componentId).execute()
  await db.deleteFrom('accessAdjustment.liveRole').where('componentId', '=', componentId).execute()
  for (let at = 0; at < accounts.length; at += 1_000) {
    await db.insertInto('accessAdjustment.liveAccount').values(accounts.slice(at, at + 1_000).map((facts) => ({ componentId, account: facts.account, facts: JSON.stringify(facts), seenAt: ctx.now }))).execute()
  }
  if (roles.length > 0) await db.insertInto('accessAdjustment.liveRole').values(roles.map((role) => ({ componentId, ...role, seenAt: ctx.now }))).execute()
}
