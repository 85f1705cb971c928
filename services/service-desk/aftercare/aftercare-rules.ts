import { businessDate } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { aftercareErrors } from './aftercare.ts'
import { followUpTargets, problemsOfTargets, type FollowUpTargets } from './follow-up-target.ts'

export type AftercareRules = { readonly effectiveOn: string; readonly linkDays: number; readonly samplePercent: number; readonly targets: FollowUpTargets }

/** The rules in force on a business date. Read by verbs that have checked their own permission. */
export async function aftercareRulesOn(ctx: Pick<SpineCtx, 'tx'>, date: string): Promise<AftercareRules> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.aftercareRules').select(['effectiveOn', 'linkDays', 'samplePercent', 'targets']).where('effectiveOn', '<=', date).orderBy('effectiveOn', 'desc').limit(1).executeTakeFirstOrThrow()
  return { ...row, targets: followUpTargets.parse(row.targets) }
}

/** All of them, newest first, and which is in force today. */
export async function readAftercareRules(ctx: SpineCtx) {
  requirePermission(ctx, 'ticket:read')
  const rows = await serviceDeskTables(ctx).selectFrom('serviceDesk.aftercareRules').select(['effectiveOn', 'linkDays', 'samplePercent', 'targets', 'reason', 'setAt', 'setByName']).orderBy('effectiveOn', 'desc').execute()
  return { items: rows.map((row) => ({ ...row, targets: followUpTargets.parse(row.targets) })), inForceOn: (await aftercareRulesOn(ctx, businessDate(ctx.now))).effectiveOn }
}

/** From a day on; links that are out and samples that are drawn keep what they were given. */
export async function setAftercareRules(ctx: SpineCtx, { reason, targets, ...rules }: AftercareRules & { readonly reason: string }): Promise<void> {
  requirePermission(ctx, 'ticket-rules:set')
  const problems: InputProblem[] = problemsOfTargets(targets)
  if (rules.effectiveOn < businessDate(ctx.now)) problems.push({ place: 'body.effectiveOn', message: '规则只能自今天或以后生效' })
  if (problems.length > 0) throw aftercareErrors['rules-invalid']({ problems })
  const written = await serviceDeskTables(ctx)
    .insertInto('serviceDesk.aftercareRules')
    .values({ ...rules, targets: JSON.stringify(targets), reason, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) })
    .onConflict((conflict) => conflict.column('effectiveOn').doNothing())
    .returning('effectiveOn')
    .executeTakeFirst()
  if (!written) throw aftercareErrors['rules-exist']({ problems: [{ place: 'body.effectiveOn', message: '这一天已经有生效的规则' }] })
}
