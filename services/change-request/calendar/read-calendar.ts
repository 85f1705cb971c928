import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { windowsWithin, type SpineCtx } from '#spine/spine.ts'
import { plannedChanges } from '../changes/changes.store.ts'
import { findConflicts } from './find-conflicts.ts'

/** Planned changes and windows of a stretch of days, each change with the number of its conflicts. */
export async function readCalendar(ctx: SpineCtx, { from, to, subsystem }: { readonly from: string; readonly to: string; readonly subsystem?: string | undefined }) {
  requirePermission(ctx, 'change:read')
  const [starts, ends] = [instantOf(from), instantOf(addDays(to, 1))]
  const changes = (await plannedChanges(ctx, starts, ends)).filter((change) => subsystem === undefined || change.subsystem === subsystem)
  const items = []
  for (const { requestId, number, title, form, state, subsystem: own } of changes) {
    const plan = { requestId, subsystem: own, componentIds: form.componentIds, peopleIds: form.peopleIds, plannedFrom: new Date(form.plannedFrom), plannedTo: new Date(form.plannedTo) }
    const conflicts = state === 'closed' ? [] : await findConflicts(ctx, plan)
    items.push({ key: requestId, kind: 'change' as const, title, number, subsystem: own, from: plan.plannedFrom, to: plan.plannedTo, changeKind: form.changeKind, state, requestId, conflicts: conflicts.length })
  }
  const windows = (await windowsWithin(ctx, starts, ends, subsystem)).map((window) => ({ key: window.windowId, kind: window.kind, title: window.title, number: '', subsystem: window.subsystem, from: window.startsAt, to: window.endsAt, changeKind: null, state: '', requestId: null, conflicts: 0 }))
  return { items: [...items, ...windows].toSorted((one, other) => one.from.getTime() - other.from.getTime()) }
}
