import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import type { AccessPrivilege, AccessRules, Exclusion, RouteStep, RuleVersionState } from './api.ts'

export function ruleVersions(ctx: SpineCtx) {
  return accessTables(ctx)
    .selectFrom('accessAdjustment.ruleVersion as v')
    .select(['v.ruleVersionId', 'v.subsystem', 'v.version', 'v.effectiveOn', 'v.state', 'v.ordinary', 'v.privileged', 'v.exclusions', 'v.reason', 'v.proposedAt', 'v.proposedBy', 'v.proposedByName', 'v.decidedAt', 'v.decidedBy', 'v.decidedByName', 'v.note'])
}
export type RuleVersionRow = Awaited<ReturnType<ReturnType<typeof ruleVersions>['executeTakeFirstOrThrow']>>

export function rulesOf({ ordinary, privileged, exclusions }: Pick<RuleVersionRow, 'ordinary' | 'privileged' | 'exclusions'>): AccessRules {
  return { ordinary: ordinary as RouteStep[], privileged: privileged as RouteStep[], exclusions: exclusions as Exclusion[] }
}

/** Of each of the scopes the version in force today: the approved one of the latest day that has come. */
export async function versionsInForce(ctx: SpineCtx, scopes?: readonly string[]): Promise<ReadonlyMap<string, RuleVersionRow>> {
  let query = ruleVersions(ctx).distinctOn('v.subsystem').where('v.state', '=', 'approved' satisfies RuleVersionState).where('v.effectiveOn', '<=', businessDate(ctx.now))
  if (scopes !== undefined) query = query.where('v.subsystem', 'in', [...scopes])
  const rows = await query.orderBy('v.subsystem').orderBy('v.effectiveOn', 'desc').orderBy('v.version', 'desc').execute()
  return new Map(rows.map((row) => [row.subsystem, row]))
}

/** The way to approval of a subsystem's forms submitted today: its own, or the general one. */
export async function routeToday(ctx: SpineCtx, subsystem: string, privilege: AccessPrivilege): Promise<readonly RouteStep[]> {
  const versions = await versionsInForce(ctx, ['', subsystem])
  const [own, general] = [subsystem, ''].map((scope) => versions.get(scope)?.[privilege] as RouteStep[] | undefined)
  return own !== undefined && own.length > 0 ? own : (general ?? [])
}

/** What one person may not hold together in a subsystem, today: the general rules and its own. */
export async function exclusionsToday(ctx: SpineCtx, subsystem: string): Promise<readonly Exclusion[]> {
  const versions = await versionsInForce(ctx, ['', subsystem])
  return ['', subsystem].flatMap((scope) => (versions.get(scope)?.exclusions ?? []) as Exclusion[])
}
