import { type Member, closedSet } from '../closed-set.ts'
import { isDescription, ownTables } from './catalogue-coverage.ts'
import type { Catalogue, CatalogueIndex, CatalogueTable } from './catalogue.ts'
import { inferRelations, type InferredRelation } from './infer-relations.ts'

/** What an inventory objects to (盘点问题). */
export const issueKind = closedSet({
  'no-key': '没有主键',
  'no-table-comment': '表没有说明',
  'no-column-comment': '字段没有说明',
  'duplicate-index': '索引重复',
  'invalid-index': '索引无效',
  'foreign-key-without-index': '外键没有索引',
  'undeclared-relation': '关系未声明',
  'type-mismatch': '关联字段类型不同',
  'unreadable-name': '名称无法识别',
})
export type IssueKind = Member<typeof issueKind>

export type CatalogueIssue = { readonly kind: IssueKind; readonly schema: string; readonly table: string; readonly name: string | null; readonly words: string; readonly advice: string }

/** Everything that deserves a word, with advice. Columns without a comment are one issue a table. `relations`: what was inferred and not rejected. */
export function catalogueIssues(catalogue: Catalogue, relations: readonly InferredRelation[] = inferRelations(catalogue)): CatalogueIssue[] {
  const types = new Map(catalogue.tables.flatMap((table) => table.columns.map((column) => [JSON.stringify([table.schema, table.name, column.name]), column.type] as const)))
  return [
    ...ownTables(catalogue).flatMap((table) => tableIssues(table, types)),
    ...relations.map((one): CatalogueIssue => ({ kind: 'undeclared-relation', schema: one.schema, table: one.table, name: one.column, words: `${one.column} 像是引用 ${one.toSchema === one.schema ? '' : `${one.toSchema}.`}${one.toTable}.${one.toColumn}（把握 ${Math.round(one.confidence * 100)}%：${one.reasons.join('，')}），但没有外键`, advice: '由熟悉业务的人确认；确认的，补外键或在说明中写明' })),
  ]
}

function tableIssues(table: CatalogueTable, types: ReadonlyMap<string, string>): CatalogueIssue[] {
  const at = { schema: table.schema, table: table.name }
  const issues: CatalogueIssue[] = []
  const add = (kind: IssueKind, name: string | null, words: string, advice: string) => issues.push({ kind, ...at, name, words, advice })
  if (table.primaryKey === null && table.kind === 'table') {
    const unique = table.uniques[0] ?? table.indexes.find(({ isUnique, predicate }) => isUnique && predicate === null)
    add('no-key', null, '表没有主键', unique === undefined ? '找出能唯一认定一行的字段，建立主键；没有的，增加自增主键' : `已有唯一约束 ${unique.name}（${unique.columns.join('、')}），可改为主键`)
  }
  if (!isDescription(table.comment)) add('no-table-comment', null, '表没有说明', '在“描述”页补写，经数据维护单写入数据库')
  const bare = table.columns.filter(({ comment }) => !isDescription(comment)).map(({ name }) => name)
  if (bare.length > 0) add('no-column-comment', null, `${bare.length} 个字段没有说明：${bare.slice(0, 12).join('、')}${bare.length > 12 ? ' 等' : ''}`, '在“描述”页补写，经数据维护单写入数据库')
  for (const [index, wider] of duplicates(table.indexes)) add('duplicate-index', index.name, `索引 ${index.name}（${index.columns.join('、')}）已被 ${wider.name}（${wider.columns.join('、')}）包含${index.scans === null ? '' : `，使用 ${index.scans} 次`}`, '确认没有查询依赖后删除，减少写入开销')
  for (const index of table.indexes) if (!index.isValid) add('invalid-index', index.name, `索引 ${index.name} 无效，查询不会使用它`, '重建索引（REINDEX）或删除')
  for (const key of table.foreignKeys) {
    const isLed = [...table.indexes.map(({ columns }) => columns), ...(table.primaryKey === null ? [] : [table.primaryKey.columns]), ...table.uniques.map(({ columns }) => columns)].some((columns) => key.columns.every((column) => columns.slice(0, key.columns.length).includes(column)))
    if (!isLed) add('foreign-key-without-index', key.name, `外键 ${key.name}（${key.columns.join('、')}）没有以它开头的索引，删改被引用的行要扫描全表`, `建索引：${key.columns.join('、')}`)
    for (const [position, column] of key.columns.entries()) {
      const [own, other] = [types.get(JSON.stringify([table.schema, table.name, column])), types.get(JSON.stringify([key.references.schema, key.references.table, key.references.columns[position]]))]
      if (own !== undefined && other !== undefined && own !== other) add('type-mismatch', key.name, `外键 ${key.name} 的 ${column} 是 ${own}，被引用的是 ${other}`, '统一类型，避免隐式转换使索引失效')
    }
  }
  const names = [table.name, ...table.columns.map(({ name }) => name)]
  const unreadable = names.filter((name) => name.includes('\uFFFD') || !name.isWellFormed())
  if (unreadable.length > 0) add('unreadable-name', null, `${unreadable.length} 个名称含有无法识别的字节`, '多为旧系统的非 UTF-8 名称：用库自带的工具改名')
  return issues
}

/** Pairs of an index and another that does everything it does. A unique index is only as good as an equal one. */
function duplicates(indexes: readonly CatalogueIndex[]): Array<[CatalogueIndex, CatalogueIndex]> {
  return indexes.flatMap((index, at): Array<[CatalogueIndex, CatalogueIndex]> => {
    if (index.constraint !== null) return []
    const wider = indexes.find((other, place) => {
      if (other === index || other.method !== index.method || other.predicate !== index.predicate || !other.isValid) return false
      const isSame = other.columns.length === index.columns.length
      if (!index.columns.every((column, position) => other.columns[position] === column)) return false
      if (index.isUnique && !(isSame && other.isUnique)) return false
      // Of two that are the same, the later one is too many; one that carries a constraint always stays.
      return !isSame || other.constraint !== null || (other.isUnique && !index.isUnique) || (other.isUnique === index.isUnique && place < at)
    })
    return wider === undefined ? [] : [[index, wider]]
  })
}
