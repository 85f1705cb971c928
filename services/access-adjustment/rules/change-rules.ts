import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { businessDate } from '#shared/instant.ts'
import { sendReminder, withoutPersonOfOwn, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import type { ProposedRules } from './api.ts'
import { problemsOfRules, type RuleFacts } from './check-rules.ts'
import { approverRoles } from './read-rules.ts'
import { ruleErrors } from './rule-version.ts'
import { ruleVersions, rulesOf, versionsInForce, type RuleVersionRow } from './rules.store.ts'

/** A new version for a day to come. It changes nothing until another person has approved it. */
export async function proposeRules(ctx: SpineCtx, { ruleVersionId, basedOn, ...proposed }: ProposedRules): Promise<{ ruleVersionId: string; version: number }> {
  requirePermission(ctx, 'access-rule:manage')
  const db = accessTables(ctx)
  const known = await ruleVersions(ctx).where('v.ruleVersionId', '=', ruleVersionId).executeTakeFirst()
  if (known) return { ruleVersionId, version: known.version }
  const latest = await ruleVersions(ctx).where('v.subsystem', '=', proposed.subsystem).orderBy('v.version', 'desc').forUpdate().execute()
  if (latest.some(({ state }) => state === 'proposed')) throw ruleErrors['already-proposed']()
  const current = (await versionsInForce(ctx, [proposed.subsystem])).get(proposed.subsystem)
  if ((current?.version ?? 0) !== basedOn) throw ruleErrors['out-of-date']()
  const problems = problemsOfRules(proposed, await factsFor(ctx, current))
  if (problems.length > 0) throw ruleErrors.invalid({ problems })
  const version = (latest[0]?.version ?? 0) + 1
  await db
    .insertInto('accessAdjustment.ruleVersion')
    .values({ ...proposed, ordinary: JSON.stringify(proposed.ordinary), privileged: JSON.stringify(proposed.privileged), exclusions: JSON.stringify(proposed.exclusions), ruleVersionId, version, state: 'proposed', proposedAt: ctx.now, proposedBy: actorUserId(ctx.actor), proposedByName: actorName(ctx.actor) })
    .execute()
  await sendReminder(ctx, { permission: 'access-rule:approve', kind: 'decision', dedupeKey: `access-rules:${ruleVersionId}`, title: '待批准：权限审批与分离规则的新版本', content: proposed.reason, link: `/access-adjustment/rules/${ruleVersionId}` })
  return { ruleVersionId, version }
}

/** Another person reads what would change and decides. What has become wrong since the proposal is told again. */
export async function decideRules(ctx: SpineCtx, ruleVersionId: string, decision: 'approved' | 'refused', note: string): Promise<void> {
  requirePermission(ctx, 'access-rule:approve')
  const row = await lockProposal(ctx, ruleVersionId)
  if (row.proposedBy === actorUserId(ctx.actor)) throw ruleErrors['own-approval']()
  if (decision === 'refused' && note.length < 4) throw ruleErrors['note-missing']()
  if (decision === 'approved') {
    const current = (await versionsInForce(ctx, [row.subsystem])).get(row.subsystem)
    const problems = problemsOfRules({ subsystem: row.subsystem as ProposedRules['subsystem'], effectiveOn: row.effectiveOn, ...rulesOf(row) }, await factsFor(ctx, current))
    if (problems.length > 0) throw ruleErrors.invalid({ problems })
  }
  await settle(ctx, ruleVersionId, decision, note)
  if (row.proposedBy !== null) await sendReminder(ctx, { userIds: [row.proposedBy], kind: 'information', dedupeKey: `access-rules:${ruleVersionId}:${decision}`, title: `权限审批与分离规则第 ${row.version} 版${decision === 'approved' ? `已批准，${row.effectiveOn} 起用于新提交的单据` : '没有批准'}`, content: note, link: `/access-adjustment/rules/${ruleVersionId}` })
}

export async function withdrawRules(ctx: SpineCtx, ruleVersionId: string): Promise<void> {
  requirePermission(ctx, 'access-rule:manage')
  await lockProposal(ctx, ruleVersionId)
  await settle(ctx, ruleVersionId, 'withdrawn', '')
}

async function lockProposal(ctx: SpineCtx, ruleVersionId: string): Promise<RuleVersionRow> {
  const row = await ruleVersions(ctx).where('v.ruleVersionId', '=', ruleVersionId).forUpdate().executeTakeFirst()
  if (!row) throw ruleErrors['not-found']()
  if (row.state !== 'proposed') throw ruleErrors['wrong-state']()
  return row
}

async function settle(ctx: SpineCtx, ruleVersionId: string, state: 'approved' | 'refused' | 'withdrawn', note: string): Promise<void> {
  await accessTables(ctx).updateTable('accessAdjustment.ruleVersion').set({ state, note, decidedAt: ctx.now, decidedBy: actorUserId(ctx.actor), decidedByName: actorName(ctx.actor) }).where('ruleVersionId', '=', ruleVersionId).execute()
}

async function factsFor(ctx: SpineCtx, current: RuleVersionRow | undefined): Promise<RuleFacts> {
  const roles = await approverRoles(ctx)
  return { today: businessDate(ctx.now), holders: new Map(roles.map(({ roleCode, userIds }) => [roleCode, userIds])), before: current && rulesOf(current), withoutPerson: withoutPersonOfOwn }
}
