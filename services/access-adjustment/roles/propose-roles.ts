import { requirePermission } from '#platform/context/require-permission.ts'
import { formatInstant } from '#shared/instant.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { TargetAccount, TargetRole } from '#shared/maintenance/target-account.ts'
import { openRequest, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { exclusionsToday } from '../rules/rules.store.ts'
import { targetErrors, targetsOf } from '../targets/targets.store.ts'
import { analyseRoles } from './analyse-roles.ts'

/** Nobody used a role within a quarter: it is idle. */
const USED_WITHIN_DAYS = 90

/** The analysis of each target of a subsystem, from the newest reading. */
export async function readAnalysis(ctx: SpineCtx, subsystem: string) {
  requirePermission(ctx, 'access-review:read')
  const db = accessTables(ctx)
  const rules = await exclusionsToday(ctx, subsystem)
  const usedSince = formatInstant(new Date(ctx.now.getTime() - USED_WITHIN_DAYS * 86_400_000))
  const items = []
  for (const target of await targetsOf(ctx, subsystem)) {
    const roles = await db.selectFrom('accessAdjustment.liveRole').selectAll().where('componentId', '=', target.componentId).orderBy('role').execute()
    const accounts = await db.selectFrom('accessAdjustment.liveAccount').select(['facts', 'seenAt']).where('componentId', '=', target.componentId).execute()
    const offered: TargetRole[] = roles.map(({ role, title, isPrivileged, exclusionGroup }) => ({ role, title, isPrivileged, exclusionGroup }))
    items.push({ componentId: target.componentId, title: target.title, seenAt: roles[0]?.seenAt ?? null, accounts: accounts.length, ...analyseRoles(accounts.map(({ facts }) => facts as TargetAccount), offered, rules, usedSince) })
  }
  return { subsystem, usedWithinDays: USED_WITHIN_DAYS, items }
}

/** The kind of request by which 其它工作 takes in changes. */
const CHANGE_KIND = 'change-request.change'

/** The proposal becomes a draft of a change: a role system is changed with approval, back-out and acceptance, not by a permission form. */
export async function proposeRoles(ctx: SpineCtx, { requestId, subsystem, proposal }: { requestId: string; subsystem: string; proposal: string }): Promise<{ requestId: string; number: string }> {
  requirePermission(ctx, 'access-review:manage')
  const { items } = await readAnalysis(ctx, subsystem)
  if (items.length === 0) throw targetErrors['not-found']()
  const found = items.map(({ title, unused, idle, duplicates, conflicts }) => `${title}：无人持有 ${unused.length}，闲置 ${idle.length}，重复 ${duplicates.length} 对，冲突 ${conflicts.length} 人`)
  const draft = await openRequest(ctx, {
    requestId,
    kind: CHANGE_KIND,
    form: {
      changeKind: 'normal', nature: 'permission', subsystem, title: `优化权限体系：${subsystemTitle(subsystem)}`, componentIds: items.map(({ componentId }) => componentId),
      demand: `${proposal}\n\n角色分析（最近一次读取）：\n${found.join('\n')}`,
    },
  })
  return { requestId: draft.requestId, number: draft.number }
}
