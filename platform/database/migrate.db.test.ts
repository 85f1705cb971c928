import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { migrate } from './migrate.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
after(() => rm(folder, { recursive: true }))
const { url, pool } = await createTestDatabase([])
const set = { owner: 'garden', folder }

test('a missing migration is applied once and then known', async () => {
  await writeFile(path.join(folder, '0001-tree.sql'), 'create table public.tree (tree_id int primary key);')
  assert.deepEqual(await migrate(url, [set]), [{ owner: 'garden', name: '0001-tree.sql' }])
  assert.deepEqual(await migrate(url, [set]), [])
})

test('a failing migration leaves nothing of itself behind', async () => {
  await writeFile(path.join(folder, '0002-half.sql'), 'create table public.half (id int); select nonsense;')
  await assert.rejects(migrate(url, [set]), /garden\/0002-half\.sql 失败/)
  const { rows } = await pool.query("select to_regclass('public.half') as half")
  assert.equal(rows[0].half, null)
  await rm(path.join(folder, '0002-half.sql'))
})

test('a migration changed after it was applied stops the start', async () => {
  await writeFile(path.join(folder, '0001-tree.sql'), 'create table public.tree (tree_id bigint primary key);')
  await assert.rejects(migrate(url, [set]), /0001-tree\.sql 执行后被改动/)
  await writeFile(path.join(folder, '0001-tree.sql'), 'create table public.tree (tree_id int primary key);')
})

test('an older program refuses a newer database', async () => {
  await pool.query("insert into platform.migration (owner, name, sha256) values ('garden', '0009-later.sql', 'x')")
  await assert.rejects(migrate(url, [set]), /数据库比程序新/)
  await pool.query("delete from platform.migration where name = '0009-later.sql'")
})

test('two programs starting at once apply each migration once', async () => {
  await writeFile(path.join(folder, '0003-bush.sql'), 'create table public.bush (bush_id int primary key);')
  const applied = await Promise.all([migrate(url, [set]), migrate(url, [set]), migrate(url, [set])])
  assert.equal(applied.flat().length, 1)
})
