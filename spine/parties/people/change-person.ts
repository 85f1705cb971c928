import type { InputProblem } from '#shared/problem.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requireUnit } from '../units/units.store.ts'
import { addPersonEvent, lockPerson } from './people.store.ts'
import { personErrors } from './person.ts'
import { giveContact, readGiven, requireUser, userTaken } from './register-person.ts'

export type ChangePerson = { readonly unitId: string; readonly name: string; readonly jobTitle: string; readonly userId: string | null; readonly note: string; readonly version: number }

/** Changes what is known of a person; the timeline keeps what was before. */
export async function changePerson(ctx: SpineCtx, personId: string, { version, ...facts }: ChangePerson): Promise<void> {
  requirePermission(ctx, 'person:manage')
  const row = await lockPerson(ctx, personId, version)
  if (row.state === 'merged') throw personErrors['not-active']()
  if (facts.unitId !== row.unitId) await requireUnit(ctx, facts.unitId)
  await requireUser(ctx, facts.userId)
  const before = Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (row[key as keyof typeof facts] === value ? [] : [[key, row[key as keyof typeof facts]]])))
  if (Object.keys(before).length === 0) return
  await spineTables(ctx).updateTable('spine.person').set({ ...facts, version: version + 1 }).where('personId', '=', personId).execute().catch(userTaken)
  await addPersonEvent(ctx, personId, 'changed', '', { before })
}

/** A person leaves the post, or returns to it. */
export async function setPersonState(ctx: SpineCtx, personId: string, { state, reason, version }: { state: 'active' | 'left'; reason: string; version: number }): Promise<void> {
  requirePermission(ctx, 'person:manage')
  const row = await lockPerson(ctx, personId, version)
  if (row.state === 'merged') throw personErrors['not-active']()
  if (row.state === state) return
  await spineTables(ctx).updateTable('spine.person').set({ state, version: version + 1 }).where('personId', '=', personId).execute()
  await addPersonEvent(ctx, personId, state === 'left' ? 'left' : 'returned', reason)
}

/** One more number of a person. */
export async function addContact(ctx: SpineCtx, personId: string, contact: { text: string; label: string }): Promise<void> {
  requirePermission(ctx, 'person:manage')
  const row = await lockPerson(ctx, personId)
  if (row.state !== 'active') throw personErrors['not-active']()
  const problems: InputProblem[] = []
  const given = await readGiven(ctx, contact, 'body.text', problems, personId)
  if (!given) throw personErrors.invalid({ problems })
  await giveContact(ctx, personId, given)
}
