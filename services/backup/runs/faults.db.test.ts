import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { withConnection } from '#platform/database/connect.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { findTools } from '#platform/tools/find-tool.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { backupTestBed, registerDatabase, type BackupTestBed } from '../testing/backup-test-bed.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { checkArchive } from '../checks/check-archive.ts'
import { backupActor, performBackup } from './perform-backup.ts'
import { beginRun } from './runs.store.ts'
import { listSources } from './sources.ts'
import { primaryStorage } from '../storage/storages.ts'

const bed = await backupTestBed()
/** With a file system of its own, which must be gone before its folder is. */
const full = await backupTestBed()
const source = async (subsystem: string, on = bed) => {
  const [found] = await on.asSystem((ctx) => listSources(ctx, subsystem))
  assert.ok(found)
  return found
}
const backUp = async (subsystem: string, on = bed) => performBackup(on.runtime, await source(subsystem, on), { workOrderId: null })
const requireRestorable = async (runId: string, on = bed) => {
  const [archive] = await act(on.runtime, backupActor, (ctx) => newestArchives(ctx, { archiveId: runId }))
  assert.ok(archive)
  const { verdict, lines } = await checkArchive(on.runtime, archive, 3, openLocalStorage(path.join(on.home, 'backups')))
  assert.equal(verdict, 'passed', lines.join('；'))
}
const rows = async (on: BackupTestBed, statement: string) => (await on.pool.query<Record<string, unknown>>(statement)).rows
const archives = (subsystem: string) => rows(bed, `select * from backup.archive where subsystem = '${subsystem}'`)
const filesOf = async (subsystem: string) => (await readdir(path.join(bed.home, 'backups', `${subsystem}.backup`)).catch(() => [])).filter((name) => !name.endsWith('.json'))

/** Puts a program of the same name before the real one; it runs what the script says with the real tool as `$REAL`. */
async function wrapTool(t: TestContext, script: string): Promise<void> {
  const real = (await findTools('pg_dump'))[0]
  assert.ok(real)
  const folder = await mkdtemp(path.join(tmpdir(), 'wrapped-'))
  await writeFile(path.join(folder, 'pg_dump'), `#!/bin/sh\nREAL=${real.path}\n[ "$1" = --version ] && exec $REAL --version\n${script}\n`)
  await chmod(path.join(folder, 'pg_dump'), 0o755)
  process.env['XINYUN_TOOL_PATH'] = `${folder}:/usr/bin:/bin`
  t.after(async () => {
    delete process.env['XINYUN_TOOL_PATH']
    await rm(folder, { recursive: true, force: true })
  })
}

test('a tool that is killed in the middle is a failed run that says so, and nothing of it stays', async (t) => {
  await registerDatabase(bed, 'market-supervision', { rows: 20_000 })
  await wrapTool(t, '$REAL "$@" | head -c 300000\nkill -9 $$')
  const { state, problem } = await backUp('market-supervision')
  assert.equal(state, 'failed')
  assert.match(problem, /pg_dump .*被信号 SIGKILL 中止/)
  assert.deepEqual(await archives('market-supervision'), [])
  assert.deepEqual(await filesOf('market-supervision'), [])
})

test('a table that is dropped between snapshot and dump fails the run clearly; the next one succeeds', async (t) => {
  const target = await registerDatabase(bed, 'cost-information')
  await t.test('the run', async (inner) => {
    await wrapTool(inner, `psql -q -d ${target.name} -c 'drop table licence' >/dev/null || exit 9\nexec $REAL "$@"`)
    const { state, problem } = await backUp('cost-information')
    assert.equal(state, 'failed')
    assert.match(problem, /licence|pg_dump/)
    assert.deepEqual(await archives('cost-information'), [])
  })
  bed.clock.advance(1_000)
  assert.equal((await backUp('cost-information')).state, 'done')
})

test('a table that is altered while its rows are dumped waits for the dump, and the archive holds one state', async (t) => {
  const target = await registerDatabase(bed, 'enterprise-qualification', { rows: 20_000 })
  await t.test('the run', async (inner) => {
    // The change comes once the tool holds its locks and we have ours: both have, some time after its first words.
    await wrapTool(inner, `$REAL "$@" | { head -c 1000; sleep 2; psql -q -d ${target.name} -c 'alter table enterprise add column meanwhile int default 1' >/dev/null 2>&1 & cat; wait; }`)
    const { state, problem, runId } = await backUp('enterprise-qualification')
    assert.equal(state, 'done', problem)
    await requireRestorable(runId)
  })
  assert.deepEqual((await withConnection(target.url, (client) => client.query(`select count(*)::int as n from information_schema.columns where table_name = 'enterprise' and column_name = 'meanwhile'`))).rows, [{ n: 1 }], 'the change went through afterwards')
})

test('bytes that are no text in any set, in a database without one, are backed up and restored as they are', async () => {
  const target = await registerDatabase(full, 'law-enforcement', { encoding: 'SQL_ASCII' })
  await target.execute(String.raw`create table legacy (id int primary key, name text); insert into legacy values (1, E'\xC4\xE3\xBA\xC3'), (2, E'\xE4\xBD\xA0\xE5\xA5'), (3, E'\xFF\x81\xFE')`)
  const { state, problem, runId } = await backUp('law-enforcement', full)
  assert.equal(state, 'done', problem)
  await requireRestorable(runId, full)
  await rm(path.join(full.home, 'backups'), { recursive: true })
})

test('a target that cannot be reached, a refused login and a missing tool are told apart, and none of them is a success', async (t) => {
  await registerDatabase(bed, 'law-enforcement', { port: await freePort() })
  const unreachable = await backUp('law-enforcement')
  assert.deepEqual([unreachable.state, /目标无法连接/.test(unreachable.problem)], ['failed', true], unreachable.problem)
  await registerDatabase(bed, 'site-workforce', { password: 'not-the-password' })
  const refused = await backUp('site-workforce')
  assert.deepEqual([refused.state, /目标拒绝登录/.test(refused.problem)], ['failed', true], refused.problem)
  assert.equal(refused.problem.includes('not-the-password'), false)
  await wrapTool(t, 'exit 1')
  process.env['XINYUN_TOOL_PATH'] = await mkdtemp(path.join(tmpdir(), 'no-tools-'))
  await registerDatabase(bed, 'personnel-qualification')
  const lacking = await backUp('personnel-qualification')
  assert.equal(lacking.state, 'unchecked')
  assert.match(lacking.problem, /请安装（.*postgresql-client/)
})

test('a full disk is a failed run with the cure, and the half-written archive is gone', async (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root can mount a small file system')
  const target = await registerDatabase(full, 'enterprise-qualification')
  await target.execute(`create table noise as select i, md5(random()::text) || md5(random()::text) as t from generate_series(1, 30000) i`)
  const folder = path.join(full.home, 'backups')
  await mkdir(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder])
  t.after(() => execFileSync('umount', [folder]))
  const [one] = await full.asSystem((ctx) => listSources(ctx, 'enterprise-qualification'))
  assert.ok(one)
  const { state, problem } = await performBackup(full.runtime, one, { workOrderId: null })
  assert.equal(state, 'failed')
  assert.match(problem, /存储空间不足.*已清除/)
  assert.deepEqual(await readdir(path.join(folder, one.key)), [])
  assert.deepEqual(await rows(full, "select * from backup.archive where subsystem = 'enterprise-qualification'"), [])
})

test('what a killed run left is cleared also when the run that found it out was killed before it could clear', async () => {
  const own = await backupTestBed()
  await registerDatabase(own, 'personnel-qualification')
  const [source] = await own.asSystem((ctx) => listSources(ctx, 'personnel-qualification'))
  assert.ok(source)
  const claim = async () => {
    const begun = await own.asSystem((ctx) => beginRun(ctx, source, null))
    assert.ok(begun)
    own.clock.advance(3_600_000)
    return begun.objectName
  }
  const storage = primaryStorage(own.runtime)
  const left = await claim()
  await storage.write(left, (async function* () { yield Buffer.from('whole, but in no catalogue') })())
  await claim()
  assert.equal((await backUp('personnel-qualification', own)).state, 'done')
  assert.equal(await storage.size(left), undefined)
})

test('a centre that is killed with -9 at any moment leaves no false success; the next run finds it out, clears up and succeeds once', async () => {
  const killed = await backupTestBed()
  const target = await registerDatabase(killed, 'enterprise-qualification')
  await target.execute(`create table noise as select i, md5(random()::text) || md5(random()::text) as t from generate_series(1, 60000) i`)
  const key = randomBytes(32)
  const box = createSecretBox({ current: { id: '00000001', key }, find: () => key })
  // The child opens what this process has sealed for it.
  const [connection] = await rows(killed, 'select component_id as id, secrets_sealed as sealed from spine.connection')
  const secret = killed.runtime.attached.secretBox.open(String(connection?.['sealed']), `connection/${String(connection?.['id'])}`)
  await killed.pool.query('update spine.connection set secrets_sealed = $1, version = version + 1', [box.seal(secret, `connection/${String(connection?.['id'])}`)])
  const child = () => spawn(process.execPath, [path.join(import.meta.dirname, '..', 'testing', 'run-backup.fixture.ts'), killed.url, killed.home, key.toString('hex'), 'enterprise-qualification.backup'], { stdio: ['ignore', 'pipe', 'inherit'] })
  // A fixed seed: the same six moments in every run.
  let seed = 20_240_805
  const moments = Array.from({ length: 6 }, () => (seed = (seed * 48_271) % 2_147_483_647) % 900)
  let kills = 0
  for (const milliseconds of moments) {
    const process_ = child()
    await once(process_.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    if (process_.exitCode === null && process_.kill('SIGKILL')) kills += 1
    if (process_.exitCode === null && process_.signalCode === null) await once(process_, 'close')
    // Half a minute of silence is how a dead run is known: here it passes at once.
    await killed.pool.query(`update backup.run set heartbeat_at = heartbeat_at - interval '1 hour' where state = 'running'`)
    const [{ done, found } = {}] = await rows(killed, `select (select count(*)::int from backup.run where state = 'done') as done, (select count(*)::int from backup.archive) as found`)
    assert.equal(done, found, 'a run is done exactly when its archive is in the catalogue')
  }
  assert.ok(kills > 0)
  const last = child()
  const told: string[] = []
  last.stdout.on('data', (chunk: Buffer) => told.push(chunk.toString()))
  await once(last, 'close')
  assert.match(told.join(''), /"state":"done"/)
  const states = await rows(killed, `select state, count(*)::int as n from backup.run group by 1 order by 1`)
  assert.equal(states.some(({ state }) => state === 'running'), false)
  const known = (await rows(killed, 'select object_name from backup.archive')).map((row) => path.basename(String(row['object_name']))).toSorted()
  const present = (await readdir(path.join(killed.home, 'backups', 'enterprise-qualification.backup'))).filter((name) => !name.endsWith('.json')).toSorted()
  assert.deepEqual(present, known, 'every file has its line in the catalogue, and the other way round')
  for (const { problem } of await rows(killed, `select problem from backup.run where state = 'failed'`)) assert.match(String(problem), /作业中断/)
})
