import type { Selectable } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { PersonTable } from '#spine/database/tables.ts'
import type { UnitKind } from '../units/unit-kind.ts'
import { personErrors } from './person.ts'

export type PersonRow = Selectable<PersonTable>
export type PersonEventKind = 'registered' | 'changed' | 'left' | 'returned' | 'merged' | 'absorbed'

/** A person as services may show it. */
export type KnownPerson = { readonly personId: string; readonly name: string; readonly jobTitle: string; readonly unitId: string; readonly unitTitle: string; readonly unitKind: UnitKind; readonly userId: string | null }

/**
 * People by the ids that records keep: who was merged is told as whom he was merged into. Read by verbs that have
 * checked their own permission.
 */
export async function readPeople(ctx: SpineCtx, personIds: readonly string[]): Promise<Map<string, KnownPerson>> {
  if (personIds.length === 0) return new Map()
  const rows = await spineTables(ctx)
    .selectFrom('spine.person as o')
    .innerJoin('spine.person as p', (join) => join.on((on) => on('p.personId', '=', on.fn.coalesce('o.mergedIntoId', 'o.personId'))))
    .innerJoin('spine.unit as u', 'u.unitId', 'p.unitId')
    .select(['o.personId as askedId', 'p.personId', 'p.name', 'p.jobTitle', 'p.userId', 'u.unitId', 'u.title as unitTitle', 'u.kind as unitKind'])
    .where('o.personId', 'in', [...new Set(personIds)])
    .execute()
  return new Map(rows.map(({ askedId, unitKind, ...row }) => [askedId, { ...row, unitKind: unitKind as UnitKind }]))
}

/** The person behind an account, if somebody said so. */
export async function personOfUser(ctx: SpineCtx, userId: string | null): Promise<PersonRow | undefined> {
  if (userId === null) return undefined
  return spineTables(ctx).selectFrom('spine.person').selectAll().where('userId', '=', userId).executeTakeFirst()
}

export async function lockPerson(ctx: SpineCtx, personId: string, version?: number): Promise<PersonRow> {
  const row = await spineTables(ctx).selectFrom('spine.person').selectAll().where('personId', '=', personId).forUpdate().executeTakeFirst()
  if (!row) throw personErrors['not-found']()
  if (version !== undefined && row.version !== version) throw personErrors.changed()
  return row
}

export async function requireActivePerson(ctx: SpineCtx, personId: string): Promise<void> {
  const row = await spineTables(ctx).selectFrom('spine.person').select('state').where('personId', '=', personId).executeTakeFirst()
  if (!row) throw personErrors['not-found']()
  if (row.state !== 'active') throw personErrors['not-active']()
}

export async function addPersonEvent(ctx: SpineCtx, personId: string, kind: PersonEventKind, note = '', details: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.personEvent')
    .values({ personId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note, details: JSON.stringify(details) })
    .execute()
}
