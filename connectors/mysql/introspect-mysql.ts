import type { Catalogue, CatalogueColumn, CatalogueIndex, CatalogueTable } from '#shared/catalogue/catalogue.ts'
import { quoteIdentifier, quoteLiteral } from '#shared/catalogue/quote-sql.ts'
import { catalogueQueries } from './catalogue-queries.ts'

type Row = ReadonlyArray<string | number | null>
type Ask = (text: string, parameters: string[]) => Promise<ReadonlyArray<readonly unknown[]>>

/**
 * The catalogue of one database, or of all that are not the server's own where the settings name none, from ten questions to information_schema, each for
 * all tables at once. What the account may not see is not there: it needs SELECT on the tables, SHOW VIEW and TRIGGER; without SHOW_ROUTINE (or SELECT on mysql.proc) routines have no definition.
 */
export async function introspectMysql(ask: Ask, { engine, version, database }: { readonly engine: 'mysql' | 'mariadb'; readonly version: string; readonly database: string | undefined }): Promise<Catalogue> {
  const queries = catalogueQueries(engine, database !== undefined)
  const parameters = database === undefined ? [] : [database]
  const answers = new Map<string, readonly Row[]>()
  for (const [name, text] of Object.entries(queries)) answers.set(name, (await ask(text, parameters)) as readonly Row[])
  const rows = (name: keyof typeof queries) => answers.get(name) ?? []
  const quote = (name: string) => quoteIdentifier(engine, name)
  const list = (columns: readonly string[]) => `(${columns.map(quote).join(', ')})`
  /** `schema.table`, in a form that no name can imitate. */
  const place = (row: Row) => JSON.stringify([row[0], row[1]])
  const grouped = (name: keyof typeof queries) => Map.groupBy(rows(name), place)
  const [columns, statistics, constraints, checks, triggers, parts] = [grouped('columns'), grouped('statistics'), grouped('constraints'), grouped('checks'), grouped('triggers'), grouped('partitions')]

  const viewTexts = new Map(rows('views').map((row) => [place(row), row[2]]))

  const columnsOf = (at: string, tableCollation: string | null): CatalogueColumn[] =>
    (columns.get(at) ?? []).map((row) => {
      const [, , name, type, nullable, standard, extra, generated, collation, comment] = row.map(textOf)
      return {
        name: name ?? '',
        type: type ?? '',
        isNullable: nullable === 'YES',
        default: defaultOf(engine, standard ?? null, type ?? '', extra ?? ''),
        generated: generated === null || generated === '' || generated === undefined ? null : `${generated}${/STORED|PERSISTENT/i.test(extra ?? '') ? ' stored' : ''}`,
        identity: /auto_increment/i.test(extra ?? '') ? 'auto-increment' : null,
        collation: collation === tableCollation || collation === undefined ? null : collation,
        comment: comment || null,
      }
    })

  const tables: CatalogueTable[] = []
  const views: Catalogue['views'] = []
  for (const row of rows('tables')) {
    const [schema = '', name = '', kind, storage, collation, comment, estimated, tableBytes, indexBytes] = row.map(textOf) as string[]
    const at = place(row)
    const own = columnsOf(at, collation ?? null)
    const tableTriggers = (triggers.get(at) ?? []).map(([, , trigger, timing, event, statement]) => ({
      name: String(trigger),
      definition: `create trigger ${quote(String(trigger))} ${String(timing).toLowerCase()} ${String(event).toLowerCase()} on ${quote(schema)}.${quote(name)} for each row ${String(statement)}`,
      state: 'enabled' as const,
      isInherited: false,
      comment: null,
    }))
    if (kind === 'VIEW') {
      const view = viewTexts.get(at)
      views.push({ schema, name, isMaterialized: false, comment: null, columns: own.map((column) => ({ name: column.name, type: column.type, comment: column.comment })), definition: textOf(view) || null, indexes: [], triggers: tableTriggers })
      continue
    }
    const indexes = indexesOf(engine, `${quote(schema)}.${quote(name)}`, statistics.get(at) ?? [])
    const keys = [...Map.groupBy(constraints.get(at) ?? [], (key) => String(key[2])).values()].map((parts) => {
      const [, , constraint, type, , target, targetTable, , onUpdate, onDelete] = (parts[0] ?? []).map(textOf)
      const keyColumns = parts.map((part) => String(part[4]))
      const targetColumns = parts.map((part) => String(part[7]))
      const action = (verb: string, rule: string | null | undefined) => (rule && rule !== 'RESTRICT' && rule !== 'NO ACTION' ? ` on ${verb} ${rule.toLowerCase()}` : '')
      const indexed = indexes.find((index) => index.name === constraint)
      const definition = type === 'FOREIGN KEY' ? `foreign key ${list(keyColumns)} references ${quote(target ?? '')}.${quote(targetTable ?? '')} ${list(targetColumns)}${action('update', onUpdate)}${action('delete', onDelete)}` : `${type === 'UNIQUE' ? 'unique' : 'primary key'} ${indexed?.definition.slice(indexed.definition.lastIndexOf(' on ')).replace(/^[^(]*/, '') ?? list(keyColumns)}`
      return { type, key: { name: constraint ?? '', columns: keyColumns, definition, isInherited: false }, references: { schema: target ?? '', table: targetTable ?? '', columns: targetColumns } }
    })
    const tableParts = parts.get(at) ?? []
    tables.push({
      schema,
      name,
      kind: 'table',
      comment: comment || null,
      isUnlogged: false,
      storage: [storage, collation].filter(Boolean).join(' ') || null,
      partitionBy: tableParts[0] === undefined ? null : `${String(tableParts[0][3])} (${String(tableParts[0][4] ?? '')})`,
      partitionOf: null,
      parts: tableParts.map((part) => ({ name: String(part[2]), bound: String(part[5] ?? '') })),
      columns: own,
      primaryKey: keys.find(({ type }) => type === 'PRIMARY KEY')?.key ?? null,
      foreignKeys: keys.flatMap(({ type, key, references }) => (type === 'FOREIGN KEY' ? [{ ...key, references }] : [])),
      uniques: keys.flatMap(({ type, key }) => (type === 'UNIQUE' ? [key] : [])),
      checks: (checks.get(at) ?? []).map((check) => ({ name: String(check[2]), columns: [], definition: `check (${String(check[3])})`, isInherited: false })),
      indexes,
      triggers: tableTriggers,
      rows: { estimated: numberOf(estimated), exact: null },
      bytes: { table: numberOf(tableBytes), indexes: numberOf(indexBytes), total: numberOf(tableBytes) === null ? null : Number(tableBytes) + Number(indexBytes ?? 0) },
    })
  }
  const routineParameters = Map.groupBy(rows('parameters'), (row) => JSON.stringify([row[0], row[1], row[2]]))
  return {
    format: 1,
    engine,
    version,
    database: database ?? '',
    schemas: rows('schemas').map(([name]) => ({ name: String(name), comment: null })),
    extensions: [],
    types: [],
    sequences: [],
    tables,
    views,
    routines: rows('routines').map((row) => {
      const [schema = '', name = '', kind, returns, body, isDeterministic, access, security, comment] = row.map(textOf) as string[]
      const given = (routineParameters.get(JSON.stringify([row[0], row[1], row[2]])) ?? []).map(([, , , mode, parameter, type]) => `${kind === 'PROCEDURE' ? `${String(mode).toLowerCase()} ` : ''}${quote(String(parameter))} ${String(type)}`).join(', ')
      const head = [`create ${String(kind).toLowerCase()} ${quote(schema)}.${quote(name)}(${given})`, ...(kind === 'FUNCTION' ? [`returns ${returns}`] : []), ...(isDeterministic === 'YES' ? ['deterministic'] : []), String(access).toLowerCase(), `sql security ${String(security).toLowerCase()}`, ...(comment ? [`comment ${quoteLiteral(engine, comment)}`] : [])]
      return { schema, name, kind: kind === 'PROCEDURE' ? 'procedure' : 'function', arguments: given, returns: kind === 'FUNCTION' ? (returns ?? null) : null, language: 'SQL', definition: body ? `${head.join(' ')}\n${body}` : null, comment: comment || null }
    }),
  }
}

function indexesOf(engine: Catalogue['engine'], table: string, statistics: readonly Row[]): CatalogueIndex[] {
  const quote = (name: string) => quoteIdentifier(engine, name)
  return [...Map.groupBy(statistics, (row) => String(row[2])).entries()].map(([name, parts]) => {
    const [, , , isFree, , , , method, comment] = parts[0] ?? []
    const isUnique = Number(isFree) === 0
    const type = String(method)
    const shown = parts.map((part) => `${part[9] ? `(${String(part[9])})` : quote(String(part[5]))}${part[6] === null || type === 'FULLTEXT' || type === 'SPATIAL' ? '' : `(${part[6]})`}`)
    const kind = type === 'FULLTEXT' || type === 'SPATIAL' ? `${type.toLowerCase()} ` : isUnique ? 'unique ' : ''
    return {
      name,
      columns: parts.map((part) => (part[9] ? String(part[9]) : `${String(part[5])}${part[6] === null || type === 'SPATIAL' ? '' : `(${part[6]})`}`)),
      isUnique,
      isValid: true,
      method: type.toLowerCase(),
      predicate: null,
      definition: `create ${kind}index ${quote(name)} on ${table} (${shown.join(', ')})`,
      constraint: name === 'PRIMARY' || isUnique ? name : null,
      isInherited: false,
      comment: textOf(comment) || null,
      bytes: null,
      scans: null,
    }
  })
}

/** MariaDB tells an expression, MySQL the bare value and by EXTRA whether it is an expression: always an SQL expression here. */
function defaultOf(engine: 'mysql' | 'mariadb', standard: string | null, type: string, extra: string): string | null {
  if (standard === null || (engine === 'mariadb' && standard === 'NULL')) return withUpdate(null, extra)
  if (engine === 'mariadb' || /DEFAULT_GENERATED/i.test(extra) || /^current_timestamp/i.test(standard) || standard.startsWith("b'")) return withUpdate(standard, extra)
  return withUpdate(/^(tiny|small|medium|big)?int|^decimal|^float|^double/i.test(type) ? standard : quoteLiteral(engine, standard), extra)
}

function withUpdate(standard: string | null, extra: string): string | null {
  const update = /on update current_timestamp(\(\d*\))?/i.exec(extra)?.[0]
  return update === undefined ? standard : `${standard ?? 'null'} ${update}`
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value)
}

function numberOf(value: string | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
