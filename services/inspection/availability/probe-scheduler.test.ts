import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProbeScheduler, type SchedulerClock } from './probe-scheduler.ts'

/** Time that the test moves; `slack` is what a busy process adds to each wake. */
function fakeClock(slack = 0) {
  let nowMs = 0
  let waking: { at: number; call: () => void } | undefined
  const clock: SchedulerClock = {
    now: () => nowMs,
    wake(afterMs, call) {
      const mine = { at: nowMs + afterMs + slack, call }
      waking = mine
      return () => {
        if (waking === mine) waking = undefined
      }
    },
  }
  return {
    clock,
    async until(endMs: number) {
      while (waking && waking.at <= endMs) {
        const { at, call } = waking
        waking = undefined
        nowMs = Math.max(nowMs, at)
        call()
        await Promise.resolve()
      }
      nowMs = Math.max(nowMs, endMs)
    },
  }
}
const monitors = (count: number, intervalMs = 30_000) => Array.from({ length: count }, (_, index) => ({ id: `monitor-${index}`, intervalMs }))

test('five thousand monitors each start twenty times in ten minutes, none more than a second late', async () => {
  const { clock, until } = fakeClock(40)
  const starts = new Map<string, number>()
  const scheduler = createProbeScheduler(async ({ id }) => void starts.set(id, (starts.get(id) ?? 0) + 1), clock)
  scheduler.set(monitors(5_000))
  await until(600_000)
  const { latenessP99Ms, skipped } = scheduler.stats()
  assert.equal(starts.size, 5_000)
  assert.ok([...starts.values()].every((count) => count >= 19 && count <= 20))
  assert.ok(latenessP99Ms <= 1_000, `${latenessP99Ms}`)
  assert.equal(skipped, 0)
})

test('starts are spread over the interval instead of coming all at once', async () => {
  const { clock, until } = fakeClock()
  const perSecond = new Map<number, number>()
  const scheduler = createProbeScheduler(async () => void perSecond.set(Math.floor(clock.now() / 1_000), (perSecond.get(Math.floor(clock.now() / 1_000)) ?? 0) + 1), clock)
  scheduler.set(monitors(3_000))
  await until(29_999)
  assert.ok(Math.max(...perSecond.values()) < 300, 'a hundred a second on average')
})

test('a probe that hangs is not started a second time; its missed beats are counted', async () => {
  const { clock, until } = fakeClock()
  let started = 0
  const scheduler = createProbeScheduler(() => {
    started += 1
    return new Promise<void>(() => {})
  }, clock)
  scheduler.set(monitors(1))
  await until(120_000)
  assert.equal(started, 1)
  assert.equal(scheduler.stats().skipped, 3)
})

test('after a standstill each monitor starts once and the missed beats are counted, not made up', async () => {
  let nowMs = 0
  let call = () => {}
  let started = 0
  const scheduler = createProbeScheduler(async () => void (started += 1), { now: () => nowMs, wake: (_after, given) => ((call = given), () => {}) })
  scheduler.set(monitors(10))
  nowMs = 300_000
  call()
  assert.equal(started, 10)
  assert.ok(scheduler.stats().skipped >= 80)
})

test('a monitor that is taken away is not started again, one with a new interval follows it', async () => {
  const { clock, until } = fakeClock()
  const starts: string[] = []
  const scheduler = createProbeScheduler(async ({ id }) => void starts.push(id), clock)
  scheduler.set([{ id: 'a', intervalMs: 10_000 }, { id: 'b', intervalMs: 10_000 }])
  await until(20_000)
  scheduler.set([{ id: 'b', intervalMs: 5_000 }])
  starts.length = 0
  await until(60_000)
  assert.deepEqual(new Set(starts), new Set(['b']))
  assert.ok(starts.length >= 7)
})
