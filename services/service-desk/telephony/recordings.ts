import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { writeAudit } from '#platform/audit/write-audit.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { recordingContext, recordingErrors } from './telephone-call.ts'

/** Until somebody sets another; the contract names none. */
export const DEFAULT_KEEPS_DAYS = 180
const AT_ONCE = 500

/** Where the recording is, for a reason that is kept beside it and in the audit trail. */
export async function openRecording(ctx: SpineCtx, telephoneCallId: string, reason: string): Promise<string> {
  requirePermission(ctx, 'recording:open')
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.callRecording').select('referenceSealed').where('telephoneCallId', '=', telephoneCallId).forUpdate().executeTakeFirst()
  if (!row) throw recordingErrors['not-found']()
  if (row.referenceSealed === null) throw recordingErrors.removed()
  await db.insertInto('serviceDesk.recordingAccess').values({ telephoneCallId, kind: 'opened', at: ctx.now, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), reason }).execute()
  return ctx.secretBox.open(row.referenceSealed, recordingContext(telephoneCallId)).toString('utf8')
}

/** Days for which a recording is kept, by the rule in force on that day. */
export async function keepsDaysOn(ctx: SpineCtx, date: string): Promise<number> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.recordingRetention').select('keepsDays').where('effectiveOn', '<=', date).orderBy('effectiveOn', 'desc').executeTakeFirst()
  return row?.keepsDays ?? DEFAULT_KEEPS_DAYS
}

/** Sets the retention from a day on. Never for the past: what was removed under a rule stays explained by it. */
export async function setRecordingRetention(ctx: SpineCtx, rule: { effectiveOn: string; keepsDays: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'contact:retain')
  if (rule.effectiveOn < businessDate(ctx.now)) throw recordingErrors['retention-past']({ problems: [{ place: 'body.effectiveOn', message: '须为今天或以后' }] })
  const written = await serviceDeskTables(ctx)
    .insertInto('serviceDesk.recordingRetention')
    .values({ ...rule, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) })
    .onConflict((conflict) => conflict.column('effectiveOn').doNothing())
    .returning('effectiveOn')
    .executeTakeFirst()
  if (!written) throw recordingErrors['retention-exists']()
}

/** Forgets where recordings are that were kept long enough; that there was one, and by which rule it went, stays. Returns how many. */
export async function removeExpiredRecordings(ctx: SpineCtx): Promise<number> {
  requirePermission(ctx, 'contact:retain')
  const db = serviceDeskTables(ctx)
  const today = businessDate(ctx.now)
  const keepsDays = await keepsDaysOn(ctx, today)
  const rows = await db
    .selectFrom('serviceDesk.callRecording')
    .select('telephoneCallId')
    .where('removedAt', 'is', null)
    .where('receivedAt', '<', instantOf(addDays(today, -keepsDays)))
    .orderBy('receivedAt')
    .limit(AT_ONCE)
    .forUpdate()
    .execute()
  if (rows.length === 0) return 0
  const reason = `收到后已满 ${keepsDays} 天`
  await db.updateTable('serviceDesk.callRecording').set({ referenceSealed: null, removedAt: ctx.now, removalReason: reason }).where('telephoneCallId', 'in', rows.map((row) => row.telephoneCallId)).execute()
  await db.insertInto('serviceDesk.recordingAccess').values(rows.map(({ telephoneCallId }) => ({ telephoneCallId, kind: 'removed', at: ctx.now, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), reason }))).execute()
  await writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action: 'recording.removed', outcome: 'done', reason, traceId: ctx.traceId, details: { count: rows.length } })
  return rows.length
}
