import type pg from 'pg'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { canonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import { UNASKABLE, type TableTally, type Tally, type TallyQuestion, type TallySample } from '../connector.ts'
import { CATALOGUE_QUERY } from './catalogue-query.ts'
import { readCatalogueAnswer } from './introspect-postgres.ts'

/** Everything that the text of a value depends on, set alike wherever a database is tallied. */
const SESSION = `set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1; set bytea_output = 'hex';
set lc_monetary = 'C'; set search_path = ''; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set xmloption = 'content'`

/** Ordinary tables of the database's owner; those of extensions are made by the extension. */
const TABLES = `
select format('%I.%I', n.nspname, c.relname) as name, array(select quote_ident(a.attname) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by n.nspname collate "C", c.relname collate "C"`

/**
 * Reads everything that the connection's snapshot holds. The caller has begun the transaction, or accepts that others write meanwhile. `isGentle`: beside a dump, in one
 * process, and only while nobody waits to change a table: rows read after such a change would no longer be those of the dump (lock_not_available then).
 */
export async function tallyPostgres(client: pg.Client, questions: readonly TallyQuestion[] = [], options: { isGentle?: boolean; sample?: TallySample } = {}): Promise<Tally> {
  await client.query(`${SESSION}${options.isGentle ? '; set max_parallel_workers_per_gather = 0' : ''}`)
  const { rows: names } = await client.query<{ name: string; columns: string[] }>(TABLES)
  if (options.isGentle && names.length > 0) await client.query(`lock table ${names.map(({ name }) => `only ${name}`).join(', ')} in access share mode nowait`)
  const tables: TableTally[] = []
  if (options.sample) tables.push(...(await sampleTables(client, names, options.sample)))
  else for (const table of names) tables.push(await tallyTable(client, table))
  const { rows: told } = await client.query<string[]>({ text: CATALOGUE_QUERY, rowMode: 'array' })
  const { tables: relations, views, types, sequences, routines } = canonicalCatalogue(readCatalogueAnswer([String(told[0]?.[0])], ''))
  const structure = Object.fromEntries([...relations, ...views, ...types, ...sequences, ...routines].map((object) => [nameOf(object), sm3(settled(canonicalJson(JSON.parse(JSON.stringify(object))))).slice(0, 16)]))
  const answers: Record<string, string | null> = {}
  if (questions.length > 0) await client.query('reset search_path')
  for (const { name, sql } of questions) {
    answers[name] = await answerOf(client, sql)
  }
  const { rows: size } = await client.query<{ bytes: string }>('select pg_catalog.pg_database_size(pg_catalog.current_database()) as bytes')
  return { tables, structure, answers, bytes: Number(size[0]?.bytes ?? 0) }
}

/** A call takes a hundred arguments at most, and a number has 63 bits for what is NULL. */
const TOGETHER = 50

/**
 * A hash of all values of a row, 64 bits: of their text, seeded with which of them are NULL. The text of a whole row would do the same at twice the
 * cost, because every value is searched for what must be quoted in it.
 */
function rowDigest(columns: readonly string[], before = '0'): string {
  if (columns.length === 0) return before
  const [some, others] = [columns.slice(0, TOGETHER), columns.slice(TOGETHER)]
  const nulls = some.map((column, at) => `case when ${column} is null then ${2 ** at} else 0 end`).join(' + ')
  return rowDigest(others, `pg_catalog.hashtextextended(pg_catalog.concat_ws(E'\\x1f', ${some.join(', ')}), ${before} # (${nulls})::bigint)`)
}

type Named = { readonly name: string; readonly columns: readonly string[] }

async function tallyTable(client: pg.Client, { name, columns }: Named, percent?: number): Promise<TableTally> {
  const part = percent === undefined ? '' : ` tablesample system (${percent.toFixed(6)}) repeatable (0)`
  const { rows } = await client.query<{ rows: string; digest: string }>(`select count(*) as rows, coalesce(sum(${rowDigest(columns.map((column) => `"一行".${column}`))}), 0)::text as digest from only ${name} "一行"${part}`)
  return { name, rows: Number(rows[0]?.rows), digest: rows[0]?.digest ?? '', ...(percent === undefined ? {} : { percent }) }
}

const SAMPLE_LOCK_WAIT = '500ms'

/** Which blocks a sample takes depends on their numbers alone, so a physical copy gives the same ones. */
async function sampleTables(client: pg.Client, tables: readonly Named[], sample: TallySample): Promise<TableTally[]> {
  const rank = (name: string) => sm3(`${'seed' in sample ? sample.seed : ''} ${name}`)
  const chosen: ReadonlyArray<{ table: Named; percent?: number | undefined }> =
    'like' in sample
      ? sample.like.flatMap(({ name, percent }) => tables.filter((table) => table.name === name).map((table) => ({ table, percent })))
      : tables.map((table) => ({ table, rank: rank(table.name) })).toSorted((one, other) => (one.rank < other.rank ? -1 : 1)).slice(0, sample.count)
  const taken: TableTally[] = []
  await client.query(`set lock_timeout = '${SAMPLE_LOCK_WAIT}'`)
  for (const { table, percent } of chosen) {
    await client.query('savepoint sample')
    try {
      taken.push(await tallyTable(client, table, percent ?? (await shareOf(client, table.name, 'bytesEach' in sample ? sample.bytesEach : Infinity))))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
      await client.query('rollback to savepoint sample')
    }
  }
  return taken.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

async function shareOf(client: pg.Client, name: string, bytes: number): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>('select pg_catalog.pg_relation_size($1::pg_catalog.regclass) as bytes', [name])
  return Math.min(100, Math.max(0.000001, (100 * bytes) / Math.max(1, Number(rows[0]?.bytes))))
}

/** A question that the database no longer understands has that as its answer: it must not cost the backup. */
async function answerOf(client: pg.Client, sql: string): Promise<string | null> {
  await client.query('savepoint question')
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    const value = rows[0]?.[0]
    return value === null || value === undefined ? null : String(value)
  } catch (error) {
    await client.query('rollback to savepoint question')
    return `${UNASKABLE}${error instanceof Error ? error.message : String(error)}`
  }
}

function nameOf(object: { readonly schema: string; readonly name: string; readonly arguments?: string }): string {
  return `${object.schema}.${object.name}${object.arguments === undefined ? '' : `(${object.arguments})`}`
}

/** The server writes `x in ('a', 'b')` with other casts and brackets each time it reads its own words back: they carry no meaning here. */
function settled(definition: string): string {
  return definition.replaceAll(/::[a-z_ ]+(?:\(\d+\))?(?:\[\])?/g, '').replaceAll(/[()\s]+/g, '')
}
