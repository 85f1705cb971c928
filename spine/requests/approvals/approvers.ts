import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { holdersOf } from '#spine/notices/duty-user-ids.ts'
import type { ApprovalStep } from '../request-kind.ts'

export type EntitledPerson = { readonly userId: string; /** Whom he stands in for; null when it is his own right. */ readonly onBehalfOf: string | null }

/** Who may decide a step today: those who hold it themselves first, then their deputies. */
export async function peopleFor(ctx: Ctx, approver: ApprovalStep['approver'], kind: string): Promise<EntitledPerson[]> {
  const own = 'role' in approver ? await holdersOf(ctx, ctx.now, { roles: [approver.role] }) : [approver.userId]
  if (own.length === 0) return []
  const today = businessDate(ctx.now)
  const deputies = await spineTables(ctx)
    .selectFrom('spine.delegation as d')
    .innerJoin('platform.userAccount as u', 'u.userId', 'd.toUserId')
    .select(['d.toUserId', 'd.fromUserId', 'd.kinds'])
    .where('d.fromUserId', 'in', own)
    .where('d.fromOn', '<=', today)
    .where('d.toOn', '>=', today)
    .where('d.revokedAt', 'is', null)
    .where('u.state', '=', 'active')
    .execute()
  const held = new Set(own)
  return [
    ...own.map((userId) => ({ userId, onBehalfOf: null })),
    ...deputies.filter(({ kinds, toUserId }) => !held.has(toUserId) && (kinds.length === 0 || kinds.includes(kind))).map(({ toUserId, fromUserId }) => ({ userId: toUserId, onBehalfOf: fromUserId })),
  ]
}

type Step = { readonly requestId: string; readonly formVersion: number; readonly requesterId: string | null; readonly excluded: readonly string[] }
export type Bar = 'own-approval' | 'decided-before'

/** Who approved a step of this version already, with what he decided: two steps need two people. */
export async function decidersOf(ctx: Ctx, { requestId, formVersion }: Pick<Step, 'requestId' | 'formVersion'>): Promise<ReadonlyMap<string, { readonly step: number; readonly title: string }>> {
  const rows = await spineTables(ctx).selectFrom('spine.requestApproval').select(['decidedBy', 'step', 'title']).where('requestId', '=', requestId).where('formVersion', '=', formVersion).where('state', '=', 'approved').execute()
  return new Map(rows.flatMap(({ decidedBy, step, title }) => (decidedBy === null ? [] : [[decidedBy, { step, title }] as const])))
}

/** Why somebody entitled to a step may yet not decide it: the rules that the database keeps, asked first for the words. */
export function barOf(userId: string, step: Pick<Step, 'requesterId' | 'excluded'>, deciders: { has(userId: string): boolean }): Bar | undefined {
  if (userId === step.requesterId || step.excluded.includes(userId)) return 'own-approval'
  return deciders.has(userId) ? 'decided-before' : undefined
}
