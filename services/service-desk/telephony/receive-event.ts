import { newId } from '#shared/ids.ts'
import { announce } from '#platform/database/announcements.ts'
import { signatureFault, type SignedBody } from '#platform/crypto/signed-body.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { registerContact, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { isOpenLine, projectCall } from './calls.store.ts'
import { CALLS_TOPIC, recordingContext, secretContext, telephoneEventErrors } from './telephone-call.ts'
import type { TelephoneEvent } from './telephone-event.ts'

export type ReceivedEvent = { readonly telephoneCallId: string; readonly isRepeat: boolean }

/**
 * Takes what an exchange says of a call. Who may say so is known by the signature alone. An event is kept once under its
 * id: said again with a new signature it is a repetition, the very same request again is a replay.
 */
export async function receiveEvent(ctx: SpineCtx, source: string, event: TelephoneEvent, signed: SignedBody | undefined): Promise<ReceivedEvent> {
  const { signature } = await requireSigned(ctx, source, signed)
  const db = serviceDeskTables(ctx)
  const known = await knownEvent(ctx, source, event, signature)
  if (known) return known
  if (event.at.getTime() > ctx.now.getTime() + 300_000) throw telephoneEventErrors['from-the-future']({ problems: [{ place: 'body.at', message: '发生时间晚于服务器时间五分钟以上' }] })
  if (!(await isOpenLine(ctx, event.line))) throw telephoneEventErrors['unknown-line']({ detail: event.line, problems: [{ place: 'body.line', message: `没有开通线路 ${event.line}` }] })
  const contactId = event.caller === null ? null : await contactOf(ctx, event.caller)
  const telephoneCallId = await lockCall(ctx, source, event)
  const written = await db
    .insertInto('serviceDesk.telephoneEvent')
    .values({ telephoneCallId, source, eventId: event.eventId, kind: event.kind, at: event.at, agent: event.agent, signature, receivedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['source', 'eventId']).doNothing())
    .returning('telephoneEventId')
    .executeTakeFirst()
  // Sent twice at the same moment: the other one was first.
  if (!written) return (await knownEvent(ctx, source, event, signature)) ?? { telephoneCallId, isRepeat: true }
  if (contactId !== null) await db.updateTable('serviceDesk.telephoneCall').set({ contactId }).where('telephoneCallId', '=', telephoneCallId).where('contactId', 'is', null).execute()
  if (event.recording) await keepRecording(ctx, telephoneCallId, event.recording)
  await projectCall(ctx, telephoneCallId)
  await db.updateTable('serviceDesk.telephoneSource').set({ lastEventAt: ctx.now }).where('source', '=', source).execute()
  await announce(ctx.tx, CALLS_TOPIC)
  return { telephoneCallId, isRepeat: false }
}

/** The access check of the webhook. */
async function requireSigned(ctx: SpineCtx, source: string, signed: SignedBody | undefined): Promise<SignedBody> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.telephoneSource').selectAll().where('source', '=', source).where('isEnabled', '=', true).executeTakeFirst()
  if (!row) throw telephoneEventErrors['unknown-source']({ detail: source })
  const fault = signatureFault(signed, ctx.secretBox.open(row.secretSealed, secretContext(source)).toString('utf8'), ctx.now, row.toleranceSeconds)
  if (fault || !signed) throw telephoneEventErrors[fault ?? 'unsigned']()
  return signed
}

async function knownEvent(ctx: SpineCtx, source: string, event: TelephoneEvent, signature: string): Promise<ReceivedEvent | undefined> {
  const row = await serviceDeskTables(ctx)
    .selectFrom('serviceDesk.telephoneEvent as e')
    .innerJoin('serviceDesk.telephoneCall as c', 'c.telephoneCallId', 'e.telephoneCallId')
    .select(['e.telephoneCallId', 'e.kind', 'e.at', 'e.agent', 'e.signature', 'c.sourceCallId'])
    .where('e.source', '=', source)
    .where('e.eventId', '=', event.eventId)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.signature === signature) throw telephoneEventErrors.replayed()
  if (row.kind !== event.kind || row.at.getTime() !== event.at.getTime() || row.agent !== event.agent || row.sourceCallId !== event.callId) throw telephoneEventErrors.different()
  return { telephoneCallId: row.telephoneCallId, isRepeat: true }
}

/** The call of this event, made when it is the first of it. Events of one call wait for each other here. */
async function lockCall(ctx: SpineCtx, source: string, { callId, line, at }: TelephoneEvent): Promise<string> {
  const db = serviceDeskTables(ctx)
  await db
    .insertInto('serviceDesk.telephoneCall')
    .values({ telephoneCallId: newId(ctx.now), origin: 'pbx', source, sourceCallId: callId, line, state: 'ringing', beganAt: at, loggedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['source', 'sourceCallId']).doNothing())
    .execute()
  const row = await db.selectFrom('serviceDesk.telephoneCall').select('telephoneCallId').where('source', '=', source).where('sourceCallId', '=', callId).forUpdate().executeTakeFirstOrThrow()
  return row.telephoneCallId
}

/** A number that nobody can read is no reason to lose the call. */
async function contactOf(ctx: SpineCtx, caller: string): Promise<string | null> {
  try {
    return (await registerContact(ctx, caller)).contactId
  } catch (error) {
    if (error instanceof AppError && error.code === 'contact.unreadable') return null
    throw error
  }
}

async function keepRecording(ctx: SpineCtx, telephoneCallId: string, { reference, seconds }: NonNullable<TelephoneEvent['recording']>): Promise<void> {
  await serviceDeskTables(ctx)
    .insertInto('serviceDesk.callRecording')
    .values({ telephoneCallId, referenceSealed: ctx.secretBox.seal(reference, recordingContext(telephoneCallId)), seconds, receivedAt: ctx.now })
    .onConflict((conflict) => conflict.column('telephoneCallId').doNothing())
    .execute()
}
