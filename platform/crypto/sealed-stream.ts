import { createCipheriv, createDecipheriv, createHash, type Hash, timingSafeEqual } from 'node:crypto'
import { piecesOf } from '../files/pieces-of.ts'
import { hmacSm3 } from './sm3.ts'

/** A sealed stream cannot be read; the message says why, in Chinese. */
export class SealedStreamError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SealedStreamError'
  }
}

const MAGIC = Buffer.from('XYSEAL1\n')
const PIECE_BYTES = 256 * 1024
const MAC_BYTES = 32
const MAX_HEADER_BYTES = 64 * 1024
/** Length and flag before each piece: the last one says so, so that a stream that was cut is noticed. */
const PREFIX_BYTES = 5

/**
 * SM4-CTR (GB/T 32907) over pieces of 256 KB, each followed by an HMAC-SM3 over the SM3 state of everything before it: what is
 * changed, left out, put elsewhere or cut off is noticed at its own piece, and only one digest runs over the bytes. `header` is
 * readable by everybody and authenticated like the rest. The key is for one stream only. Memory: one piece.
 */
export async function* sealStream(content: AsyncIterable<Buffer>, key: Buffer, header: string, digest: Hash): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('sm4-ctr', hmacSm3(key, 'xinyun sealed stream encryption').subarray(0, 16), Buffer.alloc(16))
  const macKey = hmacSm3(key, 'xinyun sealed stream authentication')
  const emit = (bytes: Buffer): Buffer => {
    digest.update(bytes)
    return bytes
  }
  const piece = (plain: Buffer, isLast: boolean): Buffer => {
    const body = Buffer.concat([prefixOf(plain.length, isLast), cipher.update(plain)])
    digest.update(body)
    const mac = hmacSm3(macKey, digest.copy().digest())
    digest.update(mac)
    return Buffer.concat([body, mac])
  }
  yield emit(headerBytes(header))
  let rest: Buffer = Buffer.alloc(0)
  for await (const plain of piecesOf(content, PIECE_BYTES)) {
    if (plain.length === PIECE_BYTES) yield piece(plain, false)
    else rest = plain
  }
  yield piece(rest, true)
}

/** The readable header with its bytes, and all that follows it, for `openPieces` once the key is known. Throws SealedStreamError. */
export async function openSealedStream(source: AsyncIterable<Buffer>): Promise<{ readonly header: string; readonly begun: Buffer; rest(): AsyncGenerator<Buffer>; close(): Promise<void> }> {
  const reader = byteReader(source)
  const refuse = async (message: string): Promise<never> => {
    await reader.close()
    throw new SealedStreamError(message)
  }
  const start = await reader.take(MAGIC.length + 4)
  if (!start?.subarray(0, MAGIC.length).equals(MAGIC)) return refuse('文件开头不是备份归档的格式')
  const length = start.readUInt32BE(MAGIC.length)
  const text = length > MAX_HEADER_BYTES ? undefined : await reader.take(length)
  if (!text) return refuse('归档的文件头不完整')
  return { header: text.toString('utf8'), begun: Buffer.concat([start, text]), close: reader.close, rest: reader.rest }
}

/** The content of the pieces that follow the header; `digest` holds the header already. Throws SealedStreamError at the first piece that is not as it was written. */
export async function* openPieces(source: AsyncIterable<Buffer>, digest: Hash, key: Buffer): AsyncGenerator<Buffer> {
  const reader = byteReader(source)
  try {
    yield* pieces(reader, digest, key)
  } finally {
    await reader.close()
  }
}

async function* pieces(reader: ReturnType<typeof byteReader>, digest: Hash, key: Buffer): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv('sm4-ctr', hmacSm3(key, 'xinyun sealed stream encryption').subarray(0, 16), Buffer.alloc(16))
  const macKey = hmacSm3(key, 'xinyun sealed stream authentication')
  for (let at = 1; ; at += 1) {
    const prefix = await reader.take(PREFIX_BYTES)
    const isLast = prefix?.[4] === 1
    const size = prefix?.readUInt32BE(0) ?? 0
    if (!prefix || size > PIECE_BYTES || (!isLast && prefix[4] !== 0)) throw new SealedStreamError(prefix ? `第 ${at} 段的长度不对，内容已损坏` : `归档在第 ${at} 段处中断，不完整`)
    const body = await reader.take(size)
    const mac = body && (await reader.take(MAC_BYTES))
    if (!body || !mac) throw new SealedStreamError(`归档在第 ${at} 段处中断，不完整`)
    digest.update(prefix).update(body)
    if (!timingSafeEqual(hmacSm3(macKey, digest.copy().digest()), mac)) throw new SealedStreamError(at === 1 ? '第 1 段校验不符：密钥不对，或内容已损坏' : `第 ${at} 段校验不符，内容已损坏或被改动`)
    digest.update(mac)
    yield decipher.update(body)
    if (!isLast) continue
    if (await reader.take(1)) throw new SealedStreamError('归档末尾多出内容')
    return
  }
}

function headerBytes(header: string): Buffer {
  const text = Buffer.from(header, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([MAGIC, length, text])
}

function prefixOf(length: number, isLast: boolean): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(length)
  prefix[4] = isLast ? 1 : 0
  return prefix
}

/** Exactly so many bytes, or undefined when the source ends before (of what is left then, nothing is given). */
function byteReader(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]()
  let waiting: Buffer[] = []
  let size = 0
  return {
    /** Lets go of the source, also when it was not read to its end. */
    close: async () => void (await iterator.return?.()),
    /** What was not taken yet, as it comes. */
    async *rest(): AsyncGenerator<Buffer> {
      try {
        yield* waiting.splice(0)
        for (;;) {
          const next = await iterator.next()
          if (next.done) return
          yield next.value
        }
      } finally {
        await iterator.return?.()
      }
    },
    async take(wanted: number): Promise<Buffer | undefined> {
      while (size < wanted) {
        const next = await iterator.next()
        if (next.done) return undefined
        waiting.push(next.value)
        size += next.value.length
      }
      const all = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting)
      const rest = all.subarray(wanted)
      waiting = rest.length > 0 ? [rest] : []
      size = rest.length
      return all.subarray(0, wanted)
    },
  }
}

/** SM3 over a sealed stream, as `sealStream` and `openPieces` want it. */
export function sealedDigest(): Hash {
  return createHash('sm3')
}
