import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTestDatabase } from '#tests/support/test-database.ts'

const { pool } = await createTestDatabase([])
await pool.query('create table tree (tree_id uuid primary key, title text)')
const tree = randomUUID()
await pool.query("insert into tree values ($1, '松')", [tree])
const BY_ID = 'select * from tree where tree_id = $1'

test('what comes again and again is kept by the server; what its plan could depend on, writes and what came twice are not', async () => {
  const client = await pool.connect()
  try {
    for (let times = 0; times < 4; times += 1) {
      assert.deepEqual((await client.query(BY_ID, [tree])).rows, [{ tree_id: tree, title: '松' }])
      await client.query('select count(*) from tree', [])
      await client.query('select count(*) from tree where title = $1', ['松'])
      await client.query('update tree set title = title where tree_id = $1', [tree])
      if (times < 2) await client.query('select max(title) from tree', [])
    }
    const { rows } = await client.query<{ statement: string }>('select statement from pg_prepared_statements order by statement')
    assert.deepEqual(rows.map(({ statement }) => statement), ['select * from tree where tree_id = $1', 'select count(*) from tree'])
    assert.equal((await client.query(BY_ID, [randomUUID()])).rowCount, 0, 'the same plan, another id')
  } finally {
    client.release()
  }
})

test('a table that gets another column while it is asked: one refusal that an act repeats, then the new columns', async () => {
  const client = await pool.connect()
  try {
    for (let times = 0; times < 4; times += 1) await client.query(BY_ID, [tree])
    await client.query('alter table tree add column height integer')
    await assert.rejects(client.query(BY_ID, [tree]), { code: '0A000' })
    assert.deepEqual((await client.query(BY_ID, [tree])).rows, [{ tree_id: tree, title: '松', height: null }])
  } finally {
    client.release()
  }
  assert.equal((await pool.query(BY_ID, [tree])).rows[0].height, null)
})
