/**
 * Writes `tables.ts` (types for Kysely, with the catalogue's Chinese comments) for every schema of ours from a freshly
 * migrated database. `node scripts/generate-tables.ts` writes; the architecture test runs it with `check` and fails when
 * a file is stale.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { migrate } from '#platform/database/migrate.ts'
import { programFolder } from '#platform/config/config.ts'
import { centreMigrations } from '#centre/migrations.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'

type Column = { table: string; tableComment: string | null; column: string; comment: string | null; type: string; isNullable: boolean; hasDefault: boolean; isAlways: boolean }

/** Schema → the file that holds its table types. */
const TARGETS: Readonly<Record<string, string>> = {
  platform: 'platform/database/tables.ts',
  spine: 'spine/database/tables.ts',
  service_desk: 'services/service-desk/database/tables.ts',
  inspection: 'services/inspection/database/tables.ts',
  access_adjustment: 'services/access-adjustment/database/tables.ts',
  backup: 'services/backup/database/tables.ts',
  operations_reporting: 'services/operations-reporting/database/tables.ts',
  change_request: 'services/change-request/database/tables.ts',
  data_inventory: 'services/data-inventory/database/tables.ts',
  data_maintenance: 'services/data-maintenance/database/tables.ts',
}

const CATALOGUE = `
select c.relname as "table", obj_description(c.oid) as "tableComment", a.attname as "column", col_description(c.oid, a.attnum) as comment,
  case when t.typelem <> 0 and t.typcategory = 'A' then (select e.typname || '[]' from pg_type e where e.oid = t.typelem) else t.typname end as type,
  not a.attnotnull as "isNullable", a.atthasdef or a.attidentity <> '' as "hasDefault", a.attidentity = 'a' or a.attgenerated <> '' as "isAlways"
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attnum`

const SCALARS: Readonly<Record<string, string>> = {
  text: 'string', varchar: 'string', bpchar: 'string', uuid: 'string', date: 'string', numeric: 'string', inet: 'string',
  int2: 'number', int4: 'number', int8: 'number', float4: 'number', float8: 'number', bool: 'boolean', bytea: 'Buffer',
}

const camel = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const pascal = (name: string) => camel(`_${name}`)

function columnType({ type, isNullable, hasDefault, isAlways }: Column): string {
  // `unknown` already holds null.
  const isOpaque = type === 'jsonb' || type === 'json'
  const nullable = isNullable && !isOpaque ? ' | null' : ''
  let read: string
  let written: string
  if (type === 'timestamptz') [read, written] = ['Date', 'Date | string']
  else if (isOpaque) [read, written] = ['unknown', isNullable ? 'string | null' : 'string']
  else if (type.endsWith('[]')) [read, written] = [`${SCALARS[type.slice(0, -2)] ?? 'unknown'}[]`, `readonly ${SCALARS[type.slice(0, -2)] ?? 'unknown'}[]`]
  else read = written = SCALARS[type] ?? 'unknown'
  if (isAlways) return `GeneratedAlways<${read}${nullable}>`
  if (read === written && !hasDefault) return `${read}${nullable}`
  return `ColumnType<${read}${nullable}, ${written}${nullable}${hasDefault || isNullable ? ' | undefined' : ''}, ${written}${nullable}>`
}

function tablesFile(schema: string, columns: readonly Column[]): string {
  const tables = Map.groupBy(columns, (column) => column.table)
  const bodies = [...tables].map(([table, own]) => {
    const lines = own.map((column) => `  /** ${column.comment ?? ''} */\n  ${camel(column.column)}: ${columnType(column)}`)
    return `/** ${own[0]?.tableComment ?? ''} */\nexport type ${pascal(table)}Table = {\n${lines.join('\n')}\n}\n`
  })
  const map = [...tables.keys()].map((table) => `  '${camel(schema)}.${camel(table)}': ${pascal(table)}Table`)
  const text = `${bodies.join('\n')}\nexport type ${pascal(schema)}Tables = {\n${map.join('\n')}\n}\n`
  const imports = ['ColumnType', 'GeneratedAlways'].filter((name) => text.includes(`${name}<`))
  const importLine = imports.length > 0 ? `import type { ${imports.join(', ')} } from 'kysely'\n\n` : ''
  return `// Generated from the migrations by scripts/generate-tables.ts; do not edit.\n${importLine}${text}`
}

/** Migrates a scratch database and returns the wanted content of every target file. */
export async function wantedTables(serverUrl: string): Promise<ReadonlyMap<string, string>> {
  const name = `tables_${process.pid}`
  await withConnection(serverUrl, (client) => client.query(`create database ${name} encoding 'UTF8' template template0`))
  try {
    const url = databaseUrl(serverUrl, name)
    await migrate(url, await centreMigrations())
    return await withConnection(url, async (client) => {
      const wanted = new Map<string, string>()
      for (const [schema, file] of Object.entries(TARGETS)) {
        const { rows } = await client.query<Column>(CATALOGUE, [schema])
        if (rows.length > 0) wanted.set(file, tablesFile(schema, rows))
      }
      return wanted
    })
  } finally {
    await withConnection(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
}

/** Target files whose content on disk is not the wanted one. */
export async function staleTables(serverUrl: string): Promise<string[]> {
  const stale: string[] = []
  for (const [file, text] of await wantedTables(serverUrl)) {
    if ((await readFile(path.join(programFolder, file), 'utf8').catch(() => '')) !== text) stale.push(file)
  }
  return stale
}

if (import.meta.main) {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-tables-'))
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
  try {
    for (const [file, text] of await wantedTables(server.url)) {
      await writeFile(path.join(programFolder, file), text)
      process.stdout.write(`${file}\n`)
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
