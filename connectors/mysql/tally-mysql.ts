import type { Connection } from 'mysql2/promise'
import { sm3 } from '#platform/crypto/sm3.ts'
import { UNASKABLE, type TableTally, type Tally, type TallyQuestion } from '../connector.ts'

const GEOMETRY = new Set(['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geometrycollection', 'geomcollection'])

/**
 * Reads everything that the connection's snapshot holds of one database. Bytes are compared as they are stored: no character
 * set comes between, so text that is not valid in its own set is counted as faithfully as any other.
 */
export async function tallyMysql(connection: Connection, database: string, questions: readonly TallyQuestion[] = []): Promise<Tally> {
  const rowsOf = async (statement: string, parameters: readonly string[] = []) => ((await connection.query(statement, [...parameters])) as unknown as [ReadonlyArray<readonly unknown[]>])[0]
  await connection.query(`set session time_zone = '+00:00', sql_select_limit = default, group_concat_max_len = 1000000`)
  await connection.query(`use ${quoted(database)}`)
  const [[character = '', collation = ''] = []] = await rowsOf('select default_character_set_name, default_collation_name from information_schema.schemata where schema_name = ?', [database])
  // New tables and routines take them: what a restored database goes on with.
  const structure: Record<string, string> = { 默认字符集与排序规则: `${String(character)} ${String(collation)}` }
  const tables: TableTally[] = []
  const found = await rowsOf(`select table_name, table_type from information_schema.tables where table_schema = ? and table_type in ('BASE TABLE', 'VIEW', 'SEQUENCE', 'SYSTEM VERSIONED') order by binary table_name`, [database])
  for (const [name, type] of found as ReadonlyArray<readonly [string, string]>) {
    const target = `${quoted(database)}.${quoted(name)}`
    const [definition = []] = await rowsOf(`show create ${type === 'VIEW' ? 'view' : 'table'} ${target}`)
    structure[name] = digestOf(String(definition[1]), database)
    if (type === 'VIEW' || type === 'SEQUENCE') continue
    const columns = (await rowsOf('select column_name, data_type from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position', [database, name])) as ReadonlyArray<readonly [string, string]>
    const cells = columns.map(([column, kind]) => `ifnull(crc32(${GEOMETRY.has(kind) ? `st_aswkb(${quoted(column)})` : `cast(${quoted(column)} as binary)`}), '-')`)
    const [tally = []] = await rowsOf(`select count(*), cast(ifnull(sum(cast(conv(left(md5(concat_ws('|', ${cells.join(', ')})), 15), 16, 10) as unsigned)), 0) as char) from ${target}`)
    tables.push({ name, rows: Number(tally[0]), digest: String(tally[1]) })
  }
  for (const [name, body] of await rowsOf(`select concat(routine_type, ' ', routine_name), routine_definition from information_schema.routines where routine_schema = ? order by 1`, [database])) structure[String(name)] = digestOf(String(body), database)
  for (const [name, body] of await rowsOf(`select concat('TRIGGER ', trigger_name), concat_ws(' ', action_timing, event_manipulation, event_object_table, action_statement) from information_schema.triggers where trigger_schema = ? order by 1`, [database])) structure[String(name)] = digestOf(String(body), database)
  const answers: Record<string, string | null> = {}
  for (const { name, sql } of questions) {
    // A question that the database no longer understands has that as its answer: it must not cost the backup.
    const value = await rowsOf(sql).then(([row]) => row?.[0], (error: unknown) => {
      if (error instanceof Error && 'fatal' in error && error.fatal === true) throw error
      return `${UNASKABLE}${error instanceof Error ? error.message : String(error)}`
    })
    answers[name] = value === null || value === undefined ? null : String(value)
  }
  const [size] = await rowsOf('select ifnull(sum(data_length + index_length), 0) from information_schema.tables where table_schema = ?', [database])
  return { tables, structure, answers, bytes: Number(size?.[0] ?? 0) }
}

export function quoted(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``
}

/** The next number of a counter, who defined a view and the database's own name are not part of what is defined. */
function digestOf(definition: string, database: string): string {
  return sm3(definition.replace(/ AUTO_INCREMENT=\d+/, '').replace(/ DEFINER=\S+@\S+/, '').replaceAll(`${quoted(database)}.`, '')).slice(0, 16)
}
