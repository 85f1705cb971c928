import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { contactContext, contactErrors } from './contact.ts'
import { addContactEvents, contactsWithOwner, fingerprintsOf, knownContact, type KnownContact } from './contacts.store.ts'
import { normaliseContact, type NormalContact } from './normalise-contact.ts'

/** The number or mailbox as it was typed or sent by a telephone exchange, when it is known. Read by verbs that have checked their own permission. */
export async function findContact(ctx: SpineCtx, typed: string): Promise<KnownContact | undefined> {
  const normal = normaliseContact(typed)
  if (!normal) return undefined
  const row = await contactsWithOwner(ctx).where('c.digest', 'in', fingerprintsOf(ctx, normal)).executeTakeFirst()
  return row && knownContact(ctx, row)
}

/**
 * A number or mailbox that was used now: found, or registered as an unknown one that can be attached to a person later.
 * Records that keep its id need no change then. Part of a verb that has checked its own permission. Throws `contact.unreadable`.
 */
export async function registerContact(ctx: SpineCtx, typed: string): Promise<KnownContact> {
  const normal = normaliseContact(typed)
  if (!normal) throw contactErrors.unreadable()
  const db = spineTables(ctx)
  const seen = await db.updateTable('spine.contact').set({ lastSeenAt: ctx.now }).where('digest', 'in', fingerprintsOf(ctx, normal)).returning('contactId').executeTakeFirst()
  const contactId = seen?.contactId ?? (await insertContact(ctx, normal, {}))
  return knownContact(ctx, await contactsWithOwner(ctx).where('c.contactId', '=', contactId).executeTakeFirstOrThrow())
}

/** Keeps a number that is not kept yet. Two who do so at once get the same one. */
export async function insertContact(ctx: SpineCtx, normal: NormalContact, { label = '', personId = null, unitId = null, note = '' }: { label?: string; personId?: string | null; unitId?: string | null; note?: string }): Promise<string> {
  const db = spineTables(ctx)
  const contactId = newId(ctx.now)
  const [digest] = fingerprintsOf(ctx, normal)
  const sealed = ctx.secretBox.seal(normal.text, contactContext(contactId))
  const written = await db
    .insertInto('spine.contact')
    .values({ contactId, kind: normal.kind, digest, sealed, label, personId, unitId, firstSeenAt: ctx.now, lastSeenAt: ctx.now })
    .onConflict((conflict) => conflict.column('digest').where('digest', 'is not', null).doNothing())
    .returning('contactId')
    .executeTakeFirst()
  if (!written) return (await db.selectFrom('spine.contact').select('contactId').where('digest', '=', digest).executeTakeFirstOrThrow()).contactId
  await addContactEvents(ctx, 'registered', [{ contactId, personId, unitId }], note)
  return contactId
}
