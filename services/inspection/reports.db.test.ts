import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import { documentModel } from '#shared/document-model.ts'
import { newId } from '#shared/ids.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { ComposedChapter, ReportChapter } from '#spine/service.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { measurePeriod } from './availability/read-availability.ts'
import { addSamples } from './availability/samples.store.ts'
import { keepSamples } from './availability/keep-samples.ts'
import { inspectionTables } from './database/inspection-tables.ts'
import { inspectionTestBed } from './testing/inspection-test-bed.ts'
import { reports } from './reports.ts'
import { startRun } from './runs/start-run.ts'

test('the chapters of a month agree with what was measured, and availability in SQL is availability in arithmetic', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-03T00:00:00+08:00' })
  const url = new URL(await testServerUrl())
  await bed.register({ subsystem: 'market-supervision', kind: 'database', name: 'db', title: '市场监管数据库' }, { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: 'postgres', username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } })
  const web = await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '市场监管应用' }, { connector: 'http-endpoint', settings: { baseUrl: 'http://127.0.0.1:9' } })
  await bed.register({ subsystem: 'market-supervision', kind: 'backup-set', name: 'backup', title: '市场监管备份' }, { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: 'postgres', username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } })
  const start = bed.clock.now().getTime()
  const at = (minute: number) => new Date(start + minute * 60_000)
  await bed.asSystem(async (ctx) => {
    await addSamples(ctx, Array.from({ length: 1_200 }, (_, index) => ({ componentId: web, at: new Date(start + index * 30_000), isUp: true, tookMs: 12, failure: null })))
    const db = inspectionTables(ctx)
    const outage = (from: number, to: number, cause: string) => ({ outageId: newId(ctx.now), componentId: web, subsystem: 'market-supervision', startedAt: at(from), endedAt: at(to), reason: '探测失败', cause, causeDecidedAt: at(to) })
    await db.insertInto('spine.outage').values([outage(60, 90, 'operator'), outage(120, 130, 'client-or-cloud'), outage(200, 260, 'planned')]).execute()
  })
  await bed.asSystem((ctx) => startRun(ctx, { subsystem: 'market-supervision' }))
  bed.clock.set(new Date('2024-09-03T11:00:00+08:00'))
  await bed.work()
  bed.clock.set(new Date('2024-09-04T09:00:00+08:00'))
  await keepSamples(bed.runtime)
  const period = { kind: 'monthly' as const, key: '2024-09', from: '2024-09-01', to: '2024-09-30', isPartial: true }
  const composed = await look(bed.runtime, { kind: 'system', name: '测试' }, async (ctx) => {
    const { contractId } = await currentContract(ctx)
    return composeAll((chapter) => chapter.compose(ctx, { ...period, contractId }))
  })
  const valueOf = (id: string) => composed.flatMap((one) => one.figures).find((figure) => figure.id === id)?.value
  const [system] = (await bed.asSystem((ctx) => measurePeriod(ctx, '2024-09-03', '2024-09-03'))).systems
  assert.ok(system?.percent)
  assert.equal(Number(valueOf('availability-percent')).toFixed(3), system.percent.toFixed(3))
  assert.equal(valueOf('availability-outages'), 2)
  assert.equal(valueOf('inspection-runs'), 1)
  const counted = await bed.pool.query(`select count(*) as n from inspection.result x join inspection.run_item i using (run_item_id) where i.section = 'database'`)
  assert.equal(valueOf('database-checks'), counted.rows[0].n)
  assert.equal(valueOf('backup-unchecked'), 3)
  for (const figure of composed.flatMap((one) => one.figures)) assert.ok(Object.assign({}, ...composed.map((one) => one.queries))[figure.source.query], `${figure.id} names a query that is kept`)
  assert.doesNotThrow(() => documentModel.parse({ kind: '运维月报', title: '月报', number: 'YB-1', version: '1', cover: { organisation: '运维单位', date: '2024-09-04' }, blocks: composed.flatMap((one) => [...one.blocks]), figures: composed.flatMap((one) => [...one.figures]) }))
})

test('a month in which nothing was done says so instead of showing zeros as good', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-04T09:00:00+08:00' })
  const composed = await look(bed.runtime, { kind: 'system', name: '测试' }, async (ctx) => {
    const { contractId } = await currentContract(ctx)
    return composeAll((chapter) => chapter.compose(ctx, { kind: 'monthly', key: '2024-09', from: '2024-09-01', to: '2024-09-30', isPartial: true, contractId }))
  })
  assert.match(JSON.stringify(composed), /为零不表示正常/)
  assert.equal(composed.flatMap((one) => one.figures).find((figure) => figure.id === 'availability-percent')?.value, '无此类事项')
})

/** One after another, as the report does: they share one connection. */
async function composeAll(compose: (chapter: ReportChapter) => Promise<ComposedChapter>): Promise<ComposedChapter[]> {
  const composed: ComposedChapter[] = []
  for (const chapter of reports) composed.push(await compose(chapter))
  return composed
}
