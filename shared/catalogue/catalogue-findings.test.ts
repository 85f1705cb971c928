import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueIssues } from './catalogue-issues.ts'
import type { Catalogue, CatalogueIndex, CatalogueTable } from './catalogue.ts'
import { catalogueDbml } from './documents/catalogue-dbml.ts'
import { inferRelations } from './infer-relations.ts'
import { contentForms, proposeClasses } from './propose-classes.ts'

const column = (name: string, type = 'bigint', comment: string | null = '说明') => ({ name, type, isNullable: true, default: null, generated: null, identity: null, collation: null, comment })
const index = (name: string, columns: string[], more: Partial<CatalogueIndex> = {}): CatalogueIndex => ({ name, columns, isUnique: false, isValid: true, method: 'btree', predicate: null, definition: '', constraint: null, isInherited: false, comment: null, bytes: 0, scans: 0, ...more })
const table = (name: string, columns: CatalogueTable['columns'], more: Partial<CatalogueTable> = {}): CatalogueTable => ({
  schema: 'public', name, kind: 'table', comment: '说明', isUnlogged: false, storage: null, partitionBy: null, partitionOf: null, parts: [], columns, primaryKey: { name: `${name}_pkey`, columns: [columns[0]?.name ?? ''], definition: '', isInherited: false }, foreignKeys: [], uniques: [], checks: [], indexes: [], triggers: [], rows: { estimated: null, exact: null }, bytes: { table: null, indexes: null, total: null }, ...more,
})
const catalogue = (tables: CatalogueTable[]): Catalogue => ({ format: 1, engine: 'postgresql', version: '15', database: 'x', schemas: [], extensions: [], types: [], sequences: [], tables, views: [], routines: [] })
const reference = (columns: string[], to: string) => ({ name: `to_${to}`, columns, definition: '', isInherited: false, references: { schema: 'public', table: to, columns: ['id'] } })

test('a column named after a table and its key is a relation; a declared one, another type and a key that refers itself are not', () => {
  const owner = table('owners', [column('id'), column('credit_code', 'varchar(18)')], { uniques: [{ name: 'u', columns: ['credit_code'], definition: '', isInherited: false }] })
  const found = inferRelations(catalogue([
    owner,
    table('contracts', [column('id'), column('owner_id'), column('credit_code', 'text'), column('owners_id', 'uuid')]),
    table('payments', [column('id'), column('owner_id')], { foreignKeys: [reference(['owner_id'], 'owners')] }),
    table('secrets', [column('owner_id'), column('text', 'text')], { foreignKeys: [reference(['owner_id'], 'owners')] }),
  ]))
  assert.deepEqual(found.map((one) => [one.table, one.column, one.toTable, one.toColumn]), [['contracts', 'owner_id', 'owners', 'id'], ['contracts', 'credit_code', 'owners', 'credit_code']])
  assert.ok((found[0]?.confidence ?? 0) > (found[1]?.confidence ?? 1))
})

test('what deserves a word gets one: no key, no comment, an index that another contains, an unindexed foreign key', () => {
  const bad = table('t', [column('id', 'bigint', null), column('a'), column('b')], {
    comment: '—', primaryKey: null, foreignKeys: [reference(['b'], 'u')],
    indexes: [index('one', ['a']), index('same', ['a']), index('wide', ['a', 'b']), index('only', ['a'], { isUnique: true }), index('part', ['a'], { predicate: 'a > 1' }), index('dead', ['id'], { isValid: false })],
  })
  const issues = catalogueIssues(catalogue([bad, table('u', [column('id', 'integer')])]), [])
  const said = issues.map(({ kind, name }) => (name === null ? kind : `${kind} ${name}`))
  assert.deepEqual(said, ['no-key', 'no-table-comment', 'no-column-comment', 'duplicate-index one', 'duplicate-index same', 'invalid-index dead', 'foreign-key-without-index to_u', 'type-mismatch to_u'])
  assert.ok(issues.every(({ advice }) => advice !== ''))
})

test('classes come from name, comment and mark, and some have a form that values can be held against', () => {
  const proposed = proposeClasses(catalogue([table('person', [column('id'), column('real_name', 'text', '姓名〔个人信息〕'), column('phone_at', 'date', '电话时间'), column('web_address', 'text', '网址'), column('sfz', 'text', '身份证号')])]))
  assert.deepEqual(proposed.map((one) => [one.column, one.class, one.level]), [['real_name', 'name', '3'], ['sfz', 'resident-id', '4']])
  assert.deepEqual(['13800005511', '1380000551', '010-55550166'].map((value) => new RegExp(contentForms.mobile ?? '').test(value)), [true, false, false])
})

test('DBML holds every name and note, whatever characters they have', () => {
  const dbml = catalogueDbml(catalogue([table('"; drop', [column('a b', 'character varying(3)', "it's\nnew")])]))
  assert.match(dbml, /Table public\."”; drop" \{\n {2}"a b" "character varying\(3\)" \[pk, note: '''it's\nnew'''\]/)
})
