import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openPieces, openSealedStream, sealedDigest, SealedStreamError, sealStream } from './sealed-stream.ts'
import { sm3 } from './sm3.ts'

const KEY = randomBytes(32)
const CONTENT = randomBytes(600_000)

async function sealed(content = CONTENT): Promise<{ bytes: Buffer; digest: string }> {
  const digest = sealedDigest()
  const parts: Buffer[] = []
  for await (const part of sealStream(chunks(content, 10_007), KEY, '{"of": "试"}', digest)) parts.push(part)
  return { bytes: Buffer.concat(parts), digest: digest.digest('hex') }
}
async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function opened(bytes: Buffer, key = KEY): Promise<Buffer> {
  const { begun, rest } = await openSealedStream(chunks(bytes, 33_333))
  const parts: Buffer[] = []
  for await (const part of openPieces(rest(), sealedDigest().update(begun), key)) parts.push(part)
  return Buffer.concat(parts)
}

test('what was sealed opens to the same bytes, its header is readable by everybody, and its digest is that of the file', async () => {
  for (const content of [CONTENT, Buffer.alloc(0), CONTENT.subarray(0, 256 * 1024)]) {
    const { bytes, digest } = await sealed(content)
    assert.equal(digest, sm3(bytes))
    assert.deepEqual(await opened(bytes), content)
    assert.equal((await openSealedStream(chunks(bytes, 7))).header, '{"of": "试"}')
    assert.ok(content.length === 0 || !bytes.includes(content.subarray(0, 32)))
  }
})

test('a flipped bit anywhere, also in the header, is noticed', async () => {
  const { bytes } = await sealed()
  for (const at of [...Array.from({ length: 98 }, (_, step) => Math.floor((step / 98) * bytes.length)), 20, bytes.length - 1]) {
    const broken = Buffer.from(bytes)
    broken[at] = (broken[at] as number) ^ 0x10
    await assert.rejects(opened(broken), SealedStreamError, `bit at ${at}`)
  }
})

test('what was cut off, left out, put elsewhere or added is noticed', async () => {
  const { bytes } = await sealed()
  const header = 8 + 4 + Buffer.byteLength('{"of": "试"}')
  const piece = 5 + 256 * 1024 + 32
  const [first, second] = [bytes.subarray(header, header + piece), bytes.subarray(header + piece, header + 2 * piece)]
  const rest = bytes.subarray(header + 2 * piece)
  const broken = { cut: bytes.subarray(0, header + piece), 'cut in the middle': bytes.subarray(0, bytes.length - 7), 'left out': Buffer.concat([bytes.subarray(0, header), second, rest]), swapped: Buffer.concat([bytes.subarray(0, header), second, first, rest]), added: Buffer.concat([bytes, Buffer.from('x')]), 'no archive': randomBytes(100), nothing: Buffer.alloc(0) }
  for (const [how, wrong] of Object.entries(broken)) await assert.rejects(opened(wrong), SealedStreamError, how)
  await assert.rejects(opened(bytes, randomBytes(32)), /密钥不对/)
})
