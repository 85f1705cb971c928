import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { contactsWithOwner, addContactEvents, fingerprintsOf } from '../contacts/contacts.store.ts'
import { normaliseContact, type NormalContact } from '../contacts/normalise-contact.ts'
import { insertContact } from '../contacts/register-contact.ts'
import { requireUnit } from '../units/units.store.ts'
import { addPersonEvent } from './people.store.ts'
import { personErrors } from './person.ts'

export type RegisterPerson = {
  /** Chosen by the sender, so that sending twice registers once. */
  readonly personId: string
  readonly unitId: string
  readonly name: string
  readonly jobTitle: string
  readonly userId: string | null
  readonly note: string
  readonly contacts: ReadonlyArray<{ readonly text: string; readonly label: string }>
}

/** Registers a person with numbers. A number that was unknown until now becomes the person's; one of somebody else is refused. */
export async function registerPerson(ctx: SpineCtx, { personId, contacts, ...facts }: RegisterPerson): Promise<string> {
  requirePermission(ctx, 'person:manage')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.person').select('personId').where('personId', '=', personId).executeTakeFirst()) return personId
  await requireUnit(ctx, facts.unitId)
  await requireUser(ctx, facts.userId)
  const problems: InputProblem[] = []
  const given: Array<GivenContact | undefined> = []
  for (const [at, contact] of contacts.entries()) given.push(await readGiven(ctx, contact, `body.contacts.${at}.text`, problems))
  if (problems.length > 0) throw personErrors.invalid({ problems })
  await db.insertInto('spine.person').values({ personId, ...facts, registeredAt: ctx.now, registeredBy: actorUserId(ctx.actor) }).execute().catch(userTaken)
  await addPersonEvent(ctx, personId, 'registered')
  for (const contact of given) if (contact) await giveContact(ctx, personId, contact)
  return personId
}

export type GivenContact = { readonly normal: NormalContact; readonly label: string; readonly knownId: string | undefined }

/** Reads a number that a person is said to have; adds to `problems` what stands in the way. */
export async function readGiven(ctx: SpineCtx, { text, label }: { text: string; label: string }, place: string, problems: InputProblem[], ofPersonId?: string): Promise<GivenContact | undefined> {
  const normal = normaliseContact(text)
  if (!normal) {
    problems.push({ place, message: '不是可以识别的电话号码或邮箱' })
    return undefined
  }
  const known = await contactsWithOwner(ctx).where('c.digest', 'in', fingerprintsOf(ctx, normal)).executeTakeFirst()
  if (known && known.unitId !== null && (known.personId === null || known.personId !== ofPersonId)) {
    problems.push({ place, message: known.personId === null ? `已登记为${known.unitTitle}的公用号码` : `已登记在${known.unitTitle}${known.name}名下；如是同一人请合并` })
    return undefined
  }
  return { normal, label, knownId: known?.contactId }
}

/** The number is the person's from now on. */
export async function giveContact(ctx: SpineCtx, personId: string, { normal, label, knownId }: GivenContact): Promise<void> {
  const contactId = knownId ?? (await insertContact(ctx, normal, { label, personId }))
  // Unknown until now; or somebody else's call registered it at this very moment.
  const attached = await spineTables(ctx)
    .updateTable('spine.contact')
    .set((set) => ({ personId, label, version: set('version', '+', 1) }))
    .where('contactId', '=', contactId)
    .where('personId', 'is', null)
    .where('unitId', 'is', null)
    .returning(['contactId', 'personId', 'unitId'])
    .execute()
  await addContactEvents(ctx, 'attached', attached, '登记人员时归属')
}

export async function requireUser(ctx: SpineCtx, userId: string | null): Promise<void> {
  if (userId === null) return
  const row = await spineTables(ctx).selectFrom('platform.userAccount').select('kind').where('userId', '=', userId).executeTakeFirst()
  if (row?.kind !== 'person') throw personErrors['user-unknown']()
}

export function userTaken(error: unknown): never {
  throw databaseErrorCode(error) === '23505' ? personErrors['user-taken']({ cause: error }) : error
}
