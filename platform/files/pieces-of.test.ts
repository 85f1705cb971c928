import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { piecesOf } from './pieces-of.ts'

test('whatever comes, the same bytes go on in pieces of one size, the last the rest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), fc.integer({ min: 1, max: 30 }), async (chunks, size) => {
      const pieces: Buffer[] = []
      async function* content() {
        for (const chunk of chunks) yield Buffer.from(chunk)
      }
      for await (const piece of piecesOf(content(), size)) pieces.push(piece)
      const whole = Buffer.concat(chunks)
      assert.deepEqual(Buffer.concat(pieces), whole)
      assert.deepEqual(pieces.map(({ length }) => length), Array.from({ length: Math.ceil(whole.length / size) }, (_, at) => Math.min(size, whole.length - at * size)))
    }),
  )
})
