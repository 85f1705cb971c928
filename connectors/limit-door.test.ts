import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { systemClock } from '#platform/clock/clock.ts'
import { z } from 'zod'

import { defaultLimits, type Limits } from './connector.ts'
import { limitDoor } from './limit-door.ts'
import { explainNetworkFailure } from './network-failure.ts'

function door(limits: Partial<Limits> = {}, secrets: unknown = {}) {
  const stream = new PassThrough()
  let cuts = 0
  const limited = limitDoor({
    request: { settings: {}, secrets, limits: { ...defaultLimits, ...limits }, allowList: { entries: [] }, clock: systemClock },
    where: 'db:1',
    explain: (error) => explainNetworkFailure(error, 'db:1'),
    connection: { stream: () => stream, sever: () => (cuts += 1) },
  })
  return { limited, stream, cuts: () => cuts }
}

test('questions on one connection go one after another, and a failed one does not stop the next', async () => {
  const { limited } = door()
  const order: string[] = []
  const one = (name: string, isBad = false) =>
    limited.within(async () => {
      order.push(`${name} begins`)
      await sleep(5)
      order.push(`${name} ends`)
      if (isBad) throw new Error('bad')
    })
  await Promise.allSettled([one('a', true), one('b')])
  assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends'])
})

test('a question given up while it waits for its turn does not cut the connection', async () => {
  const { limited, cuts } = door()
  const controller = new AbortController()
  const first = limited.within(() => sleep(30, 'kept'))
  const second = limited.within(async () => 'never', controller.signal)
  controller.abort(new Error('enough'))
  await assert.rejects(second, /enough/)
  assert.equal((await first).outcome, 'kept')
  assert.equal(cuts(), 0)
})

test('a question that takes too long cuts the connection, and the door says so from then on', async () => {
  const { limited, cuts } = door({ questionTimeoutMs: 20 })
  await assert.rejects(limited.within(() => sleep(5_000, undefined, { ref: false })), { failure: 'timeout' })
  assert.equal(cuts(), 1)
  await assert.rejects(limited.within(async () => 1), { failure: 'unreachable', message: /重新打开/ })
})

test('a flood is stopped while it arrives, not when it has been kept', async () => {
  const { limited, stream, cuts } = door({ maxAnswerBytes: 10 })
  const flooded = limited.within(() => sleep(5_000, undefined, { ref: false }))
  await sleep(1)
  stream.write(Buffer.alloc(70_000))
  await assert.rejects(flooded, { failure: 'bad-answer' })
  assert.equal(cuts(), 1)
})

test('the budget counts the time of all questions', async () => {
  const { limited } = door({ budgetMs: 50 })
  await limited.within(() => sleep(30))
  await assert.rejects(limited.within(() => sleep(5_000, undefined, { ref: false })), { failure: 'over-budget' })
})

test('neither an answer nor an error says a credential', async () => {
  const { limited } = door({}, { password: 'Secret-77' })
  const answer = await limited.ask(z.object({}), {}, async () => ({ value: 'is Secret-77', raw: { rows: [['Secret-77']] } }))
  assert.deepEqual([answer.value, answer.raw], ['is ***', { rows: [['***']] }])
  await assert.rejects(limited.ask(z.object({}), {}, () => Promise.reject(new Error('no Secret-77'))), { failure: 'bad-answer', message: /no \*\*\*/ })
})
