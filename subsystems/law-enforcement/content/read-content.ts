import { sql } from 'kysely'
import type { EndpointInput, Permission } from '#shared/define-api.ts'
import { businessDate } from '#shared/instant.ts'
import { contentChannel, hashedContent, type ContentKind } from '#shared/maintenance/maintained-content.ts'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { findRow, listRows, rowsOf } from '#subsystems/casework/rows/row-list.ts'
import type { contentApi, contentMaintenanceApi } from './api.ts'
import { contentErrors } from './content-errors.ts'
import { contentList } from './content-lists.ts'

export type ServedVersion = {
  readonly contentVersionId: number; readonly kind: ContentKind; readonly kindTitle: string; readonly code: string; readonly version: number; readonly title: string; readonly body: unknown; readonly hash: string; readonly validFrom: string; readonly validTo: string | null
  readonly orderNo: string; readonly publisher: string; readonly publishedAt: Date; readonly withdrawnAt: Date | null; readonly withdrawReason: string | null; readonly changeNo: number
}

/**
 * The hash is taken of what is served, at the moment it is served, and stored nowhere: a text that was altered in the
 * database shows by a hash that nobody published.
 */
export function hashed<T extends { readonly kind: string; readonly code: string; readonly title: string; readonly body: unknown }>(row: T): T & { hash: string } {
  return { ...row, hash: sm3(canonicalJson(hashedContent(row))) }
}

export async function versionOf(ctx: Ctx, permission: Permission, contentVersionId: number): Promise<ServedVersion> {
  return hashed(await findRow(ctx, contentList(permission), contentVersionId))
}

/** Versions in force on a day, page by page. */
export async function listInForce(ctx: Ctx, permission: Permission, { on = businessDate(ctx.now), ...query }: EndpointInput<(typeof contentApi)['endpoints']['inForce']>['query']) {
  const page = await listRows(ctx, contentList(permission, on), query)
  return { ...page, items: page.items.map(hashed) as ServedVersion[] }
}

export async function listVersions(ctx: Ctx, query: EndpointInput<(typeof contentMaintenanceApi)['endpoints']['versions']>['query']) {
  const page = await listRows(ctx, { ...contentList('content:maintain'), sort: '-changeNo' }, query)
  return { ...page, items: page.items.map(hashed) as ServedVersion[] }
}

/** One version with all versions of the same text, newest first. */
export async function readContent(ctx: Ctx, contentVersionId: number) {
  const version = await versionOf(ctx, 'content:read', contentVersionId)
  const all: ServedVersion[] = await rowsOf(ctx, { ...contentList('content:read'), sort: '-version' }, 'code', version.code)
  return { ...version, versions: all.filter(({ kind }) => kind === version.kind).map(hashed) }
}

export async function readVersion(ctx: Ctx, { kind, code, version }: { kind: ContentKind; code: string; version: number }): Promise<ServedVersion> {
  requirePermission(ctx, 'content:maintain')
  const { rows: [row] } = await sql<{ contentVersionId: number }>`select content_version_id from enforcement.content_version where kind = ${kind} and code = ${code} and version = ${version}`.execute(ctx.tx)
  if (!row) throw contentErrors['not-found']()
  return versionOf(ctx, 'content:maintain', row.contentVersionId)
}

/** What is in force on a day, by both ways in which it is served: equal, or this says where not. */
export async function compareChannels(ctx: Ctx, { on, kind, code }: EndpointInput<(typeof contentMaintenanceApi)['endpoints']['channels']>['query']) {
  requirePermission(ctx, 'content:maintain')
  const narrowed = { ...(kind ? { kind } : {}), ...(code ? { code } : {}) }
  const web = await everyPage((page) => listInForce(ctx, 'content:read', { on, ...narrowed, page, pageSize: 500 }))
  const app = await appContent(ctx, on, narrowed)
  const told = (channel: 'web' | 'app', rows: readonly ServedVersion[]) => rows.map((row) => ({ channel, kind: row.kind, code: row.code, version: row.version, hash: row.hash }))
  const key = (rows: readonly ServedVersion[]) => rows.map((row) => `${row.kind} ${row.code} ${row.version} ${row.hash}`).toSorted().join('\n')
  return { on, isEqual: key(web) === key(app), items: contentChannel.values.flatMap((channel) => told(channel, channel === 'web' ? web : app)) }
}

/** What the APP holds for a day; it shows texts without asking, so it takes all of them at once. */
export async function appContent(ctx: Ctx, on: string, narrowed: { readonly kind?: ContentKind; readonly code?: string } = {}): Promise<ServedVersion[]> {
  return everyPage((page) => listInForce(ctx, 'app-content:read', { on, ...narrowed, page, pageSize: 500 }))
}

async function everyPage(read: (page: number) => Promise<{ items: ServedVersion[]; total: number }>): Promise<ServedVersion[]> {
  const rows: ServedVersion[] = []
  for (let page = 1; ; page += 1) {
    const { items, total } = await read(page)
    rows.push(...items)
    if (rows.length >= total || items.length === 0) return rows
  }
}

/** One text in force on a day, for the APP. */
export async function readInForce(ctx: Ctx, { kind, code }: { kind: ContentKind; code: string }, on = businessDate(ctx.now)): Promise<ServedVersion> {
  const [row] = await appContent(ctx, on, { kind, code })
  if (!row) throw contentErrors['not-in-force']({ detail: `${code}，${on}` })
  return row
}

/** Versions that changed since a cursor, in the order of their changes: also those to come, ended and taken back. */
export async function syncContent(ctx: Ctx, since: number, limit: number) {
  const list = contentList('app-content:read')
  requirePermission(ctx, list.permission)
  const { rows } = await sql<{ contentVersionId: number }>`select content_version_id from enforcement.content_version where change_no > ${since} order by change_no limit ${limit + 1}`.execute(ctx.tx)
  const changes = []
  for (const { contentVersionId } of rows.slice(0, limit)) changes.push(await versionOf(ctx, list.permission, contentVersionId))
  return { changes, cursor: changes.at(-1)?.changeNo ?? since, hasMore: rows.length > limit }
}
