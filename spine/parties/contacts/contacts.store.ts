import type { Selectable } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ContactTable } from '#spine/database/tables.ts'
import type { UnitKind } from '../units/unit-kind.ts'
import { contactContext, contactErrors, maskContact } from './contact.ts'
import type { ContactKind } from './contact-kind.ts'
import type { NormalContact } from './normalise-contact.ts'

export type ContactRow = Selectable<ContactTable>
export type ContactEventKind = 'registered' | 'attached' | 'detached' | 'moved' | 'revealed' | 'removed'

/** A number or mailbox as services may show it, with whom it belongs to now. */
export type KnownContact = {
  readonly contactId: string
  readonly kind: ContactKind
  /** `138****0001`; 已移除 after its removal. */
  readonly masked: string
  readonly label: string
  readonly person: { readonly personId: string; readonly name: string; readonly jobTitle: string; readonly userId: string | null } | null
  /** The person's unit, or the unit whose shared number it is; null for an unknown number. */
  readonly unit: { readonly unitId: string; readonly title: string; readonly kind: UnitKind } | null
  readonly lastSeenAt: Date
  readonly isRemoved: boolean
  readonly version: number
}

/** Every spelling under which a number may have been kept. */
export function fingerprintsOf(ctx: Pick<SpineCtx, 'secretBox'>, contact: NormalContact): readonly [string, ...string[]] {
  return ctx.secretBox.fingerprints(contact.text, `contact/${contact.kind}`)
}

export function openContact(ctx: Pick<SpineCtx, 'secretBox'>, row: { contactId: string; kind: string; sealed: string }): NormalContact {
  return { kind: row.kind as ContactKind, text: ctx.secretBox.open(row.sealed, contactContext(row.contactId)).toString('utf8') }
}

export function maskedText(ctx: Pick<SpineCtx, 'secretBox'>, { sealed, ...row }: { contactId: string; kind: string; sealed: string | null }): string {
  return sealed === null ? '已移除' : maskContact(openContact(ctx, { ...row, sealed }))
}

export function contactsWithOwner(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.contact as c')
    .leftJoin('spine.person as p', 'p.personId', 'c.personId')
    .leftJoin('spine.unit as u', (join) => join.on((on) => on('u.unitId', '=', on.fn.coalesce('p.unitId', 'c.unitId'))))
    .select(['c.contactId', 'c.kind', 'c.sealed', 'c.label', 'c.personId', 'p.name', 'p.jobTitle', 'p.userId', 'u.unitId', 'u.title as unitTitle', 'u.kind as unitKind', 'c.firstSeenAt', 'c.lastSeenAt', 'c.removedAt', 'c.removalReason', 'c.version'])
}

type OwnedRow = Awaited<ReturnType<ReturnType<typeof contactsWithOwner>['execute']>>[number]

export function knownContact(ctx: SpineCtx, row: OwnedRow): KnownContact {
  return {
    contactId: row.contactId,
    kind: row.kind as ContactKind,
    masked: maskedText(ctx, row),
    label: row.label,
    person: row.personId === null ? null : { personId: row.personId, name: row.name as string, jobTitle: row.jobTitle as string, userId: row.userId },
    unit: row.unitId === null ? null : { unitId: row.unitId, title: row.unitTitle as string, kind: row.unitKind as UnitKind },
    lastSeenAt: row.lastSeenAt,
    isRemoved: row.removedAt !== null,
    version: row.version,
  }
}

/** Locks the contact; refuses one that is removed, or that is no longer the version that was seen. */
export async function lockContact(ctx: SpineCtx, contactId: string, version?: number): Promise<ContactRow & { sealed: string }> {
  const row = await spineTables(ctx).selectFrom('spine.contact').selectAll().where('contactId', '=', contactId).forUpdate().executeTakeFirst()
  if (!row) throw contactErrors['not-found']()
  if (row.sealed === null) throw contactErrors.removed()
  if (version !== undefined && row.version !== version) throw contactErrors.changed()
  return { ...row, sealed: row.sealed }
}

export async function addContactEvents(ctx: SpineCtx, kind: ContactEventKind, contacts: ReadonlyArray<{ contactId: string; personId: string | null; unitId: string | null }>, note: string): Promise<void> {
  if (contacts.length === 0) return
  await spineTables(ctx)
    .insertInto('spine.contactEvent')
    .values(contacts.map(({ contactId, personId, unitId }) => ({ contactId, at: ctx.now, kind, personId, unitId, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note })))
    .execute()
}
