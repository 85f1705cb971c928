import { sql } from 'kysely'
import { sm3 } from '#platform/crypto/sm3.ts'
import { exactInstant, type Ledger, type LedgerEntry } from '#platform/ledger/ledger.ts'

type EvidenceRow = {
  readonly evidenceId: string
  readonly kind: string
  readonly title: string
  readonly about: string
  readonly bodyText: string
  readonly bodyHash: string
  readonly isBodyEqual: boolean
  readonly happenedAt: string
  readonly recordedAt: string
  readonly recordedBy: string | null
  readonly recordedByName: string
  readonly origin: string
}
type FileRow = { readonly evidenceId: string; readonly position: number; readonly sm3: string; readonly fileName: string; readonly mediaType: string; readonly bytes: number }

/** Evidence as a chained ledger. The body enters the chain by its digest, which is checked against the stored text each time. */
export const evidenceLedger: Ledger = {
  name: 'evidence',
  title: '证据',
  async readEntries(tx, ids) {
    const evidence = await sql<EvidenceRow>`
      select evidence_id, kind, title, about::text as about, body_text, body_hash, body = body_text::jsonb as is_body_equal,
        ${exactInstant('happened_at')} as happened_at, ${exactInstant('recorded_at')} as recorded_at, recorded_by, recorded_by_name, origin
      from spine.evidence where evidence_id = any(${ids}::uuid[])
    `.execute(tx)
    const files = await sql<FileRow>`
      select evidence_id, position, sm3, file_name, media_type, bytes
      from spine.evidence_file where evidence_id = any(${ids}::uuid[]) order by evidence_id, position
    `.execute(tx)
    const filesOf = Map.groupBy(files.rows, (file) => file.evidenceId)
    return new Map(evidence.rows.map((row) => [row.evidenceId, entryOf(row, filesOf.get(row.evidenceId) ?? [])]))
  },
  entryIds: sql`select evidence_id::text as entry_id from spine.evidence`,
}

function entryOf(row: EvidenceRow, files: readonly FileRow[]): LedgerEntry {
  const { bodyText, isBodyEqual, evidenceId: _id, ...record } = row
  const isIntact = isBodyEqual && sm3(bodyText) === row.bodyHash
  return {
    record: { ...record, files: files.map(({ evidenceId: _of, ...file }) => file) },
    ...(isIntact ? {} : { damage: '证据内容被改动：原文与其摘要不符' }),
  }
}
