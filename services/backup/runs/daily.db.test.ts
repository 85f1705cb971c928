import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { keepDay } from '../jobs.ts'
import { watchBackups } from '../retention/watch-backups.ts'
import { backupTestBed, registerDatabase } from '../testing/backup-test-bed.ts'

const SIGNAL = new AbortController().signal

test('a failed day is tried again the same day and then met; the finding goes with the success, and nothing is done twice', async () => {
  const bed = await backupTestBed({ now: '2024-08-06T09:00:00+08:00' })
  const { componentId, name } = await registerDatabase(bed, 'market-supervision', { password: 'wrong' })
  while ((await bed.asSystem(openDueWork)) > 0);
  const order = async () => (await bed.pool.query<{ id: string; state: string; occurrence: string; verdict: string | null }>(`select w.work_order_id as id, w.state, w.occurrence_id as occurrence, a.verdict from spine.work_order w join spine.occurrence o using (occurrence_id) left join spine.assessment a using (occurrence_id) where w.kind = 'backup.run-daily' and w.subsystem = 'market-supervision' and o.period_key = '2024-08-06'`)).rows[0]
  const findings = async () => (await bed.pool.query<{ title: string; state: string }>(`select title, state from spine.finding where source = 'backup' and source_key like 'run:market%'`)).rows
  const first = await order()
  assert.ok(first)
  const only = bed.runtime.jobs.sent.filter(({ payload }) => (payload as { workOrderId?: string }).workOrderId === first.id)
  bed.runtime.jobs.sent.splice(0, Infinity, ...only)
  await assert.rejects(bed.work(), /本日内自动重试/)
  assert.equal((await order())?.state, 'taken')
  assert.match((await findings())[0]?.title ?? '', /备份失败：目标拒绝登录/)

  // The engine's own retries come within seconds and leave the target in peace.
  bed.runtime.jobs.sent.push(...only)
  await assert.rejects(bed.work(), /稍后自动重试/)
  assert.equal((await bed.pool.query('select 1 from backup.run')).rowCount, 1)

  const { rows: target } = await bed.pool.query<{ settings: object }>('select settings from spine.connection where component_id = $1', [componentId])
  const { testServerUrl } = await import('#tests/support/test-server.ts')
  await bed.reconnect(componentId, { connector: 'postgres', settings: target[0]?.settings, secrets: { password: decodeURIComponent(new URL(await testServerUrl()).password) } })
  bed.clock.advance(20 * 60_000)
  await keepDay(bed.runtime, SIGNAL)
  const second = await order()
  assert.deepEqual([second?.state, second?.verdict], ['closed', 'met'])
  assert.deepEqual((await findings()).map(({ state }) => state), ['fixed'])
  const { rows: evidence } = await bed.pool.query<{ body: { verdict: string; policy: { version: string | null }; runs: Array<{ sm3: string; startedAt: string; endedAt: string; bytes: number; target: string; log: string }> } }>(`select body from spine.evidence where kind = 'backup-run' and body ->> 'subsystem' = 'market-supervision' order by recorded_at`)
  assert.deepEqual(evidence.map(({ body }) => body.verdict), ['failed', 'done'])
  const run = evidence[1]?.body.runs[0]
  assert.match(run?.sm3 ?? '', /^[0-9a-f]{64}$/)
  assert.match(run?.log ?? '', /pg_dump .*导出[\s\S]*读回全部内容/)
  assert.equal(evidence[1]?.body.policy.version, null, 'the requirement that nobody has given is said to be missing')
  await keepDay(bed.runtime, SIGNAL)
  assert.equal((await bed.pool.query(`select 1 from backup.archive where subsystem = 'market-supervision'`)).rowCount, 1)
  assert.ok(name)
})

test('a day that never succeeded is closed with what was tried, and missed; a system without a backup set is 未检 with the cure', async () => {
  const bed = await backupTestBed({ now: '2024-08-06T09:00:00+08:00' })
  while ((await bed.asSystem(openDueWork)) > 0);
  const { rows } = await bed.pool.query<{ id: string }>(`select w.work_order_id as id from spine.work_order w join spine.occurrence o using (occurrence_id) where w.kind = 'backup.run-daily' and w.subsystem = 'cost-information' and o.period_key = '2024-08-06'`)
  const only = bed.runtime.jobs.sent.filter(({ payload }) => (payload as { workOrderId?: string }).workOrderId === rows[0]?.id)
  bed.runtime.jobs.sent.splice(0, Infinity, ...only)
  await assert.rejects(bed.work(), /本日内自动重试/)
  const { rows: found } = await bed.pool.query<{ title: string }>(`select title from spine.finding where source_key = 'run:cost-information'`)
  assert.match(found[0]?.title ?? '', /没有登记备份集：请在“被管系统”登记/)
  bed.at('2024-08-07T09:00:00+08:00')
  await keepDay(bed.runtime, SIGNAL)
  const { rows: after } = await bed.pool.query<{ state: string; verdict: string; lines: string[] }>(`select w.state, a.verdict, a.lines from spine.work_order w join spine.assessment a using (occurrence_id) where w.work_order_id = $1`, [rows[0]?.id])
  assert.deepEqual([after[0]?.state, after[0]?.verdict], ['closed', 'missed'])
})

test('the watch tells the age of backups by itself, whoever should have made them, and says the same thing once', async () => {
  const bed = await backupTestBed({ now: '2024-08-06T09:00:00+08:00' })
  await registerDatabase(bed, 'law-enforcement')
  await watchBackups(bed.runtime)
  const told = async () => (await bed.pool.query<{ key: string; title: string }>(`select source_key as key, title from spine.finding where source = 'backup' and state = 'open' order by 1`)).rows
  assert.deepEqual((await told()).map(({ key }) => key), ['escrow', 'policy'], 'newly registered is not yet late')
  bed.clock.advance(31 * 3_600_000)
  await watchBackups(bed.runtime)
  assert.match((await told()).find(({ key }) => key === 'age:law-enforcement.backup')?.title ?? '', /登记 31 小时来没有一份可读的备份/)
  const evidence = async () => (await bed.pool.query(`select 1 from spine.evidence where kind = 'backup.watch-record'`)).rowCount
  const before = await evidence()
  await watchBackups(bed.runtime)
  assert.equal(await evidence(), before)
})
