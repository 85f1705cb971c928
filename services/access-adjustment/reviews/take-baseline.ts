import { newId } from '#shared/ids.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { currentContract, recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { findTarget } from '../targets/targets.store.ts'
import { keepReading, readTarget } from './read-target.ts'

export type TakeBaseline = { readonly componentId: string; readonly reason: string }

/**
 * Accounts that were there before anybody filled in a form: read from the target, confirmed by a person with a reason, and
 * from then on what reviews start from. Accounts that forms have spoken of since keep what the forms said.
 */
export async function takeBaseline(ctx: SpineCtx, { componentId, reason }: TakeBaseline): Promise<Outside<SpineCtx, { baselineId: string; accounts: number }>> {
  requirePermission(ctx, 'access-review:manage')
  const target = await findTarget(ctx, componentId)
  const { openDoor } = ctx
  return outside(async () => {
    const read = await readTarget({ openDoor }, target)
    const { accounts, roles } = read
    return async (after) => {
      const db = accessTables(after)
      const baselineId = newId(after.now)
      await keepReading(after, read)
      const { evidenceId } = await recordEvidence(after, {
        kind: 'access-adjustment.baseline',
        title: `${target.title}期初账号`,
        about: { contract: (await currentContract(after)).code, service: 'access-adjustment', subsystem: target.subsystem, component: target.title },
        body: { component: componentId, reason, accounts: accounts.length, accountsSm3: sm3(canonicalJson(accounts)), roles: roles.length },
      })
      await db.insertInto('accessAdjustment.baseline').values({ baselineId, componentId, reason, accounts: accounts.length, takenAt: after.now, takenBy: actorUserId(after.actor), takenByName: actorName(after.actor), evidenceId }).execute()
      for (let at = 0; at < accounts.length; at += 1_000) {
        await db
          .insertInto('accessAdjustment.expectedAccount')
          .values(accounts.slice(at, at + 1_000).map((facts) => ({ componentId, account: facts.account, facts: JSON.stringify(facts), baselineId, adjustmentId: null, changedAt: after.now })))
          .onConflict((conflict) => conflict.columns(['componentId', 'account']).doUpdateSet((row) => ({ facts: row.ref('excluded.facts'), baselineId, changedAt: after.now })).where('accessAdjustment.expectedAccount.adjustmentId', 'is', null))
          .execute()
      }
      return { baselineId, accounts: accounts.length }
    }
  })
}
