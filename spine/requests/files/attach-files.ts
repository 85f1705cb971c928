import { newId } from '#shared/ids.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer, ReceivedFile } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { RequestFileKind } from '../api.ts'
import { isRequester } from '../open-request.ts'
import { requireParty, requireVisible } from '../read-requests.ts'
import { filedRequestErrors } from '../request.ts'
import { addRequestEvent, findRequest, lockRequest, type RequestRow } from '../requests.store.ts'

/** The digest printed in the footer may be typed in part: its first characters are enough to tell versions apart. */
const MIN_HASH = 8

/** Papers that belong to a request: by the requester, or by whoever handles it. */
export async function attachFiles(ctx: SpineCtx, requestId: string, files: readonly ReceivedFile[], { kind, note }: { readonly kind: Exclude<RequestFileKind, 'signed-scan'>; readonly note: string }): Promise<string[]> {
  requirePermission(ctx, 'request:open')
  const row = await lockRequest(ctx, requestId)
  if (!isPermitted(ctx.actor, 'request:handle') && !(row.requesterId !== null && isRequester(ctx, row))) throw filedRequestErrors['not-found']()
  if (files.length === 0) throw filedRequestErrors['no-file']()
  const ids: string[] = []
  for (const file of files) ids.push(await keepFile(ctx, row, file, { kind, note, evidenceId: null, formVersion: row.formVersion }))
  await addRequestEvent(ctx, requestId, 'attached', files.map(({ fileName }) => fileName).join('、'))
  return ids
}

/** The signed and sealed paper belongs to the one version whose digest stands in its footer; any other is refused. */
export async function attachScan(ctx: SpineCtx, requestId: string, file: ReceivedFile | undefined, scan: { readonly formVersion: number; readonly hash: string; readonly note: string }): Promise<string> {
  requirePermission(ctx, 'request:open')
  const row = await lockRequest(ctx, requestId)
  await requireParty(ctx, row)
  if (!file) throw filedRequestErrors['no-file']()
  const versions = await spineTables(ctx).selectFrom('spine.requestForm').select(['formVersion', 'formSm3']).where('requestId', '=', requestId).execute()
  const typed = scan.hash.replaceAll(/\s/g, '').toLowerCase()
  const meant = versions.find(({ formVersion }) => formVersion === scan.formVersion)
  if (!meant || typed.length < MIN_HASH || !meant.formSm3.startsWith(typed)) {
    const other = typed.length < MIN_HASH ? undefined : versions.find(({ formSm3 }) => formSm3.startsWith(typed))
    throw filedRequestErrors['scan-mismatch']({ detail: other ? `该校验值属于第 ${other.formVersion} 版，不是第 ${scan.formVersion} 版` : '该校验值不属于这份申请的任何版次' })
  }
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'signed-scan',
    title: `${row.number} 第 ${scan.formVersion} 版 签字盖章件`,
    about: { contract: (await currentContract(ctx)).code, service: row.service, subsystem: row.subsystem, request: row.number },
    body: { request: row.number, formVersion: scan.formVersion, formSm3: meant.formSm3, note: scan.note },
    files: [{ sm3: file.sm3, fileName: file.fileName, mediaType: file.mediaType, bytes: file.bytes }],
  })
  await keepFile(ctx, row, file, { kind: 'signed-scan', note: scan.note, evidenceId, formVersion: scan.formVersion })
  await addRequestEvent(ctx, requestId, 'scan-attached', `第 ${scan.formVersion} 版`)
  return evidenceId
}

/** A file of a request that the person may see. */
export async function readRequestFile(ctx: SpineCtx, requestId: string, requestFileId: string): Promise<FileAnswer> {
  const row = await findRequest(ctx, requestId)
  await requireVisible(ctx, row)
  const file = await spineTables(ctx)
    .selectFrom('spine.requestFile as f')
    .innerJoin('platform.file as p', 'p.sm3', 'f.sm3')
    .select(['f.sm3', 'f.fileName', 'p.mediaType', 'f.isPublic'])
    .where('f.requestId', '=', requestId)
    .where('f.requestFileId', '=', requestFileId)
    .executeTakeFirst()
  if (!file || (!file.isPublic && !isPermitted(ctx.actor, 'request:read-all'))) throw filedRequestErrors['file-missing']()
  return { content: await ctx.files.read(file.sm3), fileName: file.fileName, mediaType: file.mediaType }
}

/** Registers a stored file and ties it to a version of the form; also for services that receive papers by other ways (mail). */
export async function keepFile(ctx: SpineCtx, row: Pick<RequestRow, 'requestId'>, file: Omit<ReceivedFile, 'field'>, more: { readonly kind: RequestFileKind; readonly note: string; readonly evidenceId: string | null; readonly formVersion: number; readonly isPublic?: boolean }): Promise<string> {
  const db = spineTables(ctx)
  await db
    .insertInto('platform.file')
    .values({ sm3: file.sm3, bytes: file.bytes, mediaType: file.mediaType, fileName: file.fileName, storedAt: ctx.now, storedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('sm3').doNothing())
    .execute()
  const requestFileId = newId(ctx.now)
  await db.insertInto('spine.requestFile').values({ requestFileId, requestId: row.requestId, ...more, isPublic: more.isPublic ?? true, sm3: file.sm3, fileName: file.fileName, attachedAt: ctx.now, attachedBy: actorUserId(ctx.actor), attachedByName: actorName(ctx.actor) }).execute()
  return requestFileId
}
