import { randomBytes, scrypt as scryptWithCallback } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { openSealedStream, SealedStreamError } from '#platform/crypto/sealed-stream.ts'
import { createSecretBox, type SecretBox } from '#platform/crypto/secret-box.ts'
import { inSealingThread, type Into, type SealingOptions } from './sealing-thread.ts'

const scrypt = promisify(scryptWithCallback) as (password: string, salt: Buffer, bytes: number) => Promise<Buffer>

const header = z.object({
  archive: z.string(),
  content: z.string(),
  startedAt: z.string(),
  compression: z.literal('zstd'),
  /** The archive's own key, sealed by the master key; absent where only the recovery code may open it. */
  key: z.string().optional(),
  /** The same key, sealed by what the recovery code gives: opens the archive when the master key is lost. */
  escrow: z.object({ id: z.string(), salt: z.string(), key: z.string() }).optional(),
})
export type ArchiveHeader = z.output<typeof header>

/** Key that a recovery code stands for. */
export type EscrowKey = { readonly id: string; readonly salt: string; readonly key: Buffer }

export type WrittenArchive = { readonly bytes: number; readonly rawBytes: number; readonly sm3: string; readonly header: ArchiveHeader }

/** What `content` names must be in the archive before it can be opened: a sealed key belongs to one archive. */
const sealContext = (archive: string) => `archive/${archive}`

/**
 * Compressed (zstd), sealed (SM4 and HMAC-SM3 under a key of the archive's own) and digested (SM3) in one pass, in a thread of
 * its own; memory stays bounded. `write` takes the bytes to where they are kept.
 */
export async function writeArchive(options: {
  readonly archive: string
  readonly content: string
  readonly startedAt: string
  readonly source: AsyncIterable<Buffer>
  readonly box: SecretBox | undefined
  readonly escrow: EscrowKey | undefined
  readonly write: (bytes: AsyncIterable<Buffer>) => Promise<void>
  readonly onRawBytes?: (bytes: number) => void
}): Promise<WrittenArchive> {
  const key = randomBytes(32)
  const { archive, content, startedAt, box, escrow } = options
  if (!box && !escrow) throw new Error('an archive that nobody can open')
  const told: ArchiveHeader = {
    archive, content, startedAt, compression: 'zstd',
    ...(box ? { key: box.seal(key, sealContext(archive)) } : {}),
    ...(escrow ? { escrow: { id: escrow.id, salt: escrow.salt, key: escrowBox(escrow).seal(key, sealContext(archive)) } } : {}),
  }
  let [rawBytes, bytes, sm3] = [0, 0, '']
  const onPassed = (passed: number) => {
    rawBytes = passed
    options.onRawBytes?.(passed)
  }
  const sealed = async function* () {
    for await (const chunk of inSealingThread({ kind: 'seal', key, header: JSON.stringify(told), isCompressed: true }, options.source, { onPassed, onDigest: (whole) => (sm3 = whole) })) {
      bytes += chunk.length
      yield chunk
    }
  }
  await options.write(sealed())
  return { bytes, rawBytes, sm3, header: told }
}

/** What an archive holds, to be read once. Reading ends well only when every byte was as it was written; SealedStreamError otherwise. */
export type ArchiveContent = AsyncIterable<Buffer> & {
  /** Writes it to a new file that only we may read. */
  into(file: string, signal?: AbortSignal): Promise<void>
  /** Reads all of it without wanting any; how many bytes it is. */
  measure(): Promise<number>
}

/** Opens an archive for reading. */
export async function readArchive(source: AsyncIterable<Buffer>, keys: { readonly box?: SecretBox; readonly escrow?: EscrowKey | ((escrow: { id: string; salt: string }) => Promise<EscrowKey>) }, expected?: { readonly archive?: string; readonly sm3?: string }): Promise<{ readonly header: ArchiveHeader; readonly content: ArchiveContent }> {
  const opened = await openSealedStream(source)
  const told = parseHeader(opened.header)
  let key: Buffer
  try {
    if (expected?.archive !== undefined && told.archive !== expected.archive) throw new SealedStreamError(`文件里是另一份归档（${told.archive}）`)
    key = await keyOf(told, keys)
  } catch (error) {
    await opened.close()
    throw error
  }
  const read = async function* (into?: Into, options: SealingOptions = {}) {
    let sm3 = ''
    yield* inSealingThread({ kind: 'open', key, begun: opened.begun, isCompressed: true, ...(into ? { into } : {}) }, opened.rest(), { ...options, onDigest: (whole) => (sm3 = whole) })
    if (expected?.sm3 !== undefined && sm3 !== expected.sm3) throw new SealedStreamError('文件的 SM3 摘要与备份目录中的不同')
  }
  const content: ArchiveContent = {
    [Symbol.asyncIterator]: () => read(),
    async into(file, signal) {
      for await (const _ of read({ file }, { signal })) continue
    },
    async measure() {
      let bytes = 0
      for await (const _ of read('nowhere', { onPassed: (passed) => (bytes = passed) })) continue
      return bytes
    },
  }
  return { header: told, content }
}

/** What everybody may read of an archive. */
export async function readArchiveHeader(source: AsyncIterable<Buffer>): Promise<ArchiveHeader> {
  const opened = await openSealedStream(source)
  await opened.close()
  return parseHeader(opened.header)
}

async function keyOf(told: ArchiveHeader, { box, escrow }: Parameters<typeof readArchive>[1]): Promise<Buffer> {
  const context = sealContext(told.archive)
  try {
    if (box && told.key) return box.open(told.key, context)
    if (escrow && told.escrow) return escrowBox(typeof escrow === 'function' ? await escrow(told.escrow) : escrow).open(told.escrow.key, context)
  } catch (error) {
    throw new SealedStreamError(`归档的密钥解不开：${error instanceof Error ? error.message : String(error)}`)
  }
  throw new SealedStreamError(told.escrow ? '这份归档只能用托管口令打开' : '这份归档没有可用的密钥')
}

function parseHeader(text: string): ArchiveHeader {
  try {
    return header.parse(JSON.parse(text))
  } catch {
    throw new SealedStreamError('归档的文件头不是预期的内容')
  }
}

function escrowBox({ id, key }: EscrowKey): SecretBox {
  return createSecretBox({ current: { id, key }, find: (wanted) => (wanted === id ? key : undefined) })
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A new recovery code (160 bits, in groups that can be read aloud) and the key that it stands for. */
export async function newEscrowKey(): Promise<{ readonly code: string; readonly escrow: EscrowKey }> {
  const letters = [...randomBytes(32)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  const code = letters.match(/.{4}/g)?.join('-') ?? letters
  return { code, escrow: await escrowKeyOf(code, { id: randomBytes(4).toString('hex'), salt: randomBytes(16).toString('hex') }) }
}

/** The key of a recovery code, written with or without hyphens, in large or small letters. */
export async function escrowKeyOf(code: string, { id, salt }: { readonly id: string; readonly salt: string }): Promise<EscrowKey> {
  return { id, salt, key: await scrypt(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''), Buffer.from(salt, 'hex'), 32) }
}
