import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { withConnection } from '#platform/database/connect.ts'
import { findTools } from '#platform/tools/find-tool.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startArchivingPostgres } from '#tests/support/servers/archiving-postgres.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { physicalFacts } from '../archives/archive-row.ts'
import { checkArchive, type Level } from '../checks/check-archive.ts'
import { orderRestore } from '../restores/restore-to.ts'
import { watchBackups } from '../retention/watch-backups.ts'
import { backupActor, performBackup } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'
import { backupTestBed } from '../testing/backup-test-bed.ts'

/** pgBackRest syncs every file that it writes, a thousand at a restore: in memory, where there is room, that takes no time. */
const memory = await statfs('/dev/shm').catch(() => undefined)
if (memory && memory.bavail * memory.bsize > 2 * 1024 ** 3) process.env['TMPDIR'] = '/dev/shm'

const KEY = 'market-supervision.whole'
const bed = await backupTestBed()
await chmod(bed.home, 0o711)
const folder = path.join(bed.home, 'backups', 'physical', KEY)
const server = await startArchivingPostgres(path.join(folder, 'pgbackrest.conf'), 'market-supervision-whole')
after(() => (isMissing(server) ? undefined : server.stop()))

const KEEPER = "create role keeper login password 'keeper-Pass-1'; grant pg_read_all_data, pg_read_all_settings to keeper"

const source = async () => {
  const [found] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
  assert.ok(found)
  return found
}
const backUp = async () => {
  bed.clock.advance(1_000)
  return performBackup(bed.runtime, await source(), { workOrderId: null })
}
const archiveOf = async (runId: string) => {
  const [archive] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { archiveId: runId }))
  assert.ok(archive)
  return archive
}
const check = async (runId: string, level: Level) => checkArchive(bed.runtime, await archiveOf(runId), level, openLocalStorage(path.join(bed.home, 'backups')))
const known = async () => (await bed.pool.query<{ id: string }>('select archive_id as id from backup.archive order by ended_at')).rows.map(({ id }) => id)

/** Stands before the real tool, which is `$REAL`, or alone. */
async function wrapTool(t: TestContext, script: string, beside = ':/usr/bin:/bin'): Promise<void> {
  const real = (await findTools('pgbackrest'))[0]
  const place = await mkdtemp(path.join(tmpdir(), 'wrapped-'))
  await chmod(place, 0o755)
  await writeFile(path.join(place, 'pgbackrest'), `#!/bin/sh\nREAL=${real?.path}\n${script}\n`, { mode: 0o755 })
  process.env['XINYUN_TOOL_PATH'] = `${place}${beside}`
  t.after(async () => {
    delete process.env['XINYUN_TOOL_PATH']
    await rm(place, { recursive: true, force: true })
  })
}

test('a whole server is backed up by pgBackRest, proven by a restore that starts, and what is bad, missing or killed is no success', async (t) => {
  if (isMissing(server)) return void skipWithout(t, server)
  if ((await findTools('pgbackrest')).length === 0) return void skipWithout(t, { missing: 'pgbackrest', install: 'apt-get install pgbackrest' })
  const execute = (statement: string) => withConnection(server.url, async (client) => void (await client.query(statement)))
  const setArchiving = async (statement: string) => {
    for (const one of [statement, 'select pg_reload_conf()', 'select pg_sleep(0.3)']) await execute(one)
  }
  await execute(`${KEEPER}; create table enterprise (id int primary key, name text not null); insert into enterprise select i, '示例企业' || i from generate_series(1, 20000) i; create table licence (id int); insert into licence select generate_series(1, 200)`)
  const settings = { host: server.host, port: server.port, database: 'postgres', username: 'keeper', physical: { dataFolder: server.dataFolder } }
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'backup-set', name: 'whole', title: '整机备份' }, { connector: 'postgres', settings, secrets: { password: 'keeper-Pass-1' } })

  await t.test('without pgBackRest, or with one that is too old, the day is 未检 and says what to install', async (inner) => {
    await wrapTool(inner, 'echo pgBackRest 2.30', '')
    const old = await backUp()
    assert.deepEqual([old.state, /需要 2\.41 或更新的版本，本机只有 2\.30。请安装（.*pgbackrest/.test(old.problem)], ['unchecked', true], old.problem)
    process.env['XINYUN_TOOL_PATH'] = bed.home
    const none = await backUp()
    assert.deepEqual([none.state, /本机没有。请安装（.*pgbackrest/.test(none.problem)], ['unchecked', true], none.problem)
    assert.deepEqual(await known(), [])
  })

  await t.test('a server that does not archive its WAL is told the lines that it needs, and nothing of it is changed', async () => {
    await setArchiving(`alter system set archive_command = ''`)
    const { state, problem } = await backUp()
    assert.equal(state, 'failed')
    assert.match(problem, /archive_mode = on ； archive_command = '\S*pgbackrest --config=\S+pgbackrest\.conf --stanza=market-supervision-whole archive-push %p'/)
    await setArchiving('alter system reset archive_command')
    assert.deepEqual(await known(), [])
  })

  await t.test('another data folder than the server\'s own is refused', async () => {
    await bed.reconnect(componentId, { connector: 'postgres', settings: { ...settings, physical: { dataFolder: '/etc' } }, secrets: { password: 'keeper-Pass-1' } })
    const { state, problem } = await backUp()
    assert.deepEqual([state, problem.includes(`登记的是 /etc，服务器自己说是 ${server.dataFolder}`)], ['failed', true], problem)
    await bed.reconnect(componentId, { connector: 'postgres', settings, secrets: { password: 'keeper-Pass-1' } })
  })

  await t.test('a tool that is killed in the middle is a failed run, and nothing of it is in the catalogue', async (inner) => {
    await wrapTool(inner, `case "$1" in backup) $REAL "$@" & sleep 0.3; kill -9 $!; kill -9 $$;; *) exec $REAL "$@";; esac`)
    const { state, problem } = await backUp()
    assert.equal(state, 'failed')
    assert.match(problem, /被信号 SIGKILL 中止/)
    assert.deepEqual(await known(), [])
  })

  const full = await backUp()
  assert.equal(full.state, 'done', full.problem)
  const first = await archiveOf(full.runId)
  const facts = physicalFacts.parse(first.physical)

  await t.test('the catalogue has label, size and WAL range; the settings are the owner\'s alone and the repository holds nothing readable', async () => {
    assert.deepEqual([facts.kind, facts.prior, first.content, first.serverVersion], ['full', null, 'postgres-physical', server.version])
    assert.match(`${facts.walStart} ${facts.walStop}`, /^[0-9A-F]{24} [0-9A-F]{24}$/)
    assert.ok(first.bytes > 1_000_000 && first.rawBytes > first.bytes)
    const config = await stat(path.join(folder, 'pgbackrest.conf'))
    assert.deepEqual([config.mode & 0o777, config.uid], [0o600, (await stat(server.dataFolder)).uid])
    const files = (await readdir(path.join(folder, 'repo'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    for (const file of files) assert.equal((await readFile(path.join(file.parentPath, file.name))).includes('示例企业'), false)
  })

  await t.test('a difference is taken the next day, and proven at every level by a server that starts on the restored files', async () => {
    await execute(`update enterprise set name = name || '改' where id <= 500; create table later (n int); insert into later values (1)`)
    const { state, problem, runId } = await backUp()
    assert.equal(state, 'done', problem)
    const { kind, prior } = physicalFacts.parse((await archiveOf(runId)).physical)
    assert.deepEqual([kind, prior], ['diff', facts.label])
    await execute(`delete from licence; insert into later values (2)`)
    const drill = await check(runId, 4)
    assert.equal(drill.verdict, 'passed', drill.lines.join('；'))
    assert.match(drill.lines.join(), /还原到备份结束时.*抽样的 3 张表.*3 张表、\d+ 行，逐表行数与内容摘要一致.*实测恢复用时/)
    const archive = await archiveOf(runId)
    const noted = archive.tally as { tables: Array<{ name: string; digest: string }> }
    const altered = { ...archive, tally: { ...noted, tables: noted.tables.map((table) => ({ ...table, digest: `${table.digest}1` })) } }
    const { verdict, lines } = await checkArchive(bed.runtime, altered, 3, openLocalStorage(path.join(bed.home, 'backups')))
    assert.equal(verdict, 'failed')
    assert.match(lines.join(), /表 public\.licence 行数相同，内容与备份时不同/)
    assert.deepEqual((await readdir(path.join(bed.home, 'scratch')).catch(() => [])), [], 'nothing of the restored servers stays')
  })

  await t.test('a set that a killed centre left behind is removed with the next run, and no difference is taken from it', async () => {
    const sets = async () => (JSON.parse(execFileSync('pgbackrest', ['info', '--output=json', `--config=${path.join(folder, 'pgbackrest.conf')}`], { encoding: 'utf8', ...server.as })) as Array<{ backup: Array<{ annotation?: { run?: string } }> }>)[0]?.backup.map(({ annotation }) => annotation?.run ?? '') ?? []
    await bed.tamper('delete from backup.verification; delete from backup.archive')
    const { state, problem, runId } = await backUp()
    assert.equal(state, 'done', problem)
    assert.equal(physicalFacts.parse((await archiveOf(runId)).physical).kind, 'full')
    assert.equal((await backUp()).state, 'done')
    assert.deepEqual((await sets()).toSorted(), (await known()).toSorted())
  })

  await t.test('a damaged file, WAL that is gone and a changed manifest are found by the checks', async () => {
    const [runId] = (await known()).toReversed()
    assert.ok(runId)
    const { prior } = physicalFacts.parse((await archiveOf(runId)).physical)
    const place = path.join(folder, 'repo', 'backup', 'market-supervision-whole', prior ?? '', 'bundle')
    const file = path.join(place, (await readdir(place))[0] ?? '')
    const whole = await readFile(file)
    const broken = Buffer.from(whole)
    broken[broken.length >> 1] = (broken[broken.length >> 1] as number) ^ 1
    await writeFile(file, broken)
    const read = await check(runId, 2)
    assert.equal(read.verdict, 'failed', read.lines.join())
    assert.match(read.lines.join(), /verify 不通过/)
    await writeFile(file, whole)
    assert.equal((await check(runId, 2)).verdict, 'passed')
    const { walStop } = physicalFacts.parse((await archiveOf(runId)).physical)
    const archived = path.join(folder, 'repo', 'archive', 'market-supervision-whole', `${server.version.split('.')[0]}-1`, walStop.slice(0, 16))
    const segment = path.join(archived, (await readdir(archived)).find((name) => name.startsWith(`${walStop}-`)) ?? '')
    await rename(segment, `${segment}.away`)
    assert.match((await check(runId, 2)).lines.join(), new RegExp(`WAL 段 ${walStop} 不在`))
    await rename(`${segment}.away`, segment)
    await writeFile(path.join(folder, 'repo', 'backup', 'market-supervision-whole', physicalFacts.parse((await archiveOf(runId)).physical).label, 'backup.manifest'), 'x')
    assert.match((await check(runId, 1)).lines.join(), /清单的 SM3 摘要与备份目录中的不同/)
  })

  await t.test('a server in the place of another, upgraded or restored, is followed with a full set', async () => {
    const next = await startArchivingPostgres(path.join(folder, 'pgbackrest.conf'), 'market-supervision-whole')
    if (isMissing(next)) throw new Error(next.missing)
    try {
      await withConnection(next.url, (client) => client.query(KEEPER))
      await bed.reconnect(componentId, { connector: 'postgres', settings: { ...settings, port: next.port, physical: { dataFolder: next.dataFolder } }, secrets: { password: 'keeper-Pass-1' } })
      const { state, problem, runId } = await backUp()
      assert.equal(state, 'done', problem)
      assert.equal(physicalFacts.parse((await archiveOf(runId)).physical).kind, 'full')
      const { rows } = await bed.pool.query<{ log: string }>('select log from backup.run where run_id = $1', [runId])
      assert.match(rows[0]?.log ?? '', /库组 market-supervision-whole 随之更新[\s\S]*校验一致/)
    } finally {
      await next.stop()
    }
  })

  await t.test('it is no dump: it cannot go into a new database, and has no off-site copy to lack', async () => {
    const [runId] = (await known()).toReversed()
    const asker = await bed.person('申请人', ['backup:restore', 'request:open', 'request:read'])
    await assert.rejects(bed.as(asker, (ctx) => orderRestore(ctx, { archiveId: runId, url: 'postgres://a@127.0.0.1/new', reason: '核对历史数据' })), /物理备份恢复到新的数据目录/)
    await watchBackups(bed.runtime)
  })
})
