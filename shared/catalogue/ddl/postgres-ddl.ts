import type { CanonicalTable, CanonicalView } from '../canonical-catalogue.ts'
import { type PartChange, tableParts } from '../catalogue-parts.ts'
import type { CatalogueColumn, CatalogueRoutine, CatalogueSequence, CatalogueType } from '../catalogue.ts'
import { quoteIdentifier, quoteLiteral } from '../quote-sql.ts'
import { byHand, phases, type Statement } from './statement.ts'

const quote = (name: string) => quoteIdentifier('postgresql', name)
const literal = (text: string | null) => (text === null ? 'null' : quoteLiteral('postgresql', text))
const at = ({ schema, name }: { readonly schema: string; readonly name: string }) => `${quote(schema)}.${quote(name)}`

/** A change as PostgreSQL statements (PostgreSQL 12 to 18). */
export function postgresStatements(change: PartChange): Statement[] {
  const { type, schema, name } = change
  const table = change.table === null ? '' : at({ schema, name: change.table })
  switch (type) {
    case 'schema':
      return replaced(change, () => [{ phase: phases.dropSchema, sql: `drop schema ${quote(name)};` }], () => [{ phase: phases.schema, sql: `create schema ${quote(name)};` }], (value) => comment(`schema ${quote(name)}`, value.comment))
    case 'extension':
      return replaced(change, () => [{ phase: phases.dropExtension, sql: `drop extension ${quote(name)};` }], () => [{ phase: phases.extension, sql: `create extension ${quote(name)};` }], () => [])
    case 'type':
      return typeStatements(change)
    case 'sequence':
      return sequenceStatements(change)
    case 'routine':
      return routineStatements(change)
    case 'view':
      return replaced(change, dropView, makeView, viewComments)
    case 'table':
      if (change.after === null) return [{ phase: phases.dropTable, sql: `drop table if exists ${table};` }]
      return change.before === null ? makeTable(change.after) : alterTable(change.before, change.after)
    case 'column':
      return columnStatements(table, change.before, change.after)
    case 'primary-key':
      return constraintStatements(table, change, phases.dropPrimaryKey, phases.primaryKey)
    case 'foreign-key':
      return constraintStatements(table, change, phases.dropForeignKey, phases.foreignKey)
    case 'unique':
    case 'check':
      return constraintStatements(table, change, phases.dropConstraint, phases.constraint)
    case 'index':
      return replaced(change, () => [{ phase: phases.dropConstraint, sql: `drop index ${at({ schema, name })};` }], (value) => (value.isInherited ? [] : [{ phase: phases.index, sql: `${value.definition};` }]), (value) => comment(`index ${at({ schema, name })}`, value.comment))
    case 'trigger':
      return replaced(change, () => [{ phase: phases.dropTrigger, sql: `drop trigger ${quote(name)} on ${table};` }], (value) => (value.isInherited ? [] : triggerStatements(table, value)), (value) => comment(`trigger ${quote(name)} on ${table}`, value.comment))
  }
}

/** Drop and make anew where more than the comment differs. */
function replaced<V extends object>({ before, after }: { readonly before: V | null; readonly after: V | null }, drop: (value: V) => Statement[], make: (value: V) => Statement[], comments: (value: V) => Statement[]): Statement[] {
  if (after === null) return before === null ? [] : drop(before)
  const told = comments(after)
  if (before === null) return [...make(after), ...told.filter(({ sql }) => !sql.endsWith(' is null;'))]
  return uncommented(before) === uncommented(after) ? told : [...drop(before), ...make(after), ...told.filter(({ sql }) => !sql.endsWith(' is null;'))]
}

function uncommented(value: object): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'comment' ? undefined : inner))
}

function comment(on: string, text: string | null): Statement[] {
  return [{ phase: phases.comment, sql: `comment on ${on} is ${literal(text)};` }]
}

function constraintStatements(table: string, change: PartChange<'primary-key' | 'foreign-key' | 'unique' | 'check'>, dropPhase: number, makePhase: number): Statement[] {
  const { before, after } = change
  return [
    ...(before === null || before.isInherited ? [] : [{ phase: dropPhase, sql: `alter table ${table} drop constraint if exists ${quote(before.name)};` }]),
    ...(after === null || after.isInherited ? [] : [{ phase: makePhase, sql: `alter table ${table} add constraint ${quote(after.name)} ${after.definition};` }]),
  ]
}

function triggerStatements(table: string, { name, definition, state }: { readonly name: string; readonly definition: string; readonly state: string }): Statement[] {
  const mode = { enabled: '', disabled: 'disable', replica: 'enable replica', always: 'enable always' }[state] ?? ''
  return [{ phase: phases.trigger, sql: `${definition};` }, ...(mode === '' ? [] : [{ phase: phases.trigger, sql: `alter table ${table} ${mode} trigger ${quote(name)};` }])]
}

function columnLine({ name, type, isNullable, default: standard, generated, identity, collation }: CatalogueColumn): string {
  return [quote(name), type, ...(collation === null ? [] : [`collate ${collation}`]), ...(generated === null ? [] : [`generated always as (${generated}) stored`]), ...(identity === null ? [] : [`generated ${identity === 'always' ? 'always' : 'by default'} as identity`]), ...(standard === null ? [] : [`default ${standard}`]), ...(isNullable ? [] : ['not null'])].join(' ')
}

function columnStatements(table: string, before: CatalogueColumn | null, after: CatalogueColumn | null): Statement[] {
  const alter = (sql: string): Statement => ({ phase: phases.alterColumn, sql: `alter table ${table} ${sql};` })
  if (after === null) return before === null ? [] : [{ phase: phases.dropColumn, sql: `alter table ${table} drop column ${quote(before.name)};` }]
  const told = comment(`column ${table}.${quote(after.name)}`, after.comment)
  const add: Statement = { phase: phases.addColumn, sql: `alter table ${table} add column ${columnLine(after)};` }
  if (before === null) return [add, ...(after.comment === null ? [] : told)]
  const column = `alter column ${quote(after.name)}`
  // A computed column holds nothing of its own.
  if (before.generated !== after.generated && after.generated !== null) return [{ phase: phases.dropColumn, sql: `alter table ${table} drop column ${quote(after.name)};` }, add, ...(after.comment === null ? [] : told)]
  const isRetyped = before.type !== after.type || before.collation !== after.collation
  const isRedefaulted = before.default !== after.default || (isRetyped && after.default !== null)
  return [
    ...(before.generated !== null && after.generated === null ? [alter(`${column} drop expression`)] : []),
    ...(before.identity !== null && after.identity === null ? [alter(`${column} drop identity`)] : []),
    ...(isRedefaulted && before.default !== null ? [alter(`${column} drop default`)] : []),
    ...(isRetyped ? [alter(`${column} type ${after.type}${after.collation === null ? '' : ` collate ${after.collation}`} using ${quote(after.name)}::${after.type}`)] : []),
    ...(isRedefaulted && after.default !== null ? [alter(`${column} set default ${after.default}`)] : []),
    ...(before.isNullable === after.isNullable ? [] : [alter(`${column} ${after.isNullable ? 'drop' : 'set'} not null`)]),
    ...(after.identity !== null && before.identity !== after.identity ? [alter(`${column} ${before.identity === null ? 'add' : 'set'} generated ${after.identity === 'always' ? 'always' : 'by default'}${before.identity === null ? ' as identity' : ''}`)] : []),
    ...(before.comment === after.comment ? [] : told),
  ]
}

function makeTable(table: CanonicalTable): Statement[] {
  const name = at(table)
  const told = [...(table.comment === null ? [] : comment(`table ${name}`, table.comment)), ...table.columns.flatMap((column) => (column.comment === null ? [] : comment(`column ${name}.${quote(column.name)}`, column.comment)))]
  const parts = tableParts(table).flatMap((part) => (part.type === 'column' || ('isInherited' in part.value && part.value.isInherited) ? [] : postgresStatements({ ...part, before: null, after: part.value } as PartChange)))
  if (table.kind === 'foreign') return [byHand(phases.table, `外部表 ${name} 及其服务器与选项`)]
  const partitions = table.partitionBy === null ? '' : ` partition by ${table.partitionBy}`
  const head = `create ${table.isUnlogged ? 'unlogged ' : ''}table ${name}`
  const make: Statement = table.partitionOf === null
    ? { phase: phases.table, sql: `${head} (\n${table.columns.map((column) => `  ${columnLine(column)}`).join(',\n')}\n)${partitions};` }
    : { phase: phases.partition, sql: `${head} partition of ${at(table.partitionOf)} ${table.partitionOf.bound}${partitions};` }
  return [make, ...parts, ...told]
}

function alterTable(before: CanonicalTable, after: CanonicalTable): Statement[] {
  const name = at(after)
  const alter = (sql: string): Statement => ({ phase: phases.alterTable, sql: `alter table ${sql};` })
  const [from, to] = [before.partitionOf, after.partitionOf]
  return [
    ...(before.isUnlogged === after.isUnlogged ? [] : [alter(`${name} set ${after.isUnlogged ? 'unlogged' : 'logged'}`)]),
    ...(JSON.stringify(from) === JSON.stringify(to) ? [] : [...(from === null ? [] : [alter(`${at(from)} detach partition ${name}`)]), ...(to === null ? [] : [alter(`${at(to)} attach partition ${name} ${to.bound}`)])]),
    ...(before.partitionBy === after.partitionBy && before.kind === after.kind ? [] : [byHand(phases.alterTable, `表 ${name} 的分区方式改为 ${after.partitionBy ?? '不分区'}，须新建表并迁移数据`)]),
    ...(before.comment === after.comment ? [] : comment(`table ${name}`, after.comment)),
  ]
}

function dropView(view: CanonicalView): Statement[] {
  return [{ phase: phases.dropView, sql: `drop ${view.isMaterialized ? 'materialized ' : ''}view if exists ${at(view)} cascade;` }]
}

function makeView(view: CanonicalView): Statement[] {
  // The engine writes a name in quotes only where it must: that is how another view's text has it.
  const bare = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quote(name))
  const head = `create ${view.isMaterialized ? 'materialized ' : ''}view ${at(view)} as`
  return [
    { phase: phases.view, sql: `${head}\n${(view.definition ?? '').replace(/;\s*$/, '')};`, makesView: `${bare(view.schema)}.${bare(view.name)}` },
    ...view.indexes.map(({ definition }) => ({ phase: phases.trigger, sql: `${definition};` })),
    ...view.triggers.flatMap((trigger) => triggerStatements(at(view), trigger)),
  ]
}

function viewComments(view: CanonicalView): Statement[] {
  return [...comment(`${view.isMaterialized ? 'materialized ' : ''}view ${at(view)}`, view.comment), ...view.columns.flatMap((column) => (column.comment === null ? [] : comment(`column ${at(view)}.${quote(column.name)}`, column.comment)))]
}

function typeStatements({ before, after }: { readonly before: CatalogueType | null; readonly after: CatalogueType | null }): Statement[] {
  const noun = (type: CatalogueType) => (type.kind === 'domain' ? 'domain' : 'type')
  if (after === null) return before === null ? [] : [{ phase: phases.dropType, sql: `drop ${noun(before)} ${at(before)};` }]
  const told = comment(`${noun(after)} ${at(after)}`, after.comment)
  if (before === null) return [{ phase: phases.type, sql: `create ${noun(after)} ${at(after)} as ${after.definition};` }, ...(after.comment === null ? [] : told)]
  const retold = before.comment === after.comment ? [] : told
  if (before.definition === after.definition) return retold
  if (before.kind !== 'enum' || after.kind !== 'enum' || after.labels.filter((label) => before.labels.includes(label)).join('\n') !== before.labels.join('\n')) return [byHand(phases.type, `类型 ${at(after)} 改为 ${after.definition}，须先处理使用它的字段`), ...retold]
  // Labels come in at their place, each after the one before it, which is there by then.
  return [...after.labels.flatMap((label, position) => (before.labels.includes(label) ? [] : [{ phase: phases.type, sql: `alter type ${at(after)} add value ${literal(label)} ${position === 0 ? `before ${literal(before.labels[0] ?? '')}` : `after ${literal(after.labels[position - 1] ?? '')}`};` }])), ...retold]
}

function sequenceStatements({ before, after }: { readonly before: CatalogueSequence | null; readonly after: CatalogueSequence | null }): Statement[] {
  if (after === null) return before === null ? [] : [{ phase: phases.dropSequence, sql: `drop sequence if exists ${at(before)};` }]
  const { type, increment, minimum, maximum, start, cache, cycles, ownedBy } = after
  const options = `as ${type} increment by ${increment} minvalue ${minimum} maxvalue ${maximum} start with ${start} cache ${cache} ${cycles ? 'cycle' : 'no cycle'}`
  const own = { phase: phases.ownSequence, sql: `alter sequence ${at(after)} owned by ${ownedBy === null ? 'none' : `${at({ schema: ownedBy.schema, name: ownedBy.table })}.${quote(ownedBy.column)}`};` }
  const told = comment(`sequence ${at(after)}`, after.comment)
  if (before === null) return [{ phase: phases.sequence, sql: `create sequence ${at(after)} ${options};` }, ...(ownedBy === null ? [] : [own]), ...(after.comment === null ? [] : told)]
  const bare = (sequence: CatalogueSequence) => JSON.stringify({ ...sequence, comment: null, ownedBy: null })
  return [...(bare(before) === bare(after) ? [] : [{ phase: phases.sequence, sql: `alter sequence ${at(after)} ${options};` }]), ...(JSON.stringify(before.ownedBy) === JSON.stringify(ownedBy) ? [] : [own]), ...(before.comment === after.comment ? [] : told)]
}

function routineStatements({ before, after }: { readonly before: CatalogueRoutine | null; readonly after: CatalogueRoutine | null }): Statement[] {
  const named = (routine: CatalogueRoutine) => `${routine.kind === 'procedure' ? 'procedure' : routine.kind === 'aggregate' ? 'aggregate' : 'function'} ${at(routine)}(${routine.arguments})`
  const drop = (routine: CatalogueRoutine): Statement => ({ phase: phases.dropRoutine, sql: `drop ${named(routine)};` })
  if (after === null) return before === null ? [] : [drop(before)]
  const told = comment(named(after), after.comment)
  if (before !== null && uncommented(before) === uncommented(after)) return told
  if (after.definition === null) return [byHand(phases.routine, `聚合 ${named(after)}`)]
  return [
    ...(before !== null && (before.returns !== after.returns || before.kind !== after.kind) ? [drop(before)] : []),
    // A body may speak of tables that come later.
    { phase: phases.setUp, sql: 'set check_function_bodies = off;' },
    { phase: phases.routine, sql: `${after.definition.trimEnd()};` },
    ...(after.comment === null ? [] : told),
  ]
}
