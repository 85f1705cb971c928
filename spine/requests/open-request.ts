import { businessDate } from '#shared/instant.ts'
import { documentNumber } from '#shared/ids.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { nextNumber } from '#spine/work-orders/work-orders.store.ts'
import type { RequestOrigin, RequestState } from './api.ts'
import { filedRequestErrors } from './request.ts'
import { addRequestEvent, changeRequest, findRequestKind, formOf, lockRequest, lockSeenRequest, type RequestRow } from './requests.store.ts'

export type OpenRequest = {
  /** Chosen by the sender, so that sending twice opens once. */
  readonly requestId: string
  readonly kind: string
  readonly form: Readonly<Record<string, unknown>>
  /** Who asks, when it is not the person who writes: a caller, the sender of a mail. `ref` is his key in a register of the spine. */
  readonly requester?: { readonly userId?: string | null; readonly name: string; readonly unit?: string; readonly ref?: string }
  readonly origin?: RequestOrigin
  readonly clonedFromId?: string
}

/** Opens a draft with a number of its own. Opening twice gives the one that is already there. */
export async function openRequest(ctx: SpineCtx, request: OpenRequest): Promise<RequestRow> {
  requirePermission(ctx, 'request:open')
  const kind = findRequestKind(ctx, request.kind)
  requirePermission(ctx, kind.permissions.open)
  const db = spineTables(ctx)
  const known = await db.selectFrom('spine.request').selectAll().where('requestId', '=', request.requestId).executeTakeFirst()
  if (known) return known
  const day = businessDate(ctx.now)
  const number = documentNumber(kind.prefix, day, await nextNumber(ctx, `${kind.prefix}-${day}`))
  const requester = request.requester ?? (await signedInRequester(ctx))
  const { priority = null, ...facts } = kind.facts(request.form)
  const row = await db
    .insertInto('spine.request')
    .values({
      requestId: request.requestId,
      number,
      kind: kind.kind,
      service: kind.kind.split('.')[0] ?? '',
      ...facts,
      title: facts.title.slice(0, 200) || kind.title,
      priority,
      state: 'draft',
      draft: JSON.stringify(request.form),
      requesterId: requester.userId ?? null,
      requesterName: requester.name,
      requesterUnit: requester.unit ?? '',
      requesterRef: requester.ref ?? null,
      origin: request.origin ?? 'console',
      separatesDuties: kind.separatesDuties ?? false,
      clonedFromId: request.clonedFromId ?? null,
      openedAt: ctx.now,
    })
    .onConflict((conflict) => conflict.column('requestId').doNothing())
    .returningAll()
    .executeTakeFirst()
  // Two requests with one id at the same moment: the second waited for the first and finds its row.
  if (!row) return lockRequest(ctx, request.requestId)
  await addRequestEvent(ctx, row.requestId, 'opened')
  return row
}

/** Keeps what has been written so far. A returned request is edited in the same way before it is submitted again. */
export async function saveDraft(ctx: SpineCtx, requestId: string, version: number, form: Readonly<Record<string, unknown>>): Promise<RequestRow> {
  requirePermission(ctx, 'request:open')
  const row = await lockSeenRequest(ctx, requestId, version)
  requireRequester(ctx, row)
  if (!isEditable(row)) throw filedRequestErrors['wrong-state']()
  const { priority = null, ...facts } = findRequestKind(ctx, row.kind).facts(form)
  return changeRequest(ctx, row, { draft: form, ...facts, title: facts.title.slice(0, 200) || row.title, priority })
}

/** A new draft with the text of a former request, which it remembers: approved again, and compared with last time. */
export async function cloneRequest(ctx: SpineCtx, requestId: string, cloneId: string): Promise<RequestRow> {
  requirePermission(ctx, 'request:open')
  const row = await lockRequest(ctx, requestId)
  const form = row.formVersion === 0 ? row.draft : await formOf(ctx, requestId, row.formVersion)
  return openRequest(ctx, { requestId: cloneId, kind: row.kind, form: form as Record<string, unknown>, clonedFromId: requestId })
}

/** While it may still be corrected: before submission, after a return, and during approval (which then starts again). */
export function isEditable(row: Pick<RequestRow, 'state'>): boolean {
  return (['draft', 'returned', 'in-approval'] satisfies RequestState[] as string[]).includes(row.state)
}

/** The requester himself; for one without an account, whoever may open such requests for others. */
export function isRequester(ctx: Pick<SpineCtx, 'actor'>, row: Pick<RequestRow, 'requesterId'>): boolean {
  return ctx.actor.kind === 'system' || row.requesterId === null || row.requesterId === actorUserId(ctx.actor)
}

export function requireRequester(ctx: SpineCtx, row: RequestRow): void {
  requirePermission(ctx, findRequestKind(ctx, row.kind).permissions.open)
  if (!isRequester(ctx, row)) throw filedRequestErrors['not-requester']()
}

async function signedInRequester(ctx: SpineCtx): Promise<NonNullable<OpenRequest['requester']>> {
  const userId = actorUserId(ctx.actor)
  const account = userId === null ? undefined : await spineTables(ctx).selectFrom('platform.userAccount').select('unit').where('userId', '=', userId).executeTakeFirst()
  return { userId, name: actorName(ctx.actor), unit: account?.unit ?? '' }
}
