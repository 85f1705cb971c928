import { sql } from 'kysely'
import { businessDate } from '#shared/instant.ts'
import { hashedContent, type ContentPublication } from '#shared/maintenance/maintained-content.ts'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { contentErrors } from './content-errors.ts'
import { versionOf, type ServedVersion } from './read-content.ts'

type Neighbour = { readonly contentVersionId: number; readonly version: number; readonly validFrom: string; readonly validTo: string | null }

/**
 * Puts a text in force from a day on and ends the version before on the day before. The key names the publication for
 * ever: sent again it answers with what was published then, whatever happened since.
 */
export async function publishContent(ctx: Ctx, publishKey: string, publication: ContentPublication): Promise<{ outcome: 'published' | 'repeated'; version: ServedVersion }> {
  requirePermission(ctx, 'content:maintain')
  const { content, hash, validFrom, basis, orderNo, publisher } = publication
  if (sm3(canonicalJson(hashedContent(content))) !== hash) throw contentErrors['hash-differs']()
  await serialize(ctx)
  const { rows: [known] } = await sql<{ contentVersionId: number; validFrom: string }>`select content_version_id, valid_from from enforcement.content_version where publish_key = ${publishKey}`.execute(ctx.tx)
  if (known) {
    const version = await versionOf(ctx, 'content:maintain', known.contentVersionId)
    if (version.hash !== hash || version.validFrom !== validFrom) throw contentErrors['key-reused']()
    return { outcome: 'repeated', version }
  }
  const { rows: [latest] } = await sql<{ version: number }>`select max(version) as version from enforcement.content_version where kind = ${content.kind} and code = ${content.code}`.execute(ctx.tx)
  if ((latest?.version ?? 0) !== basis) throw contentErrors['basis-differs']({ detail: `最新为第 ${latest?.version ?? 0} 版，本次依据第 ${basis} 版` })
  const { rows: others } = await sql<Neighbour>`select content_version_id, version, valid_from, valid_to from enforcement.content_version where kind = ${content.kind} and code = ${content.code} and withdrawn_at is null order by valid_from`.execute(ctx.tx)
  requireFreeDay(validFrom, businessDate(ctx.now), others)
  const former = others.findLast((one) => one.validFrom < validFrom && (one.validTo === null || one.validTo >= validFrom))
  if (former) await sql`update enforcement.content_version set valid_to = ${validFrom}::date - 1, change_no = ${nextChange} where content_version_id = ${former.contentVersionId}`.execute(ctx.tx)
  const { rows: [row] } = await sql<{ contentVersionId: number }>`
    insert into enforcement.content_version (kind, code, version, title, body, valid_from, order_no, publisher, publish_key, published_at, followed_version, followed_valid_to, change_no)
    values (${content.kind}, ${content.code}, ${basis + 1}, ${content.title}, ${JSON.stringify(content.body)}::jsonb, ${validFrom}, ${orderNo}, ${publisher}, ${publishKey}, ${ctx.now}, ${former?.version ?? null}, ${former?.validTo ?? null}, ${nextChange})
    returning content_version_id`.execute(ctx.tx)
  return { outcome: 'published', version: await versionOf(ctx, 'content:maintain', row!.contentVersionId) }
}

/** Takes back a version before its first day; the version before gets its former end again. Asked twice it is taken back once. */
export async function withdrawContent(ctx: Ctx, { kind, code, version }: { kind: string; code: string; version: number }, reason: string): Promise<ServedVersion> {
  requirePermission(ctx, 'content:maintain')
  await serialize(ctx)
  const { rows: [row] } = await sql<{ contentVersionId: number; validFrom: string; withdrawnAt: Date | null; followedVersion: number | null; followedValidTo: string | null }>`
    select content_version_id, valid_from, withdrawn_at, followed_version, followed_valid_to from enforcement.content_version where kind = ${kind} and code = ${code} and version = ${version}`.execute(ctx.tx)
  if (!row) throw contentErrors['not-found']()
  if (row.withdrawnAt === null) {
    if (row.validFrom <= businessDate(ctx.now)) throw contentErrors['in-force-already']({ detail: `自 ${row.validFrom} 起生效` })
    const { rows: [next] } = await sql<{ version: number }>`select version from enforcement.content_version where kind = ${kind} and code = ${code} and withdrawn_at is null and valid_from > ${row.validFrom} limit 1`.execute(ctx.tx)
    if (next) throw contentErrors.followed({ detail: `第 ${next.version} 版` })
    await sql`update enforcement.content_version set withdrawn_at = ${ctx.now}, withdraw_reason = ${reason}, change_no = ${nextChange} where content_version_id = ${row.contentVersionId}`.execute(ctx.tx)
    if (row.followedVersion !== null) await sql`update enforcement.content_version set valid_to = ${row.followedValidTo}, change_no = ${nextChange} where kind = ${kind} and code = ${code} and version = ${row.followedVersion}`.execute(ctx.tx)
  }
  return versionOf(ctx, 'content:maintain', row.contentVersionId)
}

const nextChange = sql`(select max(change_no) + 1 from enforcement.content_version)`

/** One writer at a time: change numbers become visible in their order, so that a client's cursor never passes one over. */
async function serialize(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('enforcement.content_version', 0))`.execute(ctx.tx)
}

/** The past stays as it was, and what was announced for later is taken back before it is replaced. */
function requireFreeDay(validFrom: string, today: string, others: readonly Neighbour[]): void {
  const refuse = (message: string) => contentErrors['date-taken']({ problems: [{ place: 'body.validFrom', message }] })
  if (validFrom < today) throw refuse(`生效日期不得早于今日 ${today}：已经过去的日子以当日有效的版本为准`)
  const later = others.find((one) => one.validFrom >= validFrom)
  if (!later) return
  throw refuse(later.validFrom > today ? `第 ${later.version} 版将自 ${later.validFrom} 起生效，请先撤回` : `第 ${later.version} 版自 ${later.validFrom} 起生效，新版最早可自次日起生效`)
}
