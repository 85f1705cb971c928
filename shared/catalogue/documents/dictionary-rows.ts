import { ownTables } from '../catalogue-coverage.ts'
import type { Catalogue } from '../catalogue.ts'

/** Columns of the data dictionary as one sheet; the first five name the place, so that the sheet can come back with descriptions. */
export const dictionaryColumns = Object.freeze([
  { title: '模式', type: 'text' },
  { title: '表', type: 'text', width: 28 },
  { title: '字段', type: 'text', width: 28 },
  { title: '说明', type: 'text', width: 44 },
  { title: '类型', type: 'text', width: 22 },
  { title: '可空', type: 'text' },
  { title: '默认值', type: 'text', width: 24 },
  { title: '主键', type: 'text' },
  { title: '引用', type: 'text', width: 32 },
  { title: '分类分级', type: 'text', width: 20 },
] as const)

/** A row for each table (字段 empty) followed by its columns. */
export function* dictionaryRows(catalogue: Catalogue, classes: ReadonlyMap<string, string> = new Map()): Generator<Array<string | null>> {
  for (const table of ownTables(catalogue)) {
    yield [table.schema, table.name, '', table.comment, null, null, null, null, null, null]
    const references = new Map(table.foreignKeys.flatMap((key) => key.columns.map((column, at) => [column, `${key.references.table}.${key.references.columns[at] ?? ''}`] as const)))
    for (const column of table.columns) {
      yield [table.schema, table.name, column.name, column.comment, column.type, column.isNullable ? '是' : '否', column.generated ?? column.default ?? (column.identity === null ? null : '自增'), table.primaryKey?.columns.includes(column.name) === true ? '是' : '', references.get(column.name) ?? '', classes.get(`${table.schema === '' ? '' : `${table.schema}.`}${table.name}.${column.name}`) ?? '']
    }
  }
}
