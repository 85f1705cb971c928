import type { Connection } from '../database/connection.ts'

/** One row by column name; values as JSON carries them (dates and instants as text). */
export type Row = Readonly<Record<string, string | number | boolean | null | readonly string[] | { readonly [key: string]: unknown }>>

const BATCH = 2_000

/**
 * Writes rows by name, a few thousand a statement: the server itself turns the JSON into the table's types, so dates,
 * numerics and arrays need no care here. Every row must name the same columns as the first.
 */
export async function writeRows(client: Connection, table: string, rows: readonly Row[], options: { updateOn?: string } = {}): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  for (let at = 0; at < rows.length; at += BATCH) {
    await client.query(
      `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb) ${conflictClause(columns, options.updateOn)}`,
      [JSON.stringify(rows.slice(at, at + BATCH))],
    )
  }
}

function conflictClause(columns: readonly string[], key: string | undefined): string {
  if (!key) return ''
  const keys = key.split(', ')
  const changed = columns.filter((column) => !keys.includes(column))
  return changed.length === 0 ? `on conflict (${key}) do nothing` : `on conflict (${key}) do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`
}

/** Rows written with their own ids leave the identity counters behind: they are moved past the highest id. */
export async function alignIdentities(client: Connection, schemas: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as table, c.column_name as column
     from information_schema.columns c where c.is_identity = 'YES' and c.table_schema = any($1)
       and not exists (select 1 from pg_inherits where inhrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)`,
    [schemas],
  )
  for (const { table, column } of rows) {
    await client.query(`select setval(pg_get_serial_sequence($1, $2), greatest((select max(${client.escapeIdentifier(column)}) from ${table}), 1))`, [table, column])
  }
}
