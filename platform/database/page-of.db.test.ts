import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Actor } from '#platform/context/context.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import type { KeptQueries } from './kept-queries.ts'
import { pageOf } from './page-of.ts'

const { kysely: database, pool } = await createTestDatabase([])
await pool.query('create table tree as select n as number from generate_series(1, 1200) n')

const actor: Actor = { kind: 'system', name: '试' }
const queries: KeptQueries = new Map()
const trees = () => database.withTables<{ tree: { number: number } }>().selectFrom('tree').select('number')
const columns = { sortable: {}, order: sql`number` }
const list = (page: { page?: number; exact?: boolean } = {}) => {
  const asked = { page: 1, pageSize: 50, ...page }
  return pageOf(database, trees, asked, columns, { queries, actor, asked })
}

test('a list is counted to a thousand; one that had more is not counted again, but its rows are always those of now', async () => {
  for (let times = 0; times < 3; times += 1) {
    const { items, total, isTotalExact } = await list()
    assert.deepEqual([items.length, items[0]?.number, total, isTotalExact], [50, 1, 1_000, false])
  }
  assert.deepEqual(await list({ exact: true }).then(({ total, isTotalExact }) => [total, isTotalExact]), [1_200, true])
  await pool.query('delete from tree where number <> all (array[7, 8, 9])')
  assert.deepEqual(await list(), { items: [{ number: 7 }, { number: 8 }, { number: 9 }], total: 3, isTotalExact: true })
  assert.deepEqual(await list({ page: 2 }), { items: [], total: 3, isTotalExact: true })
})
