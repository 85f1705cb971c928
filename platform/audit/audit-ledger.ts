import { sql } from 'kysely'
import type { JsonValue } from '#platform/crypto/canonical-json.ts'
import { exactInstant, type Ledger } from '#platform/ledger/ledger.ts'

type AuditRow = { readonly auditEntryId: number; readonly [column: string]: JsonValue }

/** The audit trail as a chained ledger: every column of every line. */
export const auditLedger: Ledger = {
  name: 'audit',
  title: '审计记录',
  async readEntries(tx, ids) {
    const { rows } = await sql<AuditRow>`
      select audit_entry_id, ${exactInstant('at')} as at, actor_kind, user_id, actor_name, action, outcome, object_kind, object_id,
        reason, address, trace_id, details::text as details
      from platform.audit_entry where audit_entry_id = any(${ids}::bigint[])
    `.execute(tx)
    return new Map(rows.map((row) => [String(row.auditEntryId), { record: row }]))
  },
  entryIds: sql`select audit_entry_id::text as entry_id from platform.audit_entry`,
}
