import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { outsideWork } from '#platform/context/outside.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { startSshd } from '#tests/support/servers/sshd.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startSwift } from '#tests/support/servers/swift.ts'
import { performBackup, backupActor } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'
import { watchBackups } from '../retention/watch-backups.ts'
import { backupTestBed, type BackupTestBed, registerDatabase } from '../testing/backup-test-bed.ts'
import { addTarget, listTargets, type NewTarget } from './remote-targets.ts'

test('an off-site copy counts when it was read back, a damaged one is found by the check, and only the registered machine is written to', async (t) => {
  const server = await startSshd()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const folder = await mkdtemp(path.join(tmpdir(), 'off-site-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const bed = await backupTestBed()
  await registerDatabase(bed, 'market-supervision')
  const place: NewTarget & { kind: 'sftp' } = { kind: 'sftp', title: '异地机房', host: server.host, port: server.port, username: server.username, folder, hostKey: server.hostKeyFingerprint, privateKey: server.privateKey }
  await assert.rejects(add(bed, { ...place, hostKey: `SHA256:${'A'.repeat(43)}` }), /主机密钥 SHA256:.*与登记的不同/)
  await assert.rejects(add(bed, { ...place, privateKey: server.strangerKey }), /拒绝登录/)
  await assert.rejects(add(bed, { ...place, host: '10.255.255.1' }), /允许清单/)
  await add(bed, place)
  assert.deepEqual(await readdir(folder), [], 'the trial file is gone')

  const [source] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
  assert.ok(source)
  const { runId } = await performBackup(bed.runtime, source, { workOrderId: null })
  const { rows } = await bed.pool.query<{ same: boolean; name: string }>('select c.sm3 = a.sm3 as same, a.object_name as name from backup.archive_copy c join backup.archive a using (archive_id)')
  assert.deepEqual(rows.map((row) => row.same), [true])
  const copy = path.join(folder, rows[0]?.name ?? '')
  assert.deepEqual(await readFile(copy), await readFile(path.join(bed.home, 'backups', rows[0]?.name ?? '')))

  const bytes = await readFile(copy)
  bytes[200] = (bytes[200] as number) ^ 4
  await writeFile(copy, bytes)
  await act(bed.runtime, backupActor, (ctx) => openWorkOrder(ctx, { kind: 'backup.check-now', service: 'backup', subsystem: 'market-supervision', title: '检查', input: { level: 2, archiveId: runId } }))
  await bed.work()
  const { rows: checks } = await bed.pool.query<{ storage: string; verdict: string }>('select storage, verdict from backup.verification where work_order_id is not null order by verdict')
  assert.deepEqual(checks.map(({ verdict }) => verdict), ['failed', 'passed'])
  assert.equal(checks[0]?.storage, '异地机房')
  const { rows: findings } = await bed.pool.query<{ title: string }>(`select title from spine.finding where source = 'backup'`)
  assert.match(findings[0]?.title ?? '', /可读检查不通过/)
})

test('a bucket holds copies as a folder does: read back, damage found, expired ones gone, keys sealed', async (t) => {
  const swift = await startSwift()
  if (skipWithout(t, swift)) return
  t.after(() => swift.stop())
  const bed = await backupTestBed()
  await registerDatabase(bed, 'market-supervision')
  const { secretAccessKey } = swift.bucket
  await assert.rejects(add(bed, { ...swift.bucket, title: '对象存储', secretAccessKey: 'wrong-secret-1' }), (error: Error) => /不认这把密钥/.test(error.message) && !error.message.includes('wrong-secret-1'))
  await assert.rejects(add(bed, { ...swift.bucket, title: '对象存储', endpoint: 'http://10.255.255.1:9000' }), /允许清单/)
  await add(bed, { ...swift.bucket, title: '对象存储' })
  assert.deepEqual(await swift.client.listObjects(), [], 'the trial object is gone')
  const kept = await bed.pool.query('select to_jsonb(t)::text as row from backup.remote_target t')
  const shown = JSON.stringify([kept.rows, await bed.asSystem(listTargets)])
  assert.ok(!shown.includes(secretAccessKey) && !shown.includes(swift.bucket.accessKeyId), shown)

  const [source] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
  assert.ok(source)
  const { runId } = await performBackup(bed.runtime, source, { workOrderId: null })
  const { rows: [copy] } = await bed.pool.query<{ same: boolean; name: string; bytes: number }>('select c.sm3 = a.sm3 as same, a.object_name as name, a.bytes::int as bytes from backup.archive_copy c join backup.archive a using (archive_id)')
  assert.ok(copy?.same)
  const original = await readFile(path.join(bed.home, 'backups', copy.name))
  const key = `${swift.bucket.folder}/${copy.name}`
  assert.ok(Buffer.from((await swift.client.getObjectArrayBuffer(key)) ?? new ArrayBuffer()).equals(original))

  const file = (await swift.dataFiles()).find(({ bytes }) => bytes === copy.bytes)?.file
  assert.ok(file)
  const bytes = await readFile(file)
  bytes[200] = (bytes[200] as number) ^ 4
  await writeFile(file, bytes)
  await act(bed.runtime, backupActor, (ctx) => openWorkOrder(ctx, { kind: 'backup.check-now', service: 'backup', subsystem: 'market-supervision', title: '检查', input: { level: 2, archiveId: runId } }))
  await bed.work()
  const { rows: checks } = await bed.pool.query<{ storage: string; verdict: string }>('select storage, verdict from backup.verification where work_order_id is not null order by verdict')
  assert.deepEqual(checks.map(({ verdict, storage }) => [verdict, storage === '对象存储']), [['failed', true], ['passed', false]])

  await bed.pool.query(`insert into backup.removal (archive_id, reason, removed_at) values ($1, '测试', $2)`, [runId, bed.clock.now()])
  const told = async () => (await bed.pool.query<{ title: string }>(`select title from spine.finding where source = 'backup' and source_key = 'remove' and state = 'open'`)).rows
  await swift.kill()
  await watchBackups(bed.runtime)
  assert.match((await told())[0]?.title ?? '', /到期的归档没有删掉：对象存储：目标无法连接/)
  await swift.restart()
  await watchBackups(bed.runtime)
  assert.equal(await swift.client.objectExists(key), false)
  assert.deepEqual(await told(), [])
})

async function add(bed: BackupTestBed, settings: NewTarget): Promise<{ remoteTargetId: string }> {
  const wait = outsideWork<SpineCtx, { remoteTargetId: string }>(await bed.asSystem(async (ctx) => addTarget(ctx, settings)))
  assert.ok(wait)
  const keep = await wait()
  return bed.asSystem(keep)
}
