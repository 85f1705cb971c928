import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { writeZip, type ZipEntry } from '#platform/files/write-zip.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import { readAnchors } from '#platform/ledger/anchor.ts'
import { exactInstant, type Seal } from '#platform/ledger/ledger.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFilter } from './api.ts'
import { evidenceOrigin } from './evidence.ts'
import { evidenceErrors } from './record-evidence.ts'
import { evidenceMatching } from './evidence.store.ts'
import { evidenceLedger } from './evidence-ledger.ts'

const MAX_RECORDS = 5_000
const MAX_FILE_BYTES = 2_000_000_000
const PAGE = 200

type Matched = Awaited<ReturnType<typeof matching>>[number]

/**
 * Everything about the evidence of a filter in one archive that can be checked without this program. It is written to a
 * temporary file first, so that it shows one state of the database and is either whole or not sent at all.
 */
export async function packEvidence(ctx: SpineCtx, filter: EvidenceFilter): Promise<FileAnswer> {
  requirePermission(ctx, 'evidence:read')
  const matched = await matching(ctx, filter)
  const ids = matched.map((row) => row.evidenceId)
  const files = await sql<{ sm3: string; fileName: string; bytes: number }>`
    select distinct on (sm3) sm3, file_name, bytes from spine.evidence_file where evidence_id = any(${ids}::uuid[]) order by sm3, evidence_id, position
  `.execute(ctx.tx)
  const bytes = files.rows.reduce((sum, file) => sum + file.bytes, 0)
  if (matched.length > MAX_RECORDS || bytes > MAX_FILE_BYTES) {
    throw evidenceErrors['pack-too-large']({ detail: `证据 ${matched.length > MAX_RECORDS ? `超过 ${MAX_RECORDS}` : matched.length} 份、附件 ${Math.ceil(bytes / 1e6)} MB，上限 ${MAX_RECORDS} 份、${MAX_FILE_BYTES / 1e6} MB` })
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'evidence-pack-'))
  try {
    const file = path.join(folder, 'pack.zip')
    await writeZip(file, entries(ctx, matched, files.rows), ctx.now)
    const content = createReadStream(file)
    content.once('close', () => void rm(folder, { recursive: true, force: true }))
    return { content, fileName: `证据包-${businessDate(ctx.now)}.zip`, mediaType: 'application/zip' }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function matching(ctx: SpineCtx, filter: EvidenceFilter) {
  return evidenceMatching(ctx, filter).orderBy('e.happenedAt').orderBy('e.evidenceId').limit(MAX_RECORDS + 1).execute()
}

async function* entries(ctx: SpineCtx, matched: readonly Matched[], files: ReadonlyArray<{ sm3: string; fileName: string }>): AsyncGenerator<ZipEntry> {
  yield { name: '核验说明.md', content: instructions(ctx, matched.length, files.length) }
  yield { name: 'index.json', content: `${JSON.stringify(matched.map(indexLine), null, 1)}\n` }
  for (let at = 0; at < matched.length; at += PAGE) yield* records(ctx, matched.slice(at, at + PAGE).map((row) => row.evidenceId))
  for (const { sm3, fileName } of files) yield { name: `files/${sm3}/${fileName}`, content: await ctx.files.read(sm3) }
  yield { name: 'anchors.json', content: `${JSON.stringify(await readAnchors(ctx.tx), null, 1)}\n` }
}

function indexLine(row: Matched) {
  return { ...row, happenedAt: formatInstant(row.happenedAt), recordedAt: formatInstant(row.recordedAt), originTitle: evidenceOrigin.titles[row.origin], isPreviousOperator: row.origin === 'previous-operator' }
}

async function* records(ctx: SpineCtx, ids: readonly string[]): AsyncGenerator<ZipEntry> {
  const entriesById = await evidenceLedger.readEntries(ctx.tx, ids)
  const bodies = await spineTables(ctx).selectFrom('spine.evidence').select(['evidenceId', 'bodyText']).where('evidenceId', 'in', [...ids]).execute()
  const { rows: seals } = await sql<Seal>`
    select sequence, entry_id, previous_hash, hash, ${exactInstant('sealed_at')} as sealed_at
    from platform.ledger_seal where ledger = 'evidence' and entry_id = any(${ids}::text[])
  `.execute(ctx.tx)
  const sealOf = new Map(seals.map((seal) => [seal.entryId, seal]))
  for (const { evidenceId, bodyText } of bodies) {
    const record = entriesById.get(evidenceId)?.record ?? null
    const seal = sealOf.get(evidenceId)
    yield { name: `records/${evidenceId}/body.json`, content: bodyText }
    yield { name: `records/${evidenceId}/record.json`, content: `${JSON.stringify({ evidenceId, ...record, seal: seal ?? null }, null, 1)}\n` }
    if (!seal) continue
    const { hash, ...link } = seal
    yield { name: `records/${evidenceId}/link.json`, content: canonicalJson({ ledger: 'evidence', ...link, record }) }
    yield { name: `records/${evidenceId}/link.sm3`, content: `${hash}\n` }
  }
}

function instructions(ctx: SpineCtx, records: number, files: number): string {
  return `# 证据包核验说明

生成时间：${formatInstant(ctx.now)}；证据 ${records} 份，附件 ${files} 个。

- \`index.json\`：目录。\`isPreviousOperator\` 为 true 的是上一家运维单位移交的，不是本单位的工作。
- \`records/<证据标识>/body.json\`：内容原文。\`openssl dgst -sm3 body.json\` 应等于 \`record.json\` 中的 \`bodyHash\`。
- \`records/<证据标识>/link.json\`：封存时计入链的全文（RFC 8785 规范化 JSON：序号、前一条摘要、封存时间、证据标识、全部字段、内容摘要、附件摘要）。\`openssl dgst -sm3 link.json\` 应等于 \`link.sm3\`。没有这两个文件的证据尚未封存。
- \`files/<SM3>/<文件名>\`：附件。\`openssl dgst -sm3\` 应等于所在文件夹的名称。
- 序号相邻的两份证据，后一份的 \`previousHash\` 应等于前一份的 \`link.sm3\`。
- \`anchors.json\`：锚点。\`statement\` 记有当时链头的序号与摘要，由 SM2（默认用户标识 1234567812345678）签名。公钥与库外锚点副本请直接向运维单位或保管副本的单位索取，不要只凭本包核对。

整链（含未列入本包的证据与审计记录）由 \`./xinyun evidence verify\` 核验。
`
}
