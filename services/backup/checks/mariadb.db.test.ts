import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { act } from '#platform/context/runtime.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { backupActor, performBackup } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'
import { backupTestBed } from '../testing/backup-test-bed.ts'
import { checkArchive } from './check-archive.ts'

test('a MariaDB database is backed up by an account that may only read, restored into an instance of its own and compared, broken legacy text included', async (t) => {
  const server = await startMariadb()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const admin = await createConnection({ host: server.host, port: server.port, user: server.username, password: server.password, database: server.database, multipleStatements: true })
  t.after(() => admin.end())
  // A database of another set than the server's own: what is made after a restore must take it too.
  await admin.query(`alter database \`${server.database}\` character set gbk collate gbk_bin; create table plain (name varchar(20)); create table legacy (id int primary key, name varchar(50) character set latin1); insert into legacy values (1, x'C4E3BAC3'), (2, x'E4BDA0E5A5'), (3, x'FF81FE00');
    create user keeper@'%' identified by 'keeper-Pass-1'; grant select, reload, process, show view, trigger, event on *.* to keeper@'%'; create user poor@'%' identified by 'poor-Pass-1'; grant select on test.* to poor@'%'`)
  const bed = await backupTestBed()
  const settings = { host: server.host, port: server.port, database: server.database }
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'backup-set', name: 'legacy', title: '旧系统' }, { connector: 'mysql', settings: { ...settings, username: 'poor' }, secrets: { password: 'poor-Pass-1' } })
  const [source] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
  assert.ok(source)
  const poor = await performBackup(bed.runtime, source, { workOrderId: null })
  assert.deepEqual([poor.state, /须有 SELECT、RELOAD/.test(poor.problem)], ['failed', true], poor.problem)

  await bed.reconnect(componentId, { connector: 'mysql', settings: { ...settings, username: 'keeper' }, secrets: { password: 'keeper-Pass-1' } })
  bed.clock.advance(1_000)
  const { state, problem, runId } = await performBackup(bed.runtime, source, { workOrderId: null })
  assert.equal(state, 'done', problem)
  const [archive] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { archiveId: runId }))
  assert.ok(archive)
  const storage = openLocalStorage(path.join(bed.home, 'backups'))
  const good = await checkArchive(bed.runtime, archive, 3, storage)
  assert.equal(good.verdict, 'passed', good.lines.join('；'))
  const noted = archive.tally as { tables: Array<{ name: string; rows: number; digest: string }>; structure: Record<string, string> }
  const bad = await checkArchive(bed.runtime, { ...archive, tally: { ...noted, tables: noted.tables.map((table) => ({ ...table, rows: table.rows + 1 })) } }, 3, storage)
  const other = await checkArchive(bed.runtime, { ...archive, tally: { ...noted, structure: { ...noted.structure, 默认字符集与排序规则: 'utf8mb4 utf8mb4_general_ci' } } }, 3, storage)
  assert.deepEqual([noted.structure['默认字符集与排序规则'], other.verdict], ['gbk gbk_bin', 'failed'])
  assert.match(other.lines.join(), /结构：默认字符集与排序规则 定义与备份时不同/)
  assert.match(bad.lines.join(), /表 legacy 恢复出 3 行，备份时为 4 行/)
})
