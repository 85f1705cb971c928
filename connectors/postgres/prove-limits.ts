import type { MappedTable } from '../account-mapping.ts'
import type { LimitsProof } from '../connector.ts'
import { probes, type RowsOf } from './prove-read-only.ts'

/** Rights on tables are judged one by one below; a table's own counter (serial column) goes with the right to insert. */
const JUDGED_HERE = new Set(['表权限', '序列权限'])

const NAMED = 5

/** Proof by looking up rights that a login writes the mapped tables and columns, and nothing else. */
export async function provePostgresLimits(rowsOf: RowsOf, allowed: readonly MappedTable[]): Promise<LimitsProof> {
  const [account] = await rowsOf('select current_user::text, current_database()::text')
  const lines = [`账户 ${String(account?.[0])}，数据库 ${String(account?.[1])}（其他数据库须各自证明）`]
  let isLimited = true
  const tell = (clean: string, found: (things: string) => string, things: readonly string[]) => {
    if (things.length > 0) isLimited = false
    lines.push(things.length === 0 ? clean : found(things.slice(0, NAMED).join('、') + (things.length > NAMED ? ` 等 ${things.length} 项` : '')))
  }
  for (const probe of probes.filter(({ clean }) => !JUDGED_HERE.has(clean.split('：')[0] ?? ''))) tell(probe.clean, probe.found, (await rowsOf(probe.sql)).map((row) => String(row[0])))

  const rights = await rowsOf(RIGHTS)
  const surplus = rights.filter(([schema, table, column, right]) => !isAllowed(allowed, `${String(schema)}.${String(table)}`, column === null ? null : String(column), String(right)))
  tell(`表权限：只能写 ${allowed.filter(({ insert, update, isDeletedFrom }) => insert.length + update.length > 0 || isDeletedFrom).map(({ table }) => table).join('、')} 的映射列`, (things) => `表权限：还能 ${things}`, surplus.map(([schema, table, column, right]) => `${String(right)} ${String(schema)}.${String(table)}${column === null ? '' : `(${String(column)})`}`))
  const sequences = (await rowsOf(SEQUENCES)).filter(([, schema, table]) => !allowed.some((one) => isTable(one.table, `${String(schema)}.${String(table)}`) && one.insert.length > 0))
  tell('序列权限：只有映射表自己的序列', (things) => `序列权限：还可推进 ${things}`, sequences.map(([name]) => String(name)))
  return { isLimited, lines }
}

/** The search path decides where an unqualified name is; the proof takes it for any schema of that table name. */
function isTable(mapped: string, qualified: string): boolean {
  return mapped.includes('.') ? mapped === qualified : qualified.endsWith(`.${mapped}`)
}

function isAllowed(allowed: readonly MappedTable[], qualified: string, column: string | null, right: string): boolean {
  const table = allowed.find((one) => isTable(one.table, qualified))
  if (table === undefined) return false
  if (right === 'DELETE') return table.isDeletedFrom
  return column !== null && ((right === 'INSERT' && table.insert.includes(column)) || (right === 'UPDATE' && table.update.includes(column)))
}

const USER_TABLES = `pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`

const RIGHTS = `select n.nspname, c.relname, null::text, word from (select c.oid, c.relname, c.relnamespace from ${USER_TABLES}) c join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
    lateral (values ('DELETE'), ('TRUNCATE'), ('TRIGGER')) as judged (word) where pg_catalog.has_table_privilege(c.oid, word)
  union all
  select n.nspname, c.relname, a.attname::text, word from (select c.oid, c.relname, c.relnamespace from ${USER_TABLES}) c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
    lateral (values ('INSERT'), ('UPDATE')) as judged (word) where pg_catalog.has_column_privilege(c.oid, a.attnum, word)
  order by 1, 2, 3, 4 limit 900`

const SEQUENCES = `select s.oid::regclass::text, n.nspname, c.relname from pg_catalog.pg_class s join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
    left join pg_catalog.pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.refclassid = 'pg_catalog.pg_class'::regclass
    left join pg_catalog.pg_class c on c.oid = d.refobjid left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where sn.nspname !~ '^pg_(toast|temp)' and case s.relkind when 'S' then pg_catalog.has_sequence_privilege(s.oid, 'USAGE, UPDATE') end`
