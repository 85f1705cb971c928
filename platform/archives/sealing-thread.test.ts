import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openSealedStream, sealedDigest, SealedStreamError, sealStream } from '#platform/crypto/sealed-stream.ts'
import { inSealingThread, UNDER_WAY } from './sealing-thread.ts'

const KEY = randomBytes(32)
const CONTENT = randomBytes(3_000_000)

async function* chunks(bytes: Buffer, size = 100_003): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
const seal = (content: AsyncIterable<Buffer>, onDigest: (sm3: string) => void = () => {}) => inSealingThread({ kind: 'seal', key: KEY, header: '试' }, content, { onDigest })
async function open(bytes: Buffer, key = KEY, onDigest: (sm3: string) => void = () => {}): Promise<Buffer> {
  const { begun, rest } = await openSealedStream(chunks(bytes))
  return all(inSealingThread({ kind: 'open', key, begun }, rest(), { onDigest }))
}

test('the thread writes and reads what the stream itself would, several at once', async () => {
  const digest = sealedDigest()
  const expected = await all(sealStream(chunks(CONTENT, 7_001), KEY, '试', digest))
  const sm3 = digest.digest('hex')
  await Promise.all([CONTENT, CONTENT].map(async (content) => {
    let told = ''
    const bytes = await all(seal(chunks(content), (one) => (told = one)))
    assert.deepEqual([bytes.equals(expected), told], [true, sm3])
    assert.ok((await open(bytes, KEY, (one) => (told = one))).equals(content))
    assert.equal(told, sm3)
  }))
})

test('what was changed, cut or sealed with another key is refused as it is without the thread', async () => {
  const bytes = await all(seal(chunks(CONTENT)))
  const broken = Buffer.from(bytes)
  broken[1_500_000] = (broken[1_500_000] as number) ^ 1
  await assert.rejects(open(broken), (error) => error instanceof SealedStreamError && /第 6 段校验不符/.test(error.message))
  await assert.rejects(open(bytes.subarray(0, -100)), SealedStreamError)
  await assert.rejects(open(bytes, randomBytes(32)), /密钥不对/)
})

test('a source that fails is told to the reader, a reader that stops stops the source, and only a few pieces are ever under way', async () => {
  await assert.rejects(all(seal((async function* () { yield CONTENT; throw new Error('source broke') })())), /source broke/)
  let [given, isClosed] = [0, false]
  const endless = async function* () {
    try {
      for (;;) yield (given += 1, CONTENT.subarray(0, 256 * 1024))
    } finally {
      isClosed = true
    }
  }
  const reader = seal(endless())
  await reader.next()
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.ok(given <= 4 * UNDER_WAY, `${given} pieces were taken although nobody reads`)
  await reader.return(undefined)
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(isClosed, true)
})
