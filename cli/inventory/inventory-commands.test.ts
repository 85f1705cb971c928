import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

import { passwordInPgpass } from '#platform/config/password-file.ts'
import { parseDatabaseUrl } from '#connectors/sql/database-url.ts'
import { postgresChanges, postgresStructure } from '#connectors/testing/introspection-fixtures.ts'
import { readXlsx } from '#platform/documents/read-xlsx.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import pg from 'pg'

import { runCommand } from '../run-command.fixture.ts'
import { registerInventoryCommands } from './register-inventory-commands.ts'

const run = (...words: string[]) => runCommand(registerInventoryCommands, ['inventory', ...words])

test('inventory: any database is scanned into every format, and two scans are compared', async (t) => {
  const server = await startPostgres()
  if (skipWithout(t, server)) return
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  t.after(async () => {
    await client.end()
    await server.stop()
  })
  for (const statement of postgresStructure) await client.query(statement)
  const out = await mkdtemp(path.join(tmpdir(), 'inventory-'))
  t.after(() => rm(out, { recursive: true }))

  const scan = await run('scan', '--url', server.url, '--format', 'json,md,docx,xlsx,dbml', '--out', out, '--json')
  assert.equal(scan.exit, 0)
  assert.deepEqual(Object.keys(scan.json).filter((key) => ['engine', 'version', 'hash', 'tables'].includes(key)).length, 4)
  const tables = scan.json['tables'] as Array<Record<string, unknown>>
  assert.ok(tables.every((table) => ['schema', 'name', 'comment', 'columns', 'primaryKey', 'foreignKeys', 'indexes'].every((key) => key in table)))
  const [file] = [path.join(out, 'postgres.json')]
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), scan.json)
  const markdown = await readFile(path.join(out, 'postgres.md'), 'utf8')
  for (const area of ['表结构与字段描述', '数据关系', '主键、外键与约束', '索引']) assert.match(markdown, new RegExp(`## ${area}`))
  assert.match(await readFile(path.join(out, 'postgres.dbml'), 'utf8'), /Table trade\."”; drop table x; --" \{/)
  assert.equal((await readFile(path.join(out, 'postgres.docx'))).subarray(0, 2).toString(), 'PK')
  const sheet = await readXlsx(await readFile(path.join(out, 'postgres.xlsx')), { headings: ['模式', '表', '字段', '说明'], maxRows: 1_000 })
  assert.equal(sheet.find(({ cells }) => cells['表'] === 'owner' && cells['字段'] === 'name')?.cells['说明'], '单位名称"; drop table owner; --')

  assert.deepEqual((await run('diff', file, file, '--json')).json, { same: true, changes: [] })
  for (const statement of postgresChanges) await client.query(statement)
  const later = path.join(out, 'later.json')
  await writeFile(later, JSON.stringify((await run('scan', '--url', server.url, '--json')).json))
  const diff = await run('diff', file, later, '--json')
  assert.equal(diff.exit, 1)
  const changes = diff.json['changes'] as Array<{ kind: string; object: string; ddl: string }>
  assert.deepEqual(changes.filter(({ object }) => object === 'trade.owner.phone').map(({ kind, ddl }) => [kind, ddl]), [['column-added', `alter table "trade"."owner" add column "phone" text;\ncomment on column "trade"."owner"."phone" is '电话〔个人信息〕';`]])

  await writeFile(later, (await readFile(later, 'utf8')).replace('电话', '传真'))
  const edited = await run('diff', file, later)
  assert.deepEqual([edited.exit, /目录摘要与内容不符/.test(edited.stderr)], [2, true])
  const refused = await run('scan', '--url', server.url.replace(/:[^:@]*@/, ':wrong-Pass-1@'))
  assert.deepEqual([refused.exit, refused.stderr.includes('wrong-Pass-1')], [3, false])
})

test('inventory: wrong usage is told all at once with exit 2, a closed port with exit 3', async () => {
  const usage = await run('scan', '--url', 'postgres://x@127.0.0.1/y', '--format', 'pdf,docx')
  assert.equal(usage.exit, 2)
  assert.match(usage.stderr, /没有格式 pdf[\s\S]*--out/)
  assert.equal((await run('scan', '--url', 'oracle://x')).exit, 2)
  assert.equal((await run('scan', '--url', 'postgres://x@127.0.0.1:1/y')).exit, 3)
  assert.equal((await run('diff', '/absent.json', '/absent.json')).exit, 2)
})

test('inventory: an address and a password file are read to the letter', () => {
  const parsed = parseDatabaseUrl('postgres://a%40b:p%3Aw@[::1]:6000/%E5%BA%93?sslmode=verify-full')
  assert.deepEqual(parsed, { ok: true, value: { kind: 'postgres', settings: { host: '::1', port: 6000, database: '库', username: 'a@b', tls: { mode: 'verified' } }, password: 'p:w' } })
  const wrong = parseDatabaseUrl('postgres://:secret@db/?sslmode=x')
  assert.ok(!wrong.ok && wrong.problems.length >= 3 && !JSON.stringify(wrong).includes('secret'))
  const place = { kind: 'postgres', host: 'db', port: 5432, database: 'x', username: 'me' } as const
  assert.equal(passwordInPgpass('# note\nother:5432:x:me:no\ndb:*:x:me:a\\:b\\\\c\n*:*:*:*:last', place), 'a:b\\c')
  assert.equal(passwordInPgpass('db:5432:x:you:no', place), undefined)
})
