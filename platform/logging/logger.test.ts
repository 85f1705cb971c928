import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger, describeError } from './logger.ts'

test('an error is kept with its words, its code and its cause, without the values of the row', () => {
  const refused = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (phone)=(010-55550123)' })
  const kept = JSON.stringify(describeError(new Error('not kept', { cause: refused })))
  for (const word of ['not kept', 'duplicate key', '23505', 'logger.test.ts']) assert.ok(kept.includes(word), word)
  assert.ok(!kept.includes('010-55550123'))
  assert.equal(describeError('in words'), 'in words')
})

test('the logger writes errors so', () => {
  const log = createLogger({ name: 'test', level: 'info' })
  const serializers = log[Symbol.for('pino.serializers') as keyof typeof log] as unknown as Record<string, unknown>
  assert.equal(serializers['error'], describeError)
})
