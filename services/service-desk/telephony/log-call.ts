import type { InputProblem } from '#shared/problem.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { announce } from '#platform/database/announcements.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { registerContact, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { isOpenLine, projectCall } from './calls.store.ts'
import { CALLS_TOPIC, telephoneErrors } from './telephone-call.ts'
import type { TelephoneEventKind } from './telephone-event.ts'

export type LogCall = {
  /** Chosen by the sender, so that sending twice logs once. */
  readonly telephoneCallId: string
  readonly line: string
  /** `''` when the number was not shown. */
  readonly caller: string
  readonly beganAt: Date
  readonly isAnswered: boolean
  readonly talkMinutes: number | null
  readonly note: string
}

/** Writes down a call that no exchange reported: the record says that a person wrote it, and when. */
export async function logCall(ctx: SpineCtx, request: LogCall): Promise<string> {
  requirePermission(ctx, 'telephone:answer')
  const db = serviceDeskTables(ctx)
  const { telephoneCallId, line, beganAt, isAnswered, talkMinutes, note } = request
  if (await db.selectFrom('serviceDesk.telephoneCall').select('line').where('telephoneCallId', '=', telephoneCallId).executeTakeFirst()) return telephoneCallId
  const problems: InputProblem[] = []
  if (!(await isOpenLine(ctx, line))) problems.push({ place: 'body.line', message: `没有开通线路 ${line}` })
  if (beganAt > ctx.now) problems.push({ place: 'body.beganAt', message: '来电时间不能晚于现在' })
  if (!isAnswered && talkMinutes !== null) problems.push({ place: 'body.talkMinutes', message: '未接的来电没有通话时长' })
  if (problems.length > 0) throw telephoneErrors.invalid({ problems })
  const contactId = request.caller === '' ? null : (await registerContact(ctx, request.caller)).contactId
  await db
    .insertInto('serviceDesk.telephoneCall')
    .values({ telephoneCallId, origin: 'hand-logged', line, contactId, state: 'ringing', beganAt, note, loggedBy: actorUserId(ctx.actor), loggedByName: actorName(ctx.actor), loggedAt: ctx.now })
    .execute()
  const events: Array<{ kind: TelephoneEventKind; at: Date }> = [{ kind: 'ringing', at: beganAt }, isAnswered ? { kind: 'answered', at: beganAt } : { kind: 'abandoned', at: beganAt }]
  if (isAnswered && talkMinutes !== null) events.push({ kind: 'ended', at: new Date(beganAt.getTime() + talkMinutes * 60_000) })
  await db
    .insertInto('serviceDesk.telephoneEvent')
    .values(events.map((event) => ({ ...event, telephoneCallId, eventId: `${telephoneCallId}:${event.kind}`, receivedAt: ctx.now })))
    .execute()
  await projectCall(ctx, telephoneCallId)
  await announce(ctx.tx, CALLS_TOPIC)
  return telephoneCallId
}
