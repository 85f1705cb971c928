import type { CanonicalCatalogue, CanonicalIndex, CanonicalTable, CanonicalView } from './canonical-catalogue.ts'
import type { Catalogue, CatalogueColumn, CatalogueForeignKey, CatalogueKey, CatalogueRoutine, CatalogueSequence, CatalogueTrigger, CatalogueType } from './catalogue.ts'

/** What a change can be about, and its Chinese name. */
export const partTitles = Object.freeze({
  schema: '模式',
  extension: '扩展',
  type: '类型',
  sequence: '序列',
  table: '表',
  view: '视图',
  routine: '函数',
  column: '字段',
  'primary-key': '主键',
  'foreign-key': '外键',
  unique: '唯一约束',
  check: '检查约束',
  index: '索引',
  trigger: '触发器',
} as const)
export type PartType = keyof typeof partTitles

/** The value of each type of part. */
export type PartValues = {
  schema: Catalogue['schemas'][number]
  extension: { readonly name: string }
  type: CatalogueType
  sequence: CatalogueSequence
  table: CanonicalTable
  view: CanonicalView
  routine: CatalogueRoutine
  column: CatalogueColumn
  'primary-key': CatalogueKey
  'foreign-key': CatalogueForeignKey
  unique: CatalogueKey
  check: CatalogueKey
  index: CanonicalIndex
  trigger: CatalogueTrigger
}

/** One thing in a catalogue with its place: `table` where it belongs to one. */
export type Part<T extends PartType = PartType> = { [K in T]: { readonly type: K; readonly schema: string; readonly table: string | null; readonly name: string; readonly value: PartValues[K] } }[T]

/** What happened to a part; `before` null: it is new, `after` null: it is gone. A new or dropped table is one change with everything in it. */
export type PartChange<T extends PartType = PartType> = { [K in T]: { readonly type: K; readonly schema: string; readonly table: string | null; readonly name: string; readonly before: Part<K>['value'] | null; readonly after: Part<K>['value'] | null } }[T]

/** What stands by itself: everything but the parts of tables. */
export function ownParts(catalogue: CanonicalCatalogue): Part[] {
  return [
    ...catalogue.schemas.map((value): Part => ({ type: 'schema', schema: value.name, table: null, name: value.name, value })),
    ...catalogue.extensions.map((value): Part => ({ type: 'extension', schema: '', table: null, name: value.name, value })),
    ...catalogue.types.map((value): Part => ({ type: 'type', schema: value.schema, table: null, name: value.name, value })),
    ...catalogue.sequences.map((value): Part => ({ type: 'sequence', schema: value.schema, table: null, name: value.name, value })),
    ...catalogue.tables.map((value): Part => ({ type: 'table', schema: value.schema, table: value.name, name: value.name, value })),
    ...catalogue.views.map((value): Part => ({ type: 'view', schema: value.schema, table: null, name: value.name, value })),
    ...catalogue.routines.map((value): Part => ({ type: 'routine', schema: value.schema, table: null, name: `${value.name}(${value.arguments})`, value })),
  ]
}

export function tableParts(table: CanonicalTable): Part[] {
  const at = { schema: table.schema, table: table.name }
  return [
    ...table.columns.map((value): Part => ({ type: 'column', ...at, name: value.name, value })),
    ...(table.primaryKey === null ? [] : [{ type: 'primary-key', ...at, name: table.primaryKey.name, value: table.primaryKey } satisfies Part]),
    ...table.foreignKeys.map((value): Part => ({ type: 'foreign-key', ...at, name: value.name, value })),
    ...table.uniques.map((value): Part => ({ type: 'unique', ...at, name: value.name, value })),
    ...table.checks.map((value): Part => ({ type: 'check', ...at, name: value.name, value })),
    ...table.indexes.map((value): Part => ({ type: 'index', ...at, name: value.name, value })),
    ...table.triggers.map((value): Part => ({ type: 'trigger', ...at, name: value.name, value })),
  ]
}

/** A table without its parts. */
export function tableAlone({ columns: _columns, primaryKey: _key, foreignKeys: _foreign, uniques: _uniques, checks: _checks, indexes: _indexes, triggers: _triggers, ...table }: CanonicalTable) {
  return table
}
