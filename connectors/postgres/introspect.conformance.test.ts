import assert from 'node:assert/strict'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { compare } from '#shared/catalogue/canonical-catalogue.ts'
import { catalogueSchema, type Catalogue } from '#shared/catalogue/catalogue.ts'
import { diffCatalogues, migrationScript } from '#shared/catalogue/diff-catalogues.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import pg from 'pg'

import { introspectionLimits } from '../connector.ts'
import { postgresChanges, postgresStructure } from '../testing/introspection-fixtures.ts'
import { postgres } from './postgres.ts'

const byText = (a: readonly unknown[], b: readonly unknown[]) => compare(String(a), String(b))

test('postgres: the catalogue tells a structure as it is, and a difference as statements that make it', async (t) => {
  const server = await startPostgres()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const run = async (database: string, statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: server.url.replace(/\/[^/]*$/, `/${database}`) })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const introspect = async (database: string, username = 'postgres', password = server.password): Promise<Catalogue> => {
    const door = await postgres.open({ settings: postgres.settings.parse({ host: server.host, port: server.port, database, username }), secrets: { password }, limits: introspectionLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
    try {
      const catalogue = await door.introspect?.()
      assert.ok(catalogue !== undefined)
      return catalogue
    } finally {
      await door.close()
    }
  }
  await run('postgres', ['create database one', 'create database two', `create role looker login password 'looker-Pass-1'`])
  await run('one', postgresStructure)
  await run('two', [...postgresStructure, ...postgresChanges])
  const one = await introspect('one')

  await t.test('everything of the structure is there, names and comments to the letter', () => {
    assert.deepEqual(catalogueSchema.parse(one), one)
    const table = (name: string) => one.tables.find((each) => each.name === name) ?? assert.fail(name)
    const owner = table('owner')
    assert.equal(owner.comment, `建设单位 "甲方"; it's \\ and \n new line`)
    assert.equal(owner.columns.find(({ name }) => name === 'name')?.comment, '单位名称"; drop table owner; --')
    assert.deepEqual(owner.columns.map(({ name, type, isNullable, identity, generated, collation }) => [name, type, isNullable, identity, generated, collation]), [
      ['id', 'bigint', false, 'always', null, null],
      // That a domain takes no null is the domain's.
      ['code', 'trade.code', true, null, null, null],
      ['name', 'text', false, null, null, 'pg_catalog."C"'],
      ['half', 'numeric', true, null, '((2)::numeric * 0.5)', null],
    ])
    assert.deepEqual(table('"; drop table x; --').columns.map(({ name }) => name), ['select', ' 空格 ', '换\n行', '长'.repeat(20)])
    const orders = table('orders')
    assert.equal(orders.partitionBy, 'RANGE (at)')
    assert.deepEqual(orders.primaryKey?.columns, ['id', 'at'])
    assert.deepEqual(orders.foreignKeys.map(({ columns, references, definition }) => ({ columns, references, definition })), [{ columns: ['owner_id'], references: { schema: 'trade', table: 'owner', columns: ['id'] }, definition: 'FOREIGN KEY (owner_id) REFERENCES trade.owner(id) ON DELETE CASCADE DEFERRABLE' }])
    assert.deepEqual(orders.indexes.find(({ name }) => name === 'orders_state')?.columns, ['state', 'lower(code)'])
    assert.deepEqual(table('orders_2026').partitionOf, { schema: 'trade', name: 'orders', bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" })
    assert.equal(table('orders_2026').foreignKeys[0]?.isInherited, true)
    assert.deepEqual(one.types.map(({ name, definition }) => [name, definition]).sort(byText), [['code', `character varying(18) not null constraint "code_check" CHECK (((VALUE)::text <> ''::text))`], ['state', `enum ('open', 'it''s done')`]])
    assert.deepEqual(one.views.map(({ name, isMaterialized }) => [name, isMaterialized]).sort(byText), [['a_first', false], ['open_orders', false], ['totals', true]])
    assert.deepEqual(one.routines.map(({ name, arguments: given, language }) => [name, given, language]).sort(byText), [['next_code', 'prefix text', 'sql'], ['touch', '', 'plpgsql']])
    assert.deepEqual(one.sequences.map(({ name, start, increment }) => [name, start, increment]), [['number', '5', '5']])
    assert.equal(owner.triggers[0]?.name, 'touch')
    assert.ok((owner.bytes.total ?? 0) > 0)
  })

  await t.test('an account without any right on a table sees the same catalogue', async () => {
    assert.equal(catalogueHash(await introspect('one', 'looker', 'looker-Pass-1')), catalogueHash(one))
  })

  await t.test('rows, use and another server release leave the hash alone, a comment does not', async () => {
    await run('one', [`insert into trade.owner (code, name) values ('1', 'a'); analyze`])
    const later = await introspect('one')
    assert.equal(later.tables.find(({ name }) => name === 'owner')?.rows.estimated, 1)
    assert.equal(catalogueHash({ ...later, version: '99' }), catalogueHash(one))
    await run('one', [`comment on column trade.owner.id is '主键'`])
    const [change, ...more] = diffCatalogues(one, await introspect('one'))
    assert.deepEqual([change?.kind, change?.object, more.length], ['column-altered', 'trade.owner.id', 0])
    assert.equal(change?.words, '表 trade.owner 的字段 id 的说明由“无”改为“主键”')
    await run('one', ['comment on column trade.owner.id is null'])
  })

  await t.test('the statements of a difference, run on the one, make it the other, and back', async () => {
    const two = await introspect('two')
    const forth = diffCatalogues(one, two)
    await run('one', [migrationScript(forth)])
    assert.deepEqual(diffCatalogues(await introspect('one'), two).map(({ words }) => words), [])
    assert.equal(catalogueHash(await introspect('one')), catalogueHash(two))
    // A label cannot be taken from an enum: a person must say what becomes of the rows.
    const back = diffCatalogues(two, one)
    assert.match(back.find(({ kind }) => kind === 'type-altered')?.ddl ?? '', /^-- 需人工编写：类型 "trade"\."state"/)
    await run('two', [migrationScript(back)])
    assert.deepEqual(diffCatalogues(await introspect('two'), one).map(({ kind }) => kind), ['type-altered'])
  })
})
