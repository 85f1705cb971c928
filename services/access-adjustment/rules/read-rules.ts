import { sql } from 'kysely'
import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { peopleFor, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { accessForms } from '../forms/api.ts'
import type { ApproverRole, RuleVersionDetail, RuleVersionState } from './api.ts'
import { ruleDifferences } from './check-rules.ts'
import { ruleErrors } from './rule-version.ts'
import { ruleVersions, rulesOf, versionsInForce, type RuleVersionRow } from './rules.store.ts'

/** Rules of today with what is needed to change them. */
export async function readRulesInForce(ctx: SpineCtx) {
  requirePermission(ctx, 'access-adjustment:read')
  const offered = await accessTables(ctx).selectFrom('accessAdjustment.liveRole').select('role').distinct().orderBy('role').execute()
  const rows = [...(await versionsInForce(ctx)).values()]
  return { items: rows.map((row) => ({ ...summaryOf(row, true), rules: rulesOf(row) })), roles: (await approverRoles(ctx)).map(({ roleCode, title, people }) => ({ roleCode, title, people })), offered: offered.map(({ role }) => role) }
}

export async function listRuleVersions(ctx: SpineCtx, query: ListQuery & { state?: RuleVersionState | undefined; subsystem?: string | undefined }) {
  requirePermission(ctx, 'access-adjustment:read')
  let rows = ruleVersions(ctx)
  if (query.state) rows = rows.where('v.state', '=', query.state)
  if (query.subsystem) rows = rows.where('v.subsystem', '=', query.subsystem === 'general' ? '' : query.subsystem)
  if (query.search) {
    const wanted = containing(query.search)
    rows = rows.where((row) => row.or([row('v.reason', 'ilike', wanted), row('v.proposedByName', 'ilike', wanted), row('v.decidedByName', 'ilike', wanted)]))
  }
  const page = await pageOf(accessTables(ctx), rows, query, { sortable: { effectiveOn: sql.ref('v.effective_on'), proposedAt: sql.ref('v.proposed_at'), version: sql.ref('v.version') }, order: sql`v.proposed_at desc, v.subsystem, v.version desc` })
  const inForce = new Set([...(await versionsInForce(ctx)).values()].map(({ ruleVersionId }) => ruleVersionId))
  return { ...page, items: page.items.map((row) => summaryOf(row, inForce.has(row.ruleVersionId))) }
}

/** One version with what it changes, for whoever has to approve it. */
export async function readRuleVersion(ctx: SpineCtx, ruleVersionId: string) {
  requirePermission(ctx, 'access-adjustment:read')
  const row = await ruleVersions(ctx).where('v.ruleVersionId', '=', ruleVersionId).executeTakeFirst()
  if (!row) throw ruleErrors['not-found']()
  const before = await ruleVersions(ctx).where('v.subsystem', '=', row.subsystem).where('v.state', '=', 'approved').where('v.version', '<', row.version).orderBy('v.effectiveOn', 'desc').orderBy('v.version', 'desc').executeTakeFirst()
  const titles = new Map((await accessTables(ctx).selectFrom('platform.role').select(['roleCode', 'title']).execute()).map((role) => [role.roleCode, role.title]))
  const actions: RuleVersionDetail['actions'] = []
  if (row.state === 'proposed' && isPermitted(ctx.actor, 'access-rule:approve') && row.proposedBy !== actorUserId(ctx.actor)) actions.push('decide')
  if (row.state === 'proposed' && isPermitted(ctx.actor, 'access-rule:manage')) actions.push('withdraw')
  const inForce = (await versionsInForce(ctx, [row.subsystem])).get(row.subsystem)?.ruleVersionId === ruleVersionId
  return { ...summaryOf(row, inForce), rules: rulesOf(row), differences: row.version === 1 ? [] : ruleDifferences(before && rulesOf(before), rulesOf(row), (code) => titles.get(code) ?? code), actions }
}

function summaryOf({ ruleVersionId, subsystem, version, effectiveOn, reason, proposedAt, proposedByName, decidedAt, decidedByName, note, state }: RuleVersionRow, isInForce: boolean) {
  return { ruleVersionId, subsystem, version, effectiveOn, reason, proposedAt, proposedByName, decidedAt, decidedByName, note, state: state as RuleVersionState, isInForce }
}

/** Roles whose holders may approve requests, with who holds them today and who stands in for whom. */
export async function approverRoles(ctx: SpineCtx): Promise<Array<ApproverRole & { readonly userIds: readonly string[] }>> {
  const db = accessTables(ctx)
  const roles = await db.selectFrom('platform.role as r').innerJoin('platform.rolePermission as p', 'p.roleCode', 'r.roleCode').select(['r.roleCode', 'r.title']).where('p.permission', '=', 'request:approve').orderBy('r.title').execute()
  const people = new Map((await db.selectFrom('platform.userAccount').select(['userId', 'displayName']).where('kind', '=', 'person').execute()).map((row) => [row.userId, row.displayName]))
  const name = (userId: string) => people.get(userId) ?? '—'
  const found: Array<ApproverRole & { userIds: string[] }> = []
  for (const { roleCode, title } of roles) {
    const entitled = await peopleFor(ctx, { role: roleCode }, Object.keys(accessForms)[0] ?? '')
    found.push({ roleCode, title, people: entitled.map(({ userId, onBehalfOf }) => (onBehalfOf === null ? name(userId) : `${name(userId)}（代 ${name(onBehalfOf)}）`)), userIds: entitled.filter(({ onBehalfOf }) => onBehalfOf === null).map(({ userId }) => userId) })
  }
  return found
}
