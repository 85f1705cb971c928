import assert from 'node:assert/strict'
import { test } from 'node:test'

import { defaultLimits } from './connector.ts'
import { enterTarget } from './target-gate.ts'

const at = (key: string) => ({ host: 'db', port: 1, address: '10.0.0.1', family: 4, key }) as const
const limits = { ...defaultLimits, connectTimeoutMs: 50, doorsPerTarget: 2 }

test('the third waits for one of two to leave, and nobody loses a place', async () => {
  const target = at('a')
  const first = await enterTarget(target, limits)
  await enterTarget(target, limits)
  let isInside = false
  const third = enterTarget(target, limits).then((leave) => {
    isInside = true
    return leave
  })
  await Promise.resolve()
  assert.equal(isInside, false)
  first()
  first()
  await third
  await assert.rejects(enterTarget(target, limits), { failure: 'over-budget' })
})

test('waiting can be given up, and other targets are not concerned', async () => {
  const target = at('b')
  const leaves = [await enterTarget(target, limits), await enterTarget(target, limits)]
  const controller = new AbortController()
  const waiting = enterTarget(target, { ...limits, connectTimeoutMs: 10_000 }, controller.signal)
  controller.abort(new Error('enough'))
  await assert.rejects(waiting, /enough/)
  ;(await enterTarget(at('c'), limits))()
  for (const leave of leaves) leave()
  ;(await enterTarget(target, limits))()
})

test('four at once when the limits do not say', async () => {
  const { doorsPerTarget: _all, ...plain } = limits
  for (let n = 0; n < 4; n += 1) await enterTarget(at('d'), plain)
  await assert.rejects(enterTarget(at('d'), plain), { failure: 'over-budget' })
})
