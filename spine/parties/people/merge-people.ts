import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { addContactEvents } from '../contacts/contacts.store.ts'
import { addPersonEvent, lockPerson } from './people.store.ts'
import { personErrors } from './person.ts'

/**
 * Two entries turn out to be one person: numbers and account go over, records that name the merged one tell the other
 * from now on, and both timelines keep what was moved.
 */
export async function mergePeople(ctx: SpineCtx, personId: string, { intoId, reason, version }: { intoId: string; reason: string; version: number }): Promise<void> {
  requirePermission(ctx, 'person:manage')
  // In one order, so that two merges the other way round wait for each other instead of locking up.
  const [first, second] = [personId, intoId].toSorted() as [string, string]
  const rows = new Map([[first, await lockPerson(ctx, first)], [second, await lockPerson(ctx, second)]])
  const [from, into] = [rows.get(personId), rows.get(intoId)]
  if (!from || !into) throw personErrors['not-found']()
  if (from === into) throw personErrors['same-person']()
  if (from.version !== version) throw personErrors.changed()
  if (from.state === 'merged' || into.state !== 'active') throw personErrors['not-active']()
  if (from.userId !== null && into.userId !== null) throw personErrors['two-accounts']()
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.shift').select('shiftId').where('personId', '=', personId).executeTakeFirst()) throw personErrors['has-shifts']()
  const moved = await db.updateTable('spine.contact').set((set) => ({ personId: intoId, version: set('version', '+', 1) })).where('personId', '=', personId).returning(['contactId', 'personId', 'unitId']).execute()
  await addContactEvents(ctx, 'moved', moved, reason)
  await db.updateTable('spine.person').set({ state: 'merged', mergedIntoId: intoId, userId: null, version: from.version + 1 }).where('personId', '=', personId).execute()
  await db.updateTable('spine.person').set({ mergedIntoId: intoId }).where('mergedIntoId', '=', personId).execute()
  await db.updateTable('spine.person').set({ userId: into.userId ?? from.userId, version: into.version + 1 }).where('personId', '=', intoId).execute()
  const contacts = moved.map(({ contactId }) => contactId)
  await addPersonEvent(ctx, personId, 'merged', reason, { into: intoId, contacts, userId: from.userId })
  await addPersonEvent(ctx, intoId, 'absorbed', reason, { from: personId, contacts, userId: from.userId })
}
