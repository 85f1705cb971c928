import { documentModel, type Block, type DocumentModel } from '../../document-model.ts'
import { catalogueCoverage, ownTables, percent } from '../catalogue-coverage.ts'
import { qualified } from '../canonical-catalogue.ts'
import { catalogueIssues, issueKind, type CatalogueIssue } from '../catalogue-issues.ts'
import type { Catalogue, CatalogueTable } from '../catalogue.ts'
import { inferRelations, type InferredRelation } from '../infer-relations.ts'

export type CatalogueDocument = {
  readonly catalogue: Catalogue
  readonly hash: string
  readonly title: string
  readonly number: string
  readonly version: string
  readonly organisation: string
  /** Business date, and the moment of the snapshot for people. */
  readonly date: string
  readonly takenAt: string
  /** Default: what names and types suggest. */
  readonly relations?: readonly InferredRelation[]
  /** Sensitivity by `schema.table.column`. */
  readonly classes?: ReadonlyMap<string, string>
  /** Sentences of what changed since the version before. */
  readonly changes?: readonly string[]
}

/**
 * 数据盘点文档: scope and summary, tables with fields and descriptions, relations, keys, indexes, views and routines, changes, issues, sign-off. The
 * five content areas of the contract (表结构, 字段描述, 数据关系, 主外键, 索引) are all there, also when they are empty.
 */
export function catalogueDocument(given: CatalogueDocument): DocumentModel {
  const { catalogue, hash, relations = inferRelations(catalogue) } = given
  const tables = ownTables(catalogue)
  const issues = catalogueIssues(catalogue, relations)
  return documentModel.parse({
    kind: '数据盘点文档',
    // A table of contents over hundreds of tables takes a typesetter minutes and a reader nowhere.
    form: tables.length <= 200 ? 'report' : 'record',
    title: given.title,
    number: given.number,
    version: given.version,
    classification: '内部资料',
    cover: { lines: [{ label: '数据库', value: `${catalogue.database}（${catalogue.engine} ${catalogue.version}）` }, { label: '快照时间', value: given.takenAt }, { label: '目录摘要', value: hash }], organisation: given.organisation, date: given.date },
    signaturePages: [{ title: '确认', roles: [{ label: '编制' }, { label: '审核' }, { label: '确认' }] }],
    blocks: [...summaryBlocks(catalogue, given), ...structureBlocks(tables, given.classes), ...relationBlocks(tables, relations), ...keyBlocks(tables), ...indexBlocks(tables), ...otherBlocks(catalogue), ...issueBlocks(issues)],
  })
}

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text, numbered: true })
const right = 'right' as const
const col = (title: string, width = 1, align: 'left' | 'right' = 'left') => ({ title, unit: '', align, width })

function table(caption: string, columns: ReturnType<typeof col>[], rows: string[][], zeroRows: string): Block {
  return { kind: 'table', caption, columns, rows, zeroRows }
}

function summaryBlocks(catalogue: Catalogue, { hash, takenAt, changes }: CatalogueDocument): Block[] {
  const sum = catalogueCoverage(catalogue)
  const rows = [
    ['数据库', `${catalogue.database}，${catalogue.engine} ${catalogue.version}`],
    ['模式', catalogue.schemas.map(({ name }) => name).join('、')],
    ['快照时间', takenAt],
    ['目录摘要（SM3）', hash],
    ['表', `${sum.tables} 张，有说明 ${sum.tablesDescribed} 张（${percent(sum.tablesDescribed, sum.tables)}%）`],
    ['字段', `${sum.columns} 个，有说明 ${sum.columnsDescribed} 个（${percent(sum.columnsDescribed, sum.columns)}%）`],
    ['主键', `${sum.tablesWithKey} 张表有主键（${percent(sum.tablesWithKey, sum.tables)}%）`],
    ['外键、索引、视图', `${sum.foreignKeys}、${sum.indexes}、${sum.views}`],
    ['行数（估计）与大小', `${sum.rows.toLocaleString('en-US')} 行，${byteText(sum.bytes)}`],
  ]
  return [
    heading(1, '范围与概要'),
    table('概要', [col('项目', 1.2), col('内容', 4)], rows, ''),
    heading(1, '与上一版本的差异'),
    changes === undefined ? { kind: 'paragraph', content: '本文档是第一版，没有上一版本。' } : changes.length === 0 ? { kind: 'paragraph', content: '结构与上一版本相同。' } : { kind: 'list', ordered: true, items: [...changes] },
  ]
}

function structureBlocks(tables: readonly CatalogueTable[], classes: ReadonlyMap<string, string> | undefined): Block[] {
  return [
    heading(1, '表结构与字段描述'),
    table('表清单', [col('表', 2), col('说明', 3), col('字段', 0.6, right), col('行数', 0.9, right), col('大小', 0.9, right)], tables.map((one) => [qualified(one), one.comment ?? '（没有说明）', String(one.columns.length), rowsText(one), byteText(one.bytes.total)]), '没有表。'),
    ...tables.flatMap((one): Block[] => [
      heading(2, `${qualified(one)}${one.comment === null ? '' : `　${oneLine(one.comment)}`}`),
      ...(one.partitionBy === null ? [] : [{ kind: 'paragraph', content: `分区表：${one.partitionBy}。` } satisfies Block]),
      table(`${one.name} 的字段`, [col('字段', 1.6), col('类型', 1.5), col('可空', 0.5), col('默认值', 1.2), col('说明', 2.4), ...(classes === undefined ? [] : [col('分类分级', 1)])], one.columns.map((column) => [
        column.name,
        column.type,
        column.isNullable ? '是' : '否',
        column.generated === null ? (column.identity === null ? (column.default ?? '') : '自增') : `计算：${column.generated}`,
        column.comment ?? '（没有说明）',
        ...(classes === undefined ? [] : [classes.get(`${qualified(one)}.${column.name}`) ?? '']),
      ]), '没有字段。'),
    ]),
  ]
}

function relationBlocks(tables: readonly CatalogueTable[], relations: readonly InferredRelation[]): Block[] {
  const declared = tables.flatMap((one) => one.foreignKeys.map((key) => [qualified(one), key.columns.join('、'), qualified({ schema: key.references.schema, name: key.references.table }), key.references.columns.join('、'), '已声明']))
  const inferred = relations.map((one) => [qualified({ schema: one.schema, name: one.table }), one.column, qualified({ schema: one.toSchema, name: one.toTable }), one.toColumn, `推断，把握 ${Math.round(one.confidence * 100)}%`])
  return [heading(1, '数据关系'), table('数据关系', [col('表', 2), col('字段', 1.4), col('引用的表', 2), col('引用的字段', 1.4), col('依据', 1.4)], [...declared, ...inferred], '没有声明的关系，也没有推断出关系。')]
}

function keyBlocks(tables: readonly CatalogueTable[]): Block[] {
  const rows = tables.flatMap((one) => [
    ...(one.primaryKey === null ? [[qualified(one), '主键', '（没有主键）', '']] : [[qualified(one), '主键', one.primaryKey.name, one.primaryKey.columns.join('、')]]),
    ...one.foreignKeys.map((key) => [qualified(one), '外键', key.name, key.definition]),
    ...one.uniques.map((key) => [qualified(one), '唯一', key.name, key.columns.join('、')]),
    ...one.checks.map((key) => [qualified(one), '检查', key.name, key.definition]),
  ])
  return [heading(1, '主键、外键与约束'), table('约束', [col('表', 1.8), col('种类', 0.6), col('名称', 1.8), col('内容', 3)], rows, '没有约束。')]
}

function indexBlocks(tables: readonly CatalogueTable[]): Block[] {
  const rows = tables.flatMap((one) => one.indexes.map((index) => [qualified(one), index.name, index.columns.join('、'), [index.method, ...(index.isUnique ? ['唯一'] : []), ...(index.predicate === null ? [] : [`条件 ${index.predicate}`])].join('，'), byteText(index.bytes), index.scans === null ? '' : String(index.scans)]))
  return [heading(1, '索引'), table('索引', [col('表', 1.6), col('索引', 1.8), col('字段', 1.8), col('类型', 1.4), col('大小', 0.8, right), col('使用', 0.6, right)], rows, '没有索引。')]
}

function otherBlocks(catalogue: Catalogue): Block[] {
  const rows = [
    ...catalogue.views.map((view) => [view.isMaterialized ? '物化视图' : '视图', qualified(view), view.comment ?? '']),
    ...catalogue.routines.map((one) => [one.kind === 'procedure' ? '过程' : '函数', `${qualified(one)}(${one.arguments})`, one.comment ?? one.language]),
    ...catalogue.tables.flatMap((one) => one.triggers.map((trigger) => ['触发器', `${qualified(one)}.${trigger.name}`, trigger.comment ?? trigger.definition])),
    ...catalogue.sequences.map((one) => ['序列', qualified(one), one.comment ?? (one.ownedBy === null ? '' : `属于 ${one.ownedBy.table}.${one.ownedBy.column}`)]),
    ...catalogue.types.map((one) => [one.kind === 'enum' ? '枚举' : '类型', qualified(one), one.comment ?? one.definition]),
  ]
  return [heading(1, '视图、函数、触发器与序列'), table('其他对象', [col('种类', 0.8), col('名称', 2.4), col('说明', 3)], rows, '没有视图、函数、触发器和序列。')]
}

function issueBlocks(issues: readonly CatalogueIssue[]): Block[] {
  return [heading(1, '问题与建议'), table('问题', [col('问题', 1), col('表', 1.4), col('说明', 3), col('建议', 2)], issues.map((issue) => [issueKind.titles[issue.kind], qualified({ schema: issue.schema, name: issue.table }), issue.words, issue.advice]), '没有发现问题。')]
}

export function byteText(bytes: number | null): string {
  if (bytes === null) return ''
  const [size, unit] = bytes < 1_048_576 ? [bytes / 1_024, 'KB'] : bytes < 1_073_741_824 ? [bytes / 1_048_576, 'MB'] : [bytes / 1_073_741_824, 'GB']
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`
}

function rowsText({ rows }: CatalogueTable): string {
  return rows.exact === null ? (rows.estimated === null ? '未统计' : `约 ${rows.estimated}`) : String(rows.exact)
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
