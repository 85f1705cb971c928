import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { inspectionTestBed, type InspectionTestBed } from '../testing/inspection-test-bed.ts'
import { cancelRun, recheckRun, startRun } from './start-run.ts'

type Row = { component: string; code: string; verdict: string; reason: string; value: unknown }

async function results(bed: InspectionTestBed, runId: string): Promise<Row[]> {
  const { rows } = await bed.pool.query<Row>(
    `select i.component_title as component, i.check_code as code, r.verdict, r.reason, r.value from inspection.run_item i join inspection.result r using (run_item_id) where i.run_id = $1 order by i.position`,
    [runId],
  )
  return rows
}
const findings = async (bed: InspectionTestBed) => (await bed.pool.query<{ number: string; title: string; state: string; severity: string }>('select number, title, state, severity from spine.finding order by number')).rows
const runRow = async (bed: InspectionTestBed, runId: string) => (await bed.pool.query('select r.*, w.state as order_state from inspection.run r join spine.work_order w using (work_order_id) where run_id = $1', [runId])).rows[0] as Record<string, unknown>

/** The database server of the tests itself, as a target. */
async function testServerTarget() {
  const url = new URL(await testServerUrl())
  return { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: 'postgres', username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } }
}

/** Accepts connections and never says a word. */
async function hangingTarget() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as { port: number }).port
}

test('a database in order is recorded with values, thresholds and engine, and its work order is closed with the evidence', async () => {
  const bed = await inspectionTestBed()
  await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, await testServerTarget())
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, { subsystem: 'market-supervision' }))
  await bed.work()
  const rows = await results(bed, runId)
  assert.ok(rows.length >= 20, `${rows.length} rows`)
  assert.equal(rows.find((row) => row.code === 'PG-01')?.verdict, 'normal')
  assert.equal(typeof rows.find((row) => row.code === 'PG-03')?.value, 'number')
  assert.deepEqual(rows.filter((row) => row.code.startsWith('BK-')).map((row) => row.code), [], 'backups are asked of what is registered to be backed up')
  const run = await runRow(bed, runId)
  assert.equal(run['state'], 'done')
  assert.equal(run['order_state'], 'closed')
  const { rows: evidence } = await bed.pool.query(`select kind, body, (select count(*) from spine.evidence_file f where f.evidence_id = e.evidence_id) as files from spine.evidence e where kind = 'inspection-record'`)
  assert.equal(evidence.length, 1)
  assert.equal(evidence[0].body.template.version, '2024.2')
  assert.equal(Number(evidence[0].files), 1)
  const anchors = await bed.pool.query('select count(*) as n from platform.ledger_anchor')
  assert.equal(Number(anchors.rows[0].n), 1, 'the head of the chain left the database after the run')
})

test('a stopped database is exactly one abnormal finding, everything else of it is unchecked; restarted, the re-check closes it', async (t) => {
  const server = await startPostgres()
  if (skipWithout(t, server)) return
  const bed = await inspectionTestBed()
  const settings = { host: server.host, port: server.port, database: server.database, username: server.username }
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, { connector: 'postgres', settings, secrets: { password: server.password } })
  await server.stop()
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, { componentId }))
  await bed.work()
  const rows = await results(bed, runId)
  assert.deepEqual(rows.filter((row) => row.verdict === 'abnormal').map((row) => row.code), ['PG-01'])
  assert.equal(rows.some((row) => row.verdict === 'normal'), false, 'nothing of a dead target is normal')
  assert.match(rows.find((row) => row.code === 'PG-03')?.reason ?? '', /目标无法连接/)
  const [found, ...others] = await findings(bed)
  assert.equal(others.length, 0)
  assert.match(found?.number ?? '', /^HZ-20240902-0001$/)
  assert.match(found?.title ?? '', /市场监管数据库 数据库可连接：目标无法连接/)
  const cases = await bed.pool.query(`select count(*) as n from spine.occurrence where period_key = $1`, [found?.number])
  assert.equal(Number(cases.rows[0].n), 1, 'the contract obliges on a hazard in this subsystem')

  await bed.reconnect(componentId, await testServerTarget())
  bed.clock.advance(60_000)
  const again = await bed.asSystem((ctx) => recheckRun(ctx, runId))
  await bed.work()
  assert.equal((await results(bed, again.runId)).find((row) => row.code === 'PG-01')?.verdict, 'normal')
  assert.equal((await findings(bed)).find((finding) => finding.number === found?.number)?.state, 'fixed')
  const closure = await bed.pool.query(`select count(*) as n from spine.evidence where kind = 'finding-closure'`)
  assert.equal(Number(closure.rows[0].n), 1)
})

test('a database that is not there, a forbidden address and a hanging target end in time, each with its own reason and none of them normal', async () => {
  const bed = await inspectionTestBed()
  const good = await testServerTarget()
  await bed.register({ subsystem: 'cost-information', kind: 'database', name: 'a-absent', title: '库不存在' }, { ...good, settings: { ...good.settings, database: 'no_such_database_here' } })
  await bed.register({ subsystem: 'cost-information', kind: 'database', name: 'b-forbidden', title: '清单之外' }, { ...good, settings: { ...good.settings, host: '10.255.255.1' } })
  await bed.register({ subsystem: 'cost-information', kind: 'database', name: 'c-hanging', title: '不应答' }, { ...good, settings: { ...good.settings, port: await hangingTarget() } })
  await bed.register({ subsystem: 'cost-information', kind: 'web-application', name: 'd-hanging', title: '不应答的应用' }, { connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${await hangingTarget()}` } })
  await bed.register({ subsystem: 'cost-information', kind: 'host', name: 'e-unconnected', title: '未登记连接' })
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, { subsystem: 'cost-information' }))
  const startedAt = performance.now()
  await bed.work()
  assert.ok(performance.now() - startedAt < 15_000, 'a hanging target costs its limit once, not once a row')
  const rows = await results(bed, runId)
  assert.equal(rows.some((row) => row.verdict === 'normal'), false)
  const of = (component: string, code: string) => rows.find((row) => row.component === component && row.code === code)
  assert.equal(of('清单之外', 'PG-01')?.verdict, 'unchecked', 'our own rule is not an outage of the target')
  assert.match(of('清单之外', 'PG-01')?.reason ?? '', /地址不在允许清单内/)
  assert.equal(of('不应答', 'PG-01')?.verdict, 'abnormal')
  assert.match(of('不应答', 'PG-05')?.reason ?? '', /超时/)
  assert.equal(of('不应答的应用', 'APP-01')?.verdict, 'abnormal')
  assert.equal(of('不应答的应用', 'APP-03')?.verdict, 'unchecked')
  assert.equal(of('未登记连接', 'CN-01')?.verdict, 'unchecked')
})

test('a performer that dies in the middle is followed by one that does only the rest, and no row is answered twice', async () => {
  const bed = await inspectionTestBed()
  await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, await testServerTarget())
  await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '不应答的应用' }, { connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${await hangingTarget()}` } })
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, { subsystem: 'market-supervision' }))
  const jobs = [...bed.runtime.jobs.sent]
  const death = new AbortController()
  const dying = bed.work(death.signal)
  await until(async () => (await results(bed, runId)).length > 0)
  death.abort(new Error('killed'))
  await assert.rejects(dying, /killed/)
  const before = await results(bed, runId)
  assert.ok(before.length > 0)
  assert.equal((await runRow(bed, runId))['state'], 'running')
  const stamps = await bed.pool.query('select run_item_id, captured_at from inspection.result order by 1')
  bed.clock.advance(30_000)
  bed.runtime.jobs.sent.push(...jobs)
  await bed.work()
  const run = await runRow(bed, runId)
  assert.equal(run['state'], 'done')
  const planned = await bed.pool.query('select count(*) as n from inspection.run_item where run_id = $1 and not is_manual', [runId])
  assert.equal((await results(bed, runId)).length, Number(planned.rows[0].n))
  const kept = await bed.pool.query('select run_item_id, captured_at from inspection.result where captured_at <= $1 order by 1', [new Date('2024-09-02T09:00:00+08:00')])
  assert.deepEqual(kept.rows, stamps.rows, 'what was captured before stays as it was')
  await bed.work()
  const records = await bed.pool.query(`select count(*) as n from spine.evidence where kind = 'inspection-record'`)
  assert.equal(Number(records.rows[0].n), 1)
})

test('a cancelled run says so in every row that was not asked, and a captured value cannot be changed', async () => {
  const bed = await inspectionTestBed()
  await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '不应答的应用' }, { connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${await hangingTarget()}` } })
  const { runId } = await bed.asSystem((ctx) => startRun(ctx, {}))
  await bed.asSystem((ctx) => cancelRun(ctx, runId))
  await bed.work()
  assert.equal((await runRow(bed, runId))['state'], 'cancelled')
  const rows = await results(bed, runId)
  assert.ok(rows.some((row) => row.reason === '巡检被取消，此项未检'))
  await assert.rejects(bed.pool.query(`update inspection.result set verdict = 'normal'`), /append|只增|不/i)
})

test('due occurrences open their runs: weekly, daily and weekly sections, and each is judged by what was really checked', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-02T09:00:00+08:00' })
  const target = await testServerTarget()
  await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, target)
  await bed.register({ subsystem: 'cost-information', kind: 'database', name: 'db', title: '造价数据库' }, target)
  while ((await bed.asSystem(openDueWork)) > 0);
  // The report of August has nothing to sum up here and says so.
  await bed.work(undefined, ['inspection-report.no-records'])
  const { rows } = await bed.pool.query(`
    select b.code, b.subsystem, w.kind, w.state, a.verdict, a.lines::text as lines from spine.occurrence o join spine.obligation b using (obligation_id)
    join spine.work_order w using (occurrence_id) left join spine.assessment a using (occurrence_id)
    where b.code in ('M3-02', 'M3-04', 'M3-05') and o.opens_on = '2024-09-02' order by 1, 2`)
  const of = (code: string, subsystem: string) => rows.find((row) => row.code === code && row.subsystem === subsystem)
  assert.equal(of('M3-02', 'cost-information')?.kind, 'inspection.run-weekly')
  assert.equal(of('M3-02', 'cost-information')?.verdict, 'met')
  assert.equal(of('M3-04', 'market-supervision')?.kind, 'inspection.run-daily')
  assert.match(of('M3-05', 'market-supervision')?.lines ?? '', /没有“数据备份”部分/, 'nothing is registered to be backed up')
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not become so in time')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
