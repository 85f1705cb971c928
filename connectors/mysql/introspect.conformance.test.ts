import assert from 'node:assert/strict'
import { test } from 'node:test'

import { systemClock } from '#platform/clock/clock.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { compare } from '#shared/catalogue/canonical-catalogue.ts'
import { catalogueSchema, type Catalogue } from '#shared/catalogue/catalogue.ts'
import { diffCatalogues, migrationScript } from '#shared/catalogue/diff-catalogues.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { createConnection } from 'mysql2/promise'

import { introspectionLimits } from '../connector.ts'
import { mariadbChanges, mariadbStructure } from '../testing/introspection-fixtures.ts'
import { mysql } from './mysql.ts'

test('mariadb: the catalogue tells a structure as it is, and a difference as statements that make it', async (t) => {
  const server = await startMariadb()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const run = async (database: string, statements: readonly string[]) => {
    const client = await createConnection({ host: server.host, port: server.port, user: server.username, password: server.password, database, multipleStatements: true, charset: 'utf8mb4' })
    try {
      for (const statement of statements) if (statement !== '') await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const introspect = async (database: string | undefined): Promise<Catalogue> => {
    const door = await mysql.open({ settings: mysql.settings.parse({ host: server.host, port: server.port, username: server.username, ...(database === undefined ? {} : { database }) }), secrets: { password: server.password }, limits: introspectionLimits, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
    try {
      const catalogue = await door.introspect?.()
      assert.ok(catalogue !== undefined)
      return catalogue
    } finally {
      await door.close()
    }
  }
  await run(server.database, ['create database one character set utf8mb4 collate utf8mb4_unicode_ci', 'create database two character set utf8mb4 collate utf8mb4_unicode_ci'])
  await run('one', mariadbStructure)
  await run('two', mariadbStructure)
  const one = await introspect('one')

  await t.test('everything of the structure is there, names and comments to the letter', () => {
    assert.deepEqual(catalogueSchema.parse(one), one)
    const table = (name: string) => one.tables.find((each) => each.name === name) ?? assert.fail(name)
    const owner = table('owner')
    assert.equal(owner.comment, '建设单位; drop')
    assert.deepEqual(owner.columns.map(({ name, type, isNullable, default: standard, identity, generated, collation, comment }) => [name, type, isNullable, standard, identity, generated, collation, comment]), [
      ['id', 'bigint(20)', false, null, 'auto-increment', null, null, null],
      ['code', 'varchar(18)', false, null, null, null, null, `统一社会信用代码 "它's"`],
      ['name', 'varchar(64)', false, `'it''s'`, null, null, 'utf8mb4_bin', null],
      ['half', 'decimal(10,2)', true, null, null, '2 * 0.5 stored', null, null],
      ['seen', 'timestamp', false, 'current_timestamp() on update current_timestamp()', null, null, null, null],
    ])
    assert.deepEqual(table('"; drop table x; --').columns.map(({ name }) => name), ['select', ' 空`格'])
    const orders = table('orders')
    assert.deepEqual(orders.foreignKeys[0]?.references, { schema: 'one', table: 'owner', columns: ['id'] })
    assert.equal(orders.checks[0]?.definition, 'check (`amount` >= 0)')
    assert.deepEqual(orders.indexes.find(({ name }) => name === 'by_note')?.columns, ['note(10)'])
    assert.equal(orders.triggers[0]?.name, 'before_order')
    assert.deepEqual(table('metered').parts, [{ name: 'p1', bound: '10' }, { name: 'p2', bound: '20' }])
    assert.deepEqual(one.routines.map(({ kind, name, arguments: given }) => [kind, name, given]), [['procedure', 'bump', 'in `which` bigint(20), in `how` decimal(14,2)'], ['function', 'doubled', '`n` int(11)']])
    assert.match(one.views[0]?.definition ?? '', /^select/)
  })

  await t.test('a copy under another name has the same hash, and without a database named every one is told', async () => {
    assert.equal(catalogueHash(await introspect('two')), catalogueHash(one))
    assert.deepEqual([...new Set((await introspect(undefined)).tables.map(({ schema }) => schema))].sort(compare), ['one', 'two'])
  })

  await t.test('the statements of a difference, run on the one, make it the other, and back', async () => {
    await run('two', mariadbChanges)
    const two = await introspect('two')
    const forth = diffCatalogues(one, two)
    await run('one', [migrationScript(forth)])
    assert.deepEqual(diffCatalogues(await introspect('one'), two).map(({ words }) => words), [])
    await run('two', [migrationScript(diffCatalogues(two, one))])
    assert.equal(catalogueHash(await introspect('two')), catalogueHash(one))
  })
})
