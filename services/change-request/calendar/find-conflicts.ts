import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { windowsWithin, type SpineCtx } from '#spine/spine.ts'
import { plannedChanges, PLANNED_STATES } from '../changes/changes.store.ts'
import { changeTables } from '../database/change-tables.ts'
import type { ConflictKind } from '../api.ts'

export type Plan = { readonly requestId?: string | undefined; readonly subsystem: string; readonly componentIds: readonly string[]; readonly peopleIds: readonly string[]; readonly plannedFrom: Date; readonly plannedTo: Date }
export type Conflict = { readonly kind: ConflictKind; readonly title: string; readonly from: Date; readonly to: Date; readonly requestId: string | null; /** Cannot be accepted with a reason. */ readonly isBlocking: boolean }

/** Nights beyond these are not told one by one. */
const MAX_NIGHTS = 31

export async function previewConflicts(ctx: SpineCtx, plan: Plan): Promise<{ items: Conflict[] }> {
  requirePermission(ctx, 'change:read')
  return { items: plan.plannedTo > plan.plannedFrom ? await findConflicts(ctx, plan) : [] }
}

/** Everything that a plan meets, all at once: windows, other changes on the same parts or people, backup hours. */
export async function findConflicts(ctx: SpineCtx, plan: Plan): Promise<Conflict[]> {
  const windows = await windowsWithin(ctx, plan.plannedFrom, plan.plannedTo, plan.subsystem)
  return [
    ...windows.map(({ kind, title, startsAt, endsAt }) => ({ kind, title, from: startsAt, to: endsAt, requestId: null, isBlocking: kind === 'freeze' })),
    ...(await otherChanges(ctx, plan)),
    ...(await backupConflicts(ctx, plan)),
  ]
}

async function otherChanges(ctx: SpineCtx, plan: Plan): Promise<Conflict[]> {
  const changes = await plannedChanges(ctx, plan.plannedFrom, plan.plannedTo)
  const live: readonly string[] = PLANNED_STATES
  const others = changes.filter(({ requestId, state }) => requestId !== plan.requestId && live.includes(state))
  const conflicts: Conflict[] = []
  for (const { requestId, number, title, form } of others) {
    const place = { from: new Date(form.plannedFrom), to: new Date(form.plannedTo), requestId, isBlocking: false }
    if (form.componentIds.some((id) => plan.componentIds.includes(id))) conflicts.push({ kind: 'component', title: `${number} ${title}`, ...place })
    if (form.peopleIds.some((id) => plan.peopleIds.includes(id))) conflicts.push({ kind: 'people', title: `${number} ${title}`, ...place })
  }
  return conflicts
}

/** Hours may cross midnight: the night before the first day counts too. */
async function backupConflicts(ctx: SpineCtx, { subsystem, plannedFrom, plannedTo }: Plan): Promise<Conflict[]> {
  const hours = await changeTables(ctx).selectFrom('changeRequest.backupHours').select(['startsMinute', 'endsMinute']).where('subsystem', '=', subsystem).executeTakeFirst()
  if (!hours) return []
  const conflicts: Conflict[] = []
  const length = (hours.endsMinute - hours.startsMinute + 1440) % 1440
  for (let day = addDays(businessDate(plannedFrom), -1); day <= businessDate(plannedTo) && conflicts.length < MAX_NIGHTS; day = addDays(day, 1)) {
    const [from, to] = [instantOf(day, hours.startsMinute), instantOf(day, hours.startsMinute + length)]
    if (from < plannedTo && to > plannedFrom) conflicts.push({ kind: 'backup', title: '每日备份', from, to, requestId: null, isBlocking: false })
  }
  return conflicts
}
