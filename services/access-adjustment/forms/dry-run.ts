import { ConnectorError } from '#connectors/connector.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { accountDifference, type AccountDifference } from '#shared/maintenance/target-account.ts'
import { formatInstant } from '#shared/instant.ts'
import { kindRequest, requireVisible, type SpineCtx } from '#spine/spine.ts'
import { adjustmentErrors } from '../adjustments/adjustment.ts'
import { effectiveFrom } from '../adjustments/open-execution.ts'
import { accessTables } from '../database/access-tables.ts'
import { targetsOf } from '../targets/targets.store.ts'
import { withAccounts } from '../targets/with-accounts.ts'
import { changeOf } from './change-of.ts'
import type { AccessForm } from './api.ts'
import { lockAccessForm } from './lock-access-form.ts'

/** Lines that are tried before approval: a person waits for it. The execution tries every line. */
const TRIED = 200

export type DryLine = { readonly target: string; readonly account: string; readonly problem: string; readonly differences: readonly AccountDifference[]; readonly steps: readonly string[] }

/** What an approver wants to see: each line tried on the target itself, nothing written. Kept with the version that it was tried for. */
export async function dryRunForm(ctx: SpineCtx, requestId: string): Promise<Outside<SpineCtx, { lines: number; problems: number }>> {
  requirePermission(ctx, 'access-adjustment:read')
  const row = await lockAccessForm(ctx, requestId)
  await requireVisible(ctx, row)
  if (row.formVersion === 0) throw adjustmentErrors['not-submitted']()
  const { form, subsystem, formVersion } = (await kindRequest(ctx, row)) as { form: AccessForm; subsystem: string; formVersion: number }
  const targets = await targetsOf(ctx, subsystem)
  const endsAt = form.hours === null ? null : formatInstant(new Date(effectiveFrom(form, ctx.now).getTime() + form.hours * 3_600_000))
  const { openDoor } = ctx
  return outside(async () => {
    const lines: DryLine[] = []
    for (const target of targets) {
      const own = form.lines.filter((line) => line.target === target.target).slice(0, TRIED - lines.length)
      if (own.length === 0) continue
      await withAccounts({ openDoor }, target.componentId, undefined, async (accounts) => {
        for (const line of own) {
          const change = changeOf(form, line, endsAt)
          if (change === null) {
            lines.push({ target: target.target, account: line.account, problem: '', differences: [], steps: ['按调整前快照恢复；账号此后又被改动的不恢复'] })
            continue
          }
          try {
            const plan = await accounts.planChange(change)
            lines.push({ target: target.target, account: line.account, problem: '', differences: accountDifference(plan.before, plan.after), steps: plan.steps.map(({ does }) => does) })
          } catch (error) {
            if (!(error instanceof ConnectorError) || (error.failure !== 'conflict' && error.failure !== 'unsupported')) throw error
            lines.push({ target: target.target, account: line.account, problem: error.message, differences: [], steps: [] })
          }
        }
      })
    }
    return async (after) => {
      const facts = { ranAt: after.now, ranBy: actorUserId(after.actor), ranByName: actorName(after.actor), lines: JSON.stringify(lines) }
      await accessTables(after).insertInto('accessAdjustment.dryRun').values({ requestId, formVersion, ...facts }).onConflict((conflict) => conflict.columns(['requestId', 'formVersion']).doUpdateSet(facts)).execute()
      return { lines: lines.length, problems: lines.filter(({ problem }) => problem !== '').length }
    }
  })
}
