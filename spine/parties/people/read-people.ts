import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { contactsOfPeople } from '../contacts/read-contacts.ts'
import type { UnitKind } from '../units/unit-kind.ts'
import type { peopleApi } from './api.ts'
import type { PersonEventKind } from './people.store.ts'
import { personErrors } from './person.ts'
import type { PersonState } from './person-state.ts'

type ListInput = EndpointInput<(typeof peopleApi)['endpoints']['listPeople']>['query']

export async function listPeople(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'person:read')
  const page = await pageOf(ctx.tx, foundPeople(ctx, filter), filter, {
    sortable: { name: sql.ref('p.name'), unitTitle: sql.ref('u.title'), jobTitle: sql.ref('p.job_title'), state: sql.ref('p.state'), registeredAt: sql.ref('p.registered_at') },
    order: sql`p.state, u.title, p.name, p.person_id`,
  })
  const contacts = await contactsOfPeople(ctx, page.items.map(({ personId }) => personId))
  return { ...page, items: page.items.map((row) => ({ ...typed(row), contacts: contacts.get(row.personId) ?? [] })) }
}

/** Everybody whom the filter finds; merged entries only when they are asked for. */
export function foundPeople(ctx: SpineCtx, filter: Pick<ListInput, 'search' | 'unitId' | 'unitKind' | 'state' | 'contactId'>) {
  let query = people(ctx).where('p.state', filter.state === undefined ? '<>' : '=', filter.state ?? 'merged')
  if (filter.unitId) query = query.where('p.unitId', '=', filter.unitId)
  if (filter.unitKind) query = query.where('u.kind', '=', filter.unitKind)
  if (filter.contactId) query = query.where('p.personId', '=', (of) => of.selectFrom('spine.contact').select('personId').where('contactId', '=', filter.contactId as string))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('p.name', 'ilike', pattern), where('p.jobTitle', 'ilike', pattern), where('u.title', 'ilike', pattern), where('a.username', 'ilike', pattern)]))
  }
  return query
}

export async function readPerson(ctx: SpineCtx, personId: string) {
  requirePermission(ctx, 'person:read')
  const db = spineTables(ctx)
  const row = await people(ctx).leftJoin('spine.person as m', 'm.personId', 'p.mergedIntoId').select(['p.note', 'p.mergedIntoId', 'm.name as mergedIntoName']).where('p.personId', '=', personId).executeTakeFirst()
  if (!row) throw personErrors['not-found']()
  const contacts = await contactsOfPeople(ctx, [personId])
  const absorbed = await db.selectFrom('spine.person').select(['personId', 'name']).where('mergedIntoId', '=', personId).orderBy('name').execute()
  const events = await db.selectFrom('spine.personEvent').select(['at', 'kind', 'actorName', 'note']).where('personId', '=', personId).orderBy('personEventId').execute()
  return { ...typed(row), contacts: contacts.get(personId) ?? [], absorbed, events: events.map((event) => ({ ...event, kind: event.kind as PersonEventKind })) }
}

/** Accounts that stand for nobody yet. */
export async function listAccounts(ctx: SpineCtx) {
  requirePermission(ctx, 'person:manage')
  const items = await spineTables(ctx)
    .selectFrom('platform.userAccount as a')
    .select(['a.userId', 'a.username', 'a.displayName'])
    .where('a.kind', '=', 'person')
    .where('a.state', '=', 'active')
    .where((where) => where.not(where.exists(where.selectFrom('spine.person as p').select('p.personId').whereRef('p.userId', '=', 'a.userId'))))
    .orderBy('a.displayName')
    .execute()
  return { items }
}

function people(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.person as p')
    .innerJoin('spine.unit as u', 'u.unitId', 'p.unitId')
    .leftJoin('platform.userAccount as a', 'a.userId', 'p.userId')
    .select(['p.personId', 'p.name', 'p.jobTitle', 'p.state', 'p.unitId', 'u.title as unitTitle', 'u.kind as unitKind', 'p.userId', 'a.username', 'p.registeredAt', 'p.version'])
}

function typed<Row extends { state: string; unitKind: string }>(row: Row) {
  return { ...row, state: row.state as PersonState, unitKind: row.unitKind as UnitKind }
}
