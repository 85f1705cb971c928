import assert from 'node:assert/strict'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { act } from '#platform/context/runtime.ts'
import { openLocalStorage } from '#platform/storage/archive-storage.ts'
import type { ArchiveRow } from '../archives/archive-row.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { backupActor, performBackup } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'
import { backupTestBed, registerDatabase } from '../testing/backup-test-bed.ts'
import { checkArchive, type Level } from './check-archive.ts'

test('a backup is proven at every level, and one that is bad at any of them is caught', async (t) => {
  const bed = await backupTestBed()
  const target = await registerDatabase(bed, 'market-supervision', { rows: 3_000 })
  await target.execute('create schema market; create table market.score_snapshot (n int); insert into market.score_snapshot values (1)')
  const [source] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
  assert.ok(source)
  const outcome = await performBackup(bed.runtime, source, { workOrderId: null })
  assert.equal(outcome.state, 'done', outcome.problem)
  const [archive] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { sourceKeys: [source.key] }))
  assert.ok(archive)
  const storage = openLocalStorage(path.join(bed.home, 'backups'))
  const file = path.join(bed.home, 'backups', archive.objectName)
  const whole = await readFile(file)
  const check = (level: Level, one: ArchiveRow = archive) => checkArchive(bed.runtime, one, level, storage)

  await t.test('a good one passes all four levels, and the drill measures', async () => {
    for (const level of [1, 2] as const) assert.equal((await check(level)).verdict, 'passed', `level ${level}`)
    bed.clock.advance(3_600_000)
    const drill = await check(4)
    assert.equal(drill.verdict, 'passed', drill.lines.join('；'))
    assert.ok((drill.rtoSeconds ?? 0) > 0.1)
    assert.match(drill.lines.join(), /逐表行数与内容摘要一致/)
  })

  await t.test('level 4: a drill that takes longer or loses more than the targets, or whose data no longer serves the business, fails although level 3 passes', async () => {
    let policies = 0
    const targets = (rto: number | null, rpo: number | null) => bed.pool.query(`insert into backup.policy (policy_id, version, title, sm3, file_name, rto_minutes, rpo_minutes, loaded_at, loaded_by_name) values (gen_random_uuid(), $1, '要求', '0', '要求.pdf', $2, $3, now() + $4 * interval '1 s', '测试')`, [`${(policies += 1)}`, rto, rpo, policies])
    await targets(null, 30)
    // The target's own clock tells when a snapshot was taken; the bed's is another.
    const hourOld = { ...archive, snapshotAt: new Date(bed.clock.now().getTime() - 3_600_000) }
    const late = await check(4, hourOld)
    assert.deepEqual([late.verdict, (await check(3, hourOld)).verdict], ['failed', 'passed'])
    assert.match(late.lines.join(), /数据丢失窗口 1 小时，超过目标 0\.5 小时/)
    await targets(null, null)
    assert.equal((await check(4, hourOld)).verdict, 'passed', 'without a requirement our own targets hold')
    // Slow: the storage gives the archive only after the target has passed.
    await targets(1, null)
    const slow = { ...storage, read: async (name: string) => (await storage.read(name), t.mock.method(performance, 'now', () => Date.now() * 2), storage.read(name)) }
    assert.match((await checkArchive(bed.runtime, archive, 4, slow)).lines.join(), /恢复用时 .* 秒，超过目标 0\.02 小时/)
    t.mock.restoreAll()
    await targets(null, null)
    // The table that a business question needs is gone before the dump: every table is as it was noted, and the system is of no use.
    await target.execute('alter table market.score_snapshot rename to score_snapshot_old')
    const { runId, problem } = await performBackup(bed.runtime, source, { workOrderId: null })
    const [useless] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { archiveId: runId }))
    assert.ok(useless, problem)
    assert.equal((await check(3, useless)).verdict, 'passed')
    const drill = await check(4, useless)
    assert.deepEqual([drill.verdict, drill.rtoSeconds !== null], ['failed', true])
    assert.match(drill.lines.join(), /业务场景“信用分快照”在恢复的数据上不能办理（.*score_snapshot.*），\d{4}-\d{2}-\d{2}的备份还能/)
    await target.execute('alter table market.score_snapshot_old rename to score_snapshot')
  })

  await t.test('the archive holds nothing readable', () => {
    assert.equal(whole.includes('enterprise'), false)
    assert.equal(whole.includes(Buffer.from('示例企业')), false)
  })

  await t.test('level 1: a missing file and a shorter one', async () => {
    await truncate(file, whole.length - 10)
    assert.match((await check(1)).lines.join(), /文件大小/)
    await writeFile(file, whole)
    assert.match((await check(1, { ...archive, objectName: 'nowhere/nothing.xyb' })).lines.join(), /没有 nowhere/)
  })

  await t.test('level 2: a flipped byte wherever it is, and an archive in the place of another', async () => {
    for (const share of [0.001, 0.5, 0.999]) {
      const broken = Buffer.from(whole)
      const at = Math.floor(whole.length * share)
      broken[at] = (broken[at] as number) ^ 1
      await writeFile(file, broken)
      assert.equal((await check(share === 0.5 ? 3 : 2)).verdict, 'failed', `at ${share}`)
    }
    await writeFile(file, whole)
    assert.match((await check(2, { ...archive, archiveId: '018f0000-0000-7000-8000-000000000000' })).lines.join(), /另一份归档/)
    assert.match((await check(2, { ...archive, sm3: '0'.repeat(64) })).lines.join(), /SM3 摘要与备份目录/)
  })

  await t.test('level 2: a key that does not fit', async () => {
    const other = await backupTestBed()
    const stranger = { ...bed.runtime, attached: { ...bed.runtime.attached, secretBox: other.runtime.attached.secretBox } }
    assert.match((await checkArchive(stranger, archive, 2, storage)).lines.join(), /密钥解不开/)
  })

  await t.test('level 3: a dropped row, an emptied table, a lost table and a changed value, all whole as files', async () => {
    const noted = archive.tally
    // The file is sound in itself; only the numbers noted in the snapshot tell that it is not what the source held.
    await target.execute(`delete from licence where id = 7; update enterprise set name = '改过' where id = 1; drop table """; drop"; create table emptied (n int)`)
    bed.clock.advance(1_000)
    const { state, runId } = await performBackup(bed.runtime, source, { workOrderId: null })
    assert.equal(state, 'done')
    const [bad] = await act(bed.runtime, backupActor, (ctx) => newestArchives(ctx, { archiveId: runId }))
    assert.ok(bad)
    const { tables, ...rest } = noted as { tables: object[] }
    const { verdict, lines } = await check(3, { ...bad, tally: { ...rest, tables: [...tables, { name: 'public.emptied', rows: 9, digest: '1' }] } })
    assert.equal(verdict, 'failed')
    for (const pattern of [/表 public.licence 恢复出 199 行，备份时为 200 行/, /表 public.enterprise 行数相同，内容/, /drop" 不在恢复的数据中/, /表 public.emptied 恢复出 0 行，备份时为 9 行（成了空表）/]) assert.match(lines.join('\n'), pattern)
  })
})
