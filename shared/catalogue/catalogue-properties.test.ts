import assert from 'node:assert/strict'
import { test } from 'node:test'

import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { catalogueLines, diffLines, linesHash, packLines, unpackLines } from '#platform/database/catalogue-lines.ts'
import fc from 'fast-check'

import { canonicalCatalogue } from './canonical-catalogue.ts'
import { ownParts, tableParts } from './catalogue-parts.ts'
import { type Catalogue, catalogueSchema, type CatalogueTable } from './catalogue.ts'
import { type CatalogueChange, diffCatalogues } from './diff-catalogues.ts'

const name = fc.constantFrom('a', 'b', 'c', '"; drop', '表')
const comment = fc.option(fc.constantFrom('说明', "it's"), { nil: null })
const named = <T extends { name: string }>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { selector: (value) => value.name, maxLength: 4 })
const column = fc.record({ name, type: fc.constantFrom('int', 'text'), isNullable: fc.boolean(), default: fc.option(fc.constant('1'), { nil: null }), generated: fc.constant(null), identity: fc.constant(null), collation: fc.constant(null), comment })
const key = fc.record({ name, columns: fc.array(name, { minLength: 1, maxLength: 2 }), definition: fc.constantFrom('unique (a)', 'check (true)'), isInherited: fc.boolean() })
const index = fc.record({ name, columns: fc.array(name, { minLength: 1, maxLength: 2 }), isUnique: fc.boolean(), isValid: fc.boolean(), method: fc.constant('btree'), predicate: fc.constant(null), definition: fc.constantFrom('create index x', 'create index y'), constraint: fc.constant(null), isInherited: fc.boolean(), comment, bytes: fc.nat(), scans: fc.nat() })
const table: fc.Arbitrary<CatalogueTable> = fc.record({
  schema: fc.constantFrom('public', 'trade'),
  name,
  kind: fc.constant('table' as const),
  comment,
  isUnlogged: fc.boolean(),
  storage: fc.constant(null),
  partitionBy: fc.constant(null),
  partitionOf: fc.option(fc.record({ schema: fc.constantFrom('public', 'trade'), name, bound: fc.constant('default') }), { nil: null }),
  parts: fc.constant([]),
  columns: named(column),
  primaryKey: fc.option(key, { nil: null }),
  foreignKeys: named(key.map((one) => ({ ...one, references: { schema: 'public', table: 'a', columns: ['a'] } }))),
  uniques: named(key),
  checks: named(key),
  indexes: named(index),
  triggers: fc.constant([]),
  rows: fc.record({ estimated: fc.option(fc.nat(), { nil: null }), exact: fc.constant(null) }),
  bytes: fc.record({ table: fc.nat(), indexes: fc.nat(), total: fc.nat() }),
})
const catalogue: fc.Arbitrary<Catalogue> = fc.record({
  format: fc.constant(1 as const),
  engine: fc.constant('postgresql' as const),
  version: fc.constantFrom('15.3', '18.1'),
  database: fc.constantFrom('one', 'two'),
  schemas: named(fc.record({ name, comment })),
  extensions: fc.constant([]),
  types: fc.constant([]),
  sequences: fc.constant([]),
  tables: fc.uniqueArray(table, { selector: (one) => `${one.schema}.${one.name}`, maxLength: 5 }),
  views: fc.constant([]),
  routines: fc.constant([]),
})

test('the hash does not depend on order, sizes, rows, use counts, release or name of the database', () => {
  fc.assert(
    fc.property(catalogue, fc.infiniteStream(fc.nat()), (one, numbers) => {
      const next = () => numbers.next().value as number
      const shuffle = <T>(list: readonly T[]): T[] => list.map((value) => [next(), value] as const).sort((a, b) => a[0] - b[0]).map(([, value]) => value)
      const other: Catalogue = {
        ...one,
        version: '16.0',
        database: 'elsewhere',
        schemas: shuffle(one.schemas),
        tables: shuffle(one.tables).map((each) => ({ ...each, columns: shuffle(each.columns), foreignKeys: shuffle(each.foreignKeys), uniques: shuffle(each.uniques), checks: shuffle(each.checks), indexes: shuffle(each.indexes).map((single) => ({ ...single, bytes: next(), scans: next() })), rows: { estimated: next(), exact: next() }, bytes: { table: next(), indexes: next(), total: next() } })),
      }
      assert.equal(catalogueHash(other), catalogueHash(one))
      assert.deepEqual(diffCatalogues(one, other), [])
    }),
  )
})

test('a difference is empty exactly when the hashes are equal, and applied to the first gives the second', () => {
  fc.assert(
    fc.property(catalogue, catalogue, (before, after) => {
      assert.deepEqual(diffCatalogues(before, before), [])
      const changes = diffCatalogues(before, after)
      assert.equal(changes.length === 0, catalogueHash(before) === catalogueHash(after))
      assert.deepEqual(apply(parts(before), changes), parts(after))
    }),
  )
})

test('kept as lines, a catalogue has the hash of its whole and tells the difference of its whole', async () => {
  await fc.assert(
    fc.asyncProperty(catalogue, catalogue, async (before, after) => {
      const [one, other] = [canonicalCatalogue(before), canonicalCatalogue(after)]
      const [lines, others] = [catalogueLines(one), catalogueLines(other)]
      assert.equal(linesHash(lines), sm3(canonicalJson(one)))
      assert.deepEqual(await unpackLines(await packLines(lines)), lines)
      assert.deepEqual(diffLines(lines, others), diffCatalogues(structuredClone(before), structuredClone(after)))
    }),
    { numRuns: 50 },
  )
})

test('the shape refuses what is not a catalogue, naming each place', () => {
  const wrong = catalogueSchema.safeParse({ format: 1, engine: 'oracle', version: 1 })
  assert.equal(wrong.success, false)
  assert.ok(wrong.error.issues.some(({ path }) => path.join('.') === 'engine') && wrong.error.issues.some(({ path }) => path.join('.') === 'tables'))
})

/** Every part of a catalogue by its place; a table stands there without its parts. */
function parts(one: Catalogue): Map<string, string> {
  const canonical = canonicalCatalogue(one)
  const all = [...ownParts(canonical), ...canonical.tables.flatMap(tableParts)]
  return sorted(new Map(all.map((part) => [place(part.type, part), JSON.stringify(part.type === 'table' ? bare(part.value) : part.value)])))
}

function apply(known: Map<string, string>, changes: readonly CatalogueChange[]): Map<string, string> {
  const result = new Map(known)
  for (const change of changes) {
    const type = change.kind.replace(/-(added|removed|altered)$/, '')
    if (type === 'table' && change.after === null) for (const at of result.keys()) if ((JSON.parse(at) as string[])[1] === change.schema && (JSON.parse(at) as string[])[2] === change.table) result.delete(at)
    if (change.after === null) result.delete(place(type, change))
    else result.set(place(type, change), JSON.stringify(type === 'table' ? bare(change.after as CatalogueTable) : change.after))
    if (change.kind === 'table-added') for (const part of tableParts(change.after as Parameters<typeof tableParts>[0])) result.set(place(part.type, part), JSON.stringify(part.value))
  }
  return sorted(result)
}

function place(type: string, { schema, table: inside, name: own }: { schema: string; table: string | null; name: string }): string {
  return JSON.stringify([type, schema, inside, type === 'primary-key' ? '' : own])
}

function bare(value: object) {
  return { ...value, columns: [], primaryKey: null, foreignKeys: [], uniques: [], checks: [], indexes: [], triggers: [] }
}

function sorted(map: Map<string, string>): Map<string, string> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}
