import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { writeAudit } from '#platform/audit/write-audit.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { UnitKind } from '../units/unit-kind.ts'
import { addContactEvents, lockContact } from './contacts.store.ts'
import { keepsMonthsOn } from './set-retention.ts'

/** Numbers of people who work under the contract are needed as long as they do; every other caller's are kept for a set time. */
const STANDING_UNITS: readonly UnitKind[] = ['client', 'operator', 'business-department', 'district', 'counterpart', 'supplier']
const AT_ONCE = 500

/** Takes the number itself away at somebody's request; what referred to it keeps its id and its history. */
export async function removeContact(ctx: SpineCtx, contactId: string, { reason, version }: { reason: string; version: number }): Promise<void> {
  requirePermission(ctx, 'contact:manage')
  await removeRows(ctx, [await lockContact(ctx, contactId, version)], reason)
}

/**
 * Removes numbers that were last used before the set time and belong to nobody who works under the contract. Each
 * leaves a record of when and by which rule, without the data. Returns how many were removed.
 */
export async function removeExpiredContacts(ctx: SpineCtx): Promise<number> {
  requirePermission(ctx, 'contact:manage')
  const today = businessDate(ctx.now)
  const keepsMonths = await keepsMonthsOn(ctx, today)
  const rows = await spineTables(ctx)
    .selectFrom('spine.contact as c')
    .leftJoin('spine.person as p', (join) => join.onRef('p.personId', '=', 'c.personId').on('p.state', '=', 'active'))
    .leftJoin('spine.unit as u', (join) => join.on((on) => on('u.unitId', '=', on.fn.coalesce('p.unitId', 'c.unitId'))).on('u.isRetired', '=', false).on('u.kind', 'in', STANDING_UNITS))
    .select(['c.contactId', 'c.personId', 'c.unitId', 'c.version'])
    .where('c.removedAt', 'is', null)
    .where('c.lastSeenAt', '<', instantOf(monthsBefore(today, keepsMonths)))
    .where('u.unitId', 'is', null)
    .orderBy('c.lastSeenAt')
    .limit(AT_ONCE)
    .forUpdate('c')
    .execute()
  if (rows.length === 0) return 0
  const reason = `最近使用后已满 ${keepsMonths} 个月`
  await removeRows(ctx, rows, reason)
  await writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action: 'contact.removed', outcome: 'done', reason, traceId: ctx.traceId, details: { count: rows.length } })
  return rows.length
}

async function removeRows(ctx: SpineCtx, rows: ReadonlyArray<{ contactId: string; personId: string | null; unitId: string | null }>, reason: string): Promise<void> {
  await spineTables(ctx)
    .updateTable('spine.contact')
    .set((set) => ({ digest: null, sealed: null, removedAt: ctx.now, removalReason: reason, version: set('version', '+', 1) }))
    .where('contactId', 'in', rows.map(({ contactId }) => contactId))
    .execute()
  await addContactEvents(ctx, 'removed', rows, reason)
}

/** The same day so many months ago; a day that the month has not becomes its last. */
function monthsBefore(date: string, months: number): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - months
  const nameOf = (count: number) => `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
  const last = addDays(`${nameOf(month + 1)}-01`, -1)
  const day = `${nameOf(month)}-${date.slice(8)}`
  return day < last ? day : last
}
