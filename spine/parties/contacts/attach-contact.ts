import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requireActivePerson } from '../people/people.store.ts'
import { requireUnit } from '../units/units.store.ts'
import { contactErrors } from './contact.ts'
import { addContactEvents, lockContact } from './contacts.store.ts'

export type AttachContact = {
  /** To whom it belongs from now on: a person, or a unit whose shared number it is; neither makes it unknown again. */
  readonly personId: string | null
  readonly unitId: string | null
  readonly label: string
  readonly reason: string
  /** Version that the person saw; absent for programs, which set what they know. */
  readonly version?: number
}

/** Says whose a number is. Records that hold its id, former calls included, tell the new owner; the history keeps the old one. */
export async function attachContact(ctx: SpineCtx, contactId: string, { personId, unitId, label, reason, version }: AttachContact): Promise<void> {
  requirePermission(ctx, 'contact:manage')
  const row = await lockContact(ctx, contactId, version)
  if (personId !== null && unitId !== null) throw contactErrors['no-owner']()
  if (personId !== null) await requireActivePerson(ctx, personId)
  if (unitId !== null) await requireUnit(ctx, unitId)
  if (row.personId === personId && row.unitId === unitId && row.label === label) return
  await spineTables(ctx).updateTable('spine.contact').set({ personId, unitId, label, version: row.version + 1 }).where('contactId', '=', contactId).execute()
  await addContactEvents(ctx, personId === null && unitId === null ? 'detached' : 'attached', [{ contactId, personId, unitId }], reason)
}
