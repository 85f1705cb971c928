import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseStubStatus } from './parse-stub-status.ts'

test('the page is read by position, and any other page is not taken for one', () => {
  assert.deepEqual(parseStubStatus('Active connections: 291 \nserver accepts handled requests\n 16630948 16630946 31070465 \nReading: 6 Writing: 179 Waiting: 106 \n'), { active: 291, accepts: 16_630_948, handled: 16_630_946, requests: 31_070_465, reading: 6, writing: 179, waiting: 106 })
  assert.equal(parseStubStatus('<html>Active connections: 1</html>'), undefined)
})
