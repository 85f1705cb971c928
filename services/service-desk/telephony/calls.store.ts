import { readContacts, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import type { CallOrigin, CallState } from './api.ts'
import { deriveCall, type SeenEvent } from './call-state.ts'
import type { TelephoneEventKind } from './telephone-event.ts'

/** Brings the projection in step with the events of a call that is locked. */
export async function projectCall(ctx: SpineCtx, telephoneCallId: string): Promise<void> {
  const db = serviceDeskTables(ctx)
  const rows = await db.selectFrom('serviceDesk.telephoneEvent').select(['kind', 'at', 'agent']).where('telephoneCallId', '=', telephoneCallId).orderBy('telephoneEventId').execute()
  const [first, ...rest] = rows.map((row): SeenEvent => ({ ...row, kind: row.kind as TelephoneEventKind }))
  if (!first) return
  await db.updateTable('serviceDesk.telephoneCall').set(deriveCall([first, ...rest])).where('telephoneCallId', '=', telephoneCallId).execute()
}

export function calls(ctx: SpineCtx) {
  return serviceDeskTables(ctx)
    .selectFrom('serviceDesk.telephoneCall as c')
    .leftJoin('serviceDesk.callRecording as r', (join) => join.onRef('r.telephoneCallId', '=', 'c.telephoneCallId').on('r.removedAt', 'is', null))
    .select(['c.telephoneCallId', 'c.origin', 'c.line', 'c.contactId', 'c.agent', 'c.state', 'c.beganAt', 'c.answeredAt', 'c.overAt', 'c.note', 'c.loggedByName', 'r.telephoneCallId as recordingId'])
}

type CallRow = Awaited<ReturnType<ReturnType<typeof calls>['execute']>>[number]

/** Calls as they are shown: numbers masked, with whom they belong to now. */
export async function viewCalls(ctx: SpineCtx, rows: readonly CallRow[]) {
  const contacts = await readContacts(ctx, rows.flatMap(({ contactId }) => (contactId === null ? [] : [contactId])))
  return rows.map(({ contactId, recordingId, ...row }) => ({
    ...row,
    origin: row.origin as CallOrigin,
    state: row.state as CallState,
    contact: (contactId === null ? undefined : contacts.get(contactId)) ?? null,
    waitSeconds: secondsBetween(row.beganAt, row.answeredAt ?? (row.state === 'abandoned' ? row.overAt : null)),
    talkSeconds: secondsBetween(row.answeredAt, row.overAt),
    hasRecording: recordingId !== null,
  }))
}

function secondsBetween(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000))
}

/** Whether the line is one of ours and open. */
export async function isOpenLine(ctx: SpineCtx, line: string): Promise<boolean> {
  return (await serviceDeskTables(ctx).selectFrom('serviceDesk.telephoneLine').select('line').where('line', '=', line).where('isOpen', '=', true).executeTakeFirst()) !== undefined
}
