import type { Selectable } from 'kysely'
import { actorName, actorUserId, type Ctx } from '#platform/context/context.ts'
import { formatInstant } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { RequestTable } from '#spine/database/tables.ts'
import { requestEvent, type RequestEventKind, type RequestOrigin, type RequestPriority, type RequestState } from './api.ts'
import type { KindRequest, RequestKind } from './request-kind.ts'
import { filedRequestErrors } from './request.ts'

export type RequestRow = Selectable<RequestTable>

/** The declared kind; an unknown one is refused. */
export function findRequestKind(ctx: Pick<SpineCtx, 'services'>, kind: string): RequestKind {
  const found = ctx.services.get(kind.split('.')[0] ?? '')?.requests?.find((one) => one.kind === kind)
  if (!found) throw filedRequestErrors['unknown-kind']({ detail: kind })
  return found
}

/** The row, locked until the act ends: every verb that changes a request takes this lock first. */
export async function lockRequest(ctx: Ctx, requestId: string): Promise<RequestRow> {
  const row = await spineTables(ctx).selectFrom('spine.request').selectAll().where('requestId', '=', requestId).forUpdate().executeTakeFirst()
  if (!row) throw filedRequestErrors['not-found']()
  return row
}

/** The row as it is, for reads. */
export async function findRequest(ctx: Pick<Ctx, 'tx'>, requestId: string): Promise<RequestRow> {
  const row = await spineTables(ctx).selectFrom('spine.request').selectAll().where('requestId', '=', requestId).executeTakeFirst()
  if (!row) throw filedRequestErrors['not-found']()
  return row
}

const CHANGES_TOLD = 5

/** Locks the request and refuses when it is no longer the version that the person saw. */
export async function lockSeenRequest(ctx: Ctx, requestId: string, version: number): Promise<RequestRow> {
  const row = await lockRequest(ctx, requestId)
  if (row.version === version) return row
  const events = await spineTables(ctx).selectFrom('spine.requestEvent').select(['actorName', 'at', 'kind', 'note', 'isPublic']).where('requestId', '=', requestId).orderBy('requestEventId', 'desc').limit(CHANGES_TOLD).execute()
  const last = events[0]
  if (!last) throw filedRequestErrors.changed()
  // One act leaves several events; together they say what it was. Internal notes are not told: the requester may be who asks.
  const told = events.filter(({ at }) => at.getTime() === last.at.getTime()).toReversed().map(({ kind, note, isPublic }) => `${requestEvent.has(kind) ? requestEvent.titles[kind] : kind}${note && isPublic ? `（${note.slice(0, 60)}）` : ''}`)
  throw filedRequestErrors.changed({ detail: `${last.actorName} 已于 ${formatInstant(last.at).slice(0, 16).replace('T', ' ')} ${told.join('、')}` })
}

type Changes = Partial<Pick<RequestRow, 'state' | 'title' | 'subsystem' | 'priority' | 'formVersion' | 'assigneeId' | 'submittedAt' | 'approvedAt' | 'deliveredAt' | 'closedAt' | 'solution' | 'beginsOn' | 'occurrenceId'>> & { draft?: unknown; targets?: unknown }

/** Writes changes and returns the row as it stands afterwards, so that several may follow each other in one act. */
export async function changeRequest(ctx: Ctx, row: RequestRow, { draft, targets, ...plain }: Changes): Promise<RequestRow> {
  return spineTables(ctx)
    .updateTable('spine.request')
    .set({ ...plain, ...(draft === undefined ? {} : { draft: JSON.stringify(draft) }), ...(targets === undefined ? {} : { targets: JSON.stringify(targets) }), version: row.version + 1 })
    .where('requestId', '=', row.requestId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Whom a link lets in is nothing that a person sees of a request: no new version of it. */
export async function keepFollowDigest(ctx: Ctx, requestId: string, followDigest: string): Promise<void> {
  await spineTables(ctx).updateTable('spine.request').set({ followDigest }).where('requestId', '=', requestId).execute()
}

export async function addRequestEvent(ctx: Ctx, requestId: string, kind: RequestEventKind, note = '', more: { readonly isPublic?: boolean; readonly details?: Readonly<Record<string, unknown>> } = {}): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.requestEvent')
    .values({ requestId, at: ctx.now, kind, actorId: actorUserId(ctx.actor), actorName: actorName(ctx.actor), note, isPublic: more.isPublic ?? true, details: JSON.stringify(more.details ?? {}) })
    .execute()
}

/** The request as its kind sees it, with the form of its current version (or the draft as it stands). */
export async function kindRequest(ctx: SpineCtx, row: RequestRow): Promise<KindRequest> {
  return { ...plainRequest(row), form: row.formVersion === 0 ? row.draft : findRequestKind(ctx, row.kind).form.parse(await formOf(ctx, row.requestId, row.formVersion)) }
}

export function plainRequest(row: RequestRow): Omit<KindRequest, 'form'> {
  const { requestId, number, kind, subsystem, title, formVersion, requesterId, requesterName, requesterUnit, assigneeId, beginsOn, occurrenceId, submittedAt, approvedAt, deliveredAt, closedAt, version } = row
  return {
    requestId, number, kind, subsystem, title, formVersion, requesterId, requesterName, requesterUnit, assigneeId, beginsOn, occurrenceId, submittedAt, approvedAt, deliveredAt, closedAt, version,
    state: row.state as RequestState,
    origin: row.origin as RequestOrigin,
    priority: row.priority as RequestPriority | null,
  }
}

/** The form of one submitted version, as it was stored. */
export async function formOf(ctx: Ctx, requestId: string, formVersion: number): Promise<unknown> {
  const row = await spineTables(ctx).selectFrom('spine.requestForm').select('form').where('requestId', '=', requestId).where('formVersion', '=', formVersion).executeTakeFirst()
  if (!row) throw filedRequestErrors['not-found']({ detail: `第 ${formVersion} 版` })
  return row.form
}
