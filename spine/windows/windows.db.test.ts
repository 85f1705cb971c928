import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { cancelWindow, declareWindow, type DeclareWindow } from './declare-window.ts'
import { activeWindows, listWindows, readWindow } from './read-windows.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00' })
const manager = await bed.person('项目经理', ['window:read', 'window:declare'])
const time = (text: string) => new Date(`2024-${text}:00+08:00`)
const request = (more: Partial<DeclareWindow> = {}): DeclareWindow => ({ windowId: randomUUID(), kind: 'maintenance', subsystem: 'market-supervision', title: '数据库升级', startsAt: time('09-07T22:00'), endsAt: time('09-08T02:00'), reason: '小版本升级', acceptsOverlaps: false, ...more })
const declare = (more: Partial<DeclareWindow> = {}) => bed.as(manager, (ctx) => declareWindow(ctx, request(more)))
const active = async (at: string, ...rest: [kind?: DeclareWindow['kind'], subsystem?: string]) => (await bed.asSystem((ctx) => activeWindows(ctx, time(at), ...rest))).map(({ title }) => title)
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))

test('A declared window is in force from its start, inclusive, to its end, exclusive, for its subsystem', async () => {
  const windowId = randomUUID()
  await declare({ windowId })
  await declare({ windowId })
  assert.deepEqual(await active('09-07T21:59'), [])
  assert.deepEqual(await active('09-07T22:00', 'maintenance', 'market-supervision'), ['数据库升级'])
  assert.deepEqual(await active('09-07T22:00', 'freeze'), [])
  assert.deepEqual(await active('09-07T22:00', 'maintenance', 'cost-information'), [])
  assert.deepEqual(await active('09-08T02:00'), [])
  assert.equal((await bed.as(manager, (ctx) => listWindows(ctx, { page: 1, pageSize: 50 }))).total, 1, 'sent twice, declared once')
})

test('A window that meets another is refused with each overlap in words until it is accepted', async () => {
  const error = await refusal(declare({ subsystem: null, title: '全平台网络割接', startsAt: time('09-08T01:00'), endsAt: time('09-08T03:00') }))
  assert.equal(error.code, 'window.overlaps')
  assert.deepEqual(error.problems, [{ place: 'body.acceptsOverlaps', message: '计划维护「数据库升级」2024-09-07 22:00 至 2024-09-08 02:00' }])
  await declare({ subsystem: null, title: '全平台网络割接', startsAt: time('09-08T01:00'), endsAt: time('09-08T03:00'), acceptsOverlaps: true })
  assert.deepEqual(await active('09-08T01:30', 'maintenance', 'market-supervision'), ['数据库升级', '全平台网络割接'])
  await declare({ subsystem: 'cost-information', startsAt: time('09-07T22:00'), endsAt: time('09-07T23:00') })
})

test('Maintenance within a freeze is warned of, a freeze within a special period is not', async () => {
  await declare({ kind: 'special-period', subsystem: null, title: '国庆保障', startsAt: time('09-29T00:00'), endsAt: time('10-08T00:00') })
  await declare({ kind: 'freeze', subsystem: null, title: '国庆封网', startsAt: time('09-30T18:00'), endsAt: time('10-08T08:00') })
  const error = await refusal(declare({ startsAt: time('10-01T22:00'), endsAt: time('10-01T23:00') }))
  assert.equal(error.problems.length, 2)
})

test('Maintenance cannot be declared after it began, nothing after it ended, and all is told at once', async () => {
  bed.at('2024-09-10T12:00:00+08:00')
  const late = await refusal(declare({ startsAt: time('09-10T11:00'), endsAt: time('09-10T11:30') }))
  assert.deepEqual(late.problems.map(({ place }) => place), ['body.endsAt', 'body.startsAt'])
  assert.equal((await refusal(declare({ startsAt: time('09-12T11:00'), endsAt: time('09-12T11:00') }))).problems[0]?.message, '结束须晚于开始')
  assert.equal((await refusal(declare({ subsystem: 'elsewhere' }))).code, 'system.unknown-subsystem')
  await declare({ kind: 'special-period', title: '临时保障', startsAt: time('09-10T08:00'), endsAt: time('09-10T20:00') })
})

test('A window that is cancelled midway was in force until then, keeps its reason, and is not cancelled twice', async () => {
  const windowId = await declare({ title: '中间件补丁', startsAt: time('09-10T13:00'), endsAt: time('09-10T18:00') }).catch(() => declare({ title: '中间件补丁', startsAt: time('09-10T13:00'), endsAt: time('09-10T18:00'), acceptsOverlaps: true }))
  bed.at('2024-09-10T15:00:00+08:00')
  const cancel = () => bed.as(manager, (ctx) => cancelWindow(ctx, windowId, '提前完成'))
  await cancel()
  assert.equal((await refusal(cancel())).code, 'window.over')
  assert.ok((await active('09-10T14:59', 'maintenance')).includes('中间件补丁'))
  assert.ok(!(await active('09-10T15:00', 'maintenance')).includes('中间件补丁'))
  const row = await bed.as(manager, (ctx) => readWindow(ctx, windowId))
  assert.deepEqual([row.state, row.cancelReason, row.cancelledByName], ['cancelled', '提前完成', '项目经理'])
})
