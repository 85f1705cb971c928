import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { contactsApi } from './api.ts'
import { contactErrors } from './contact.ts'
import { contactsWithOwner, knownContact, type KnownContact } from './contacts.store.ts'
import { normaliseContact } from './normalise-contact.ts'
import { findContact } from './register-contact.ts'

/** Numbers by their ids, with whom they belong to now; for lists of calls. Read by verbs that have checked their own permission. */
export async function readContacts(ctx: SpineCtx, contactIds: readonly string[]): Promise<Map<string, KnownContact>> {
  if (contactIds.length === 0) return new Map()
  const rows = await contactsWithOwner(ctx).where('c.contactId', 'in', contactIds).execute()
  return new Map(rows.map((row) => [row.contactId, knownContact(ctx, row)]))
}

/** Numbers of people, masked; removed ones are left out. */
export async function contactsOfPeople(ctx: SpineCtx, personIds: readonly string[]): Promise<Map<string, KnownContact[]>> {
  if (personIds.length === 0) return new Map()
  const rows = await contactsWithOwner(ctx).where('c.personId', 'in', personIds).where('c.removedAt', 'is', null).orderBy('c.kind', 'desc').orderBy('c.contactId').execute()
  return Map.groupBy(rows.map((row) => knownContact(ctx, row)), (contact) => contact.person?.personId as string)
}

type ListInput = EndpointInput<(typeof contactsApi)['endpoints']['listContacts']>['query']

export async function listContacts(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'person:read')
  let query = contactsWithOwner(ctx)
  if (filter.kind) query = query.where('c.kind', '=', filter.kind)
  if (filter.owner === 'unknown') query = query.where('c.personId', 'is', null).where('c.unitId', 'is', null)
  if (filter.owner === 'person') query = query.where('c.personId', 'is not', null)
  if (filter.owner === 'unit') query = query.where('c.unitId', 'is not', null)
  if (filter.unitId) query = query.where('c.unitId', '=', filter.unitId)
  if (filter.contactId) query = query.where('c.contactId', '=', filter.contactId)
  query = query.where('c.removedAt', filter.state === 'removed' ? 'is not' : 'is', null)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('p.name', 'ilike', pattern), where('u.title', 'ilike', pattern), where('c.label', 'ilike', pattern)]))
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { firstSeenAt: sql.ref('c.first_seen_at'), lastSeenAt: sql.ref('c.last_seen_at'), name: sql.ref('p.name') }, order: sql`c.last_seen_at desc, c.contact_id` })
  return { ...page, items: page.items.map((row) => ({ ...knownContact(ctx, row), firstSeenAt: row.firstSeenAt, removedAt: row.removedAt, removalReason: row.removalReason })) }
}

/** The contact whose whole number or mailbox was typed, however it is spelled. Throws `contact.unreadable`. */
export async function searchContact(ctx: SpineCtx, typed: string): Promise<KnownContact | undefined> {
  requirePermission(ctx, 'person:read')
  if (!normaliseContact(typed)) throw contactErrors.unreadable({ problems: [{ place: 'body.text', message: '请填写完整的号码或邮箱' }] })
  return findContact(ctx, typed)
}

export async function readContact(ctx: SpineCtx, contactId: string) {
  requirePermission(ctx, 'person:read')
  const row = await contactsWithOwner(ctx).where('c.contactId', '=', contactId).executeTakeFirst()
  if (!row) throw contactErrors['not-found']()
  const events = await spineTables(ctx)
    .selectFrom('spine.contactEvent as e')
    .leftJoin('spine.person as p', 'p.personId', 'e.personId')
    .leftJoin('spine.unit as u', 'u.unitId', 'e.unitId')
    .select(['e.at', 'e.kind', 'e.actorName', 'e.note', 'p.name as personName', 'u.title as unitTitle'])
    .where('e.contactId', '=', contactId)
    .orderBy('e.contactEventId')
    .execute()
  return { ...knownContact(ctx, row), firstSeenAt: row.firstSeenAt, removedAt: row.removedAt, removalReason: row.removalReason, events }
}
