import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { encryptZipEntry } from './encrypt-zip-entry.ts'

export type ZipEntry = {
  /** Path inside the archive, `/` between folders. */
  readonly name: string
  readonly content: Readable | string
}

/** Archives beyond this would need the 64-bit form, which older unpackers do not read. */
export const MAX_ZIP_BYTES = 4_000_000_000
const MAX_ENTRIES = 65_000

const DESCRIPTOR_AND_UTF8 = 0x0808
const DEFLATED = 8
const AES = 99
/** AE-2 (no check sum of the plain text), vendor AE, 256 bits, deflated within. */
const AES_EXTRA = Buffer.from([0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, DEFLATED, 0])

/** Writes a ZIP archive to a file, entry by entry in bounded memory. The caller keeps within MAX_ZIP_BYTES and 65,000 entries. */
export async function writeZip(file: string, entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, modifiedAt: Date): Promise<void> {
  await pipeline(Readable.from(streamZip(entries, modifiedAt), { objectMode: false }), createWriteStream(file, { mode: 0o600 }))
}

/**
 * The same as a stream. With a password every entry is encrypted with AES-256 (WinZip AE-2, APPNOTE 7.2), which 7-Zip, WinRAR and
 * Bandizip open with the password; the names of the entries stay readable.
 */
export async function* streamZip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, modifiedAt: Date, password?: string): AsyncGenerator<Buffer> {
  const time = dosTime(modifiedAt)
  const [flags, method, extra, needs] = password === undefined ? [DESCRIPTOR_AND_UTF8, DEFLATED, Buffer.alloc(0), 20] : [DESCRIPTOR_AND_UTF8 | 1, AES, AES_EXTRA, 51]
  const directory: Buffer[] = []
  let offset = 0
  for await (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8')
    const at = offset
    const header = fields([0x04034b50, 4], [needs, 2], [flags, 2], [method, 2], [time, 4], [0, 4], [0, 4], [0, 4], [name.length, 2], [extra.length, 2])
    yield Buffer.concat([header, name, extra])
    const facts = { crc: 0, bytes: 0, packed: 0 }
    const packed = deflated(entry.content, facts)
    for await (const chunk of password === undefined ? packed : encryptZipEntry(packed, password)) {
      facts.packed += chunk.length
      yield chunk
    }
    const sizes = [[password === undefined ? facts.crc : 0, 4], [facts.packed, 4], [facts.bytes, 4]] as const
    yield fields([0x08074b50, 4], ...sizes)
    offset += header.length + name.length + extra.length + facts.packed + 16
    if (offset > MAX_ZIP_BYTES || directory.length >= MAX_ENTRIES) throw new Error('the archive is too large for the plain ZIP form')
    directory.push(
      Buffer.concat([fields([0x02014b50, 4], [0x0300 | needs, 2], [needs, 2], [flags, 2], [method, 2], [time, 4], ...sizes, [name.length, 2], [extra.length, 2], [0, 2], [0, 2], [0, 2], [0o100644 * 0x10000, 4], [at, 4]), name, extra]),
    )
  }
  const index = Buffer.concat(directory)
  yield index
  yield fields([0x06054b50, 4], [0, 2], [0, 2], [directory.length, 2], [directory.length, 2], [index.length, 4], [offset, 4], [0, 2])
}

async function* deflated(content: Readable | string, facts: { crc: number; bytes: number }): AsyncGenerator<Buffer> {
  const source = typeof content === 'string' ? Readable.from([Buffer.from(content, 'utf8')]) : content
  const deflate = createDeflateRaw()
  source.on('data', (chunk: Buffer) => {
    facts.crc = crc32(chunk, facts.crc)
    facts.bytes += chunk.length
  })
  const piped = pipeline(source, deflate)
  // Awaited below; until then a failure must not count as unhandled.
  piped.catch(() => undefined)
  yield* deflate as AsyncIterable<Buffer>
  await piped
}

/** Little-endian numbers, each with its width in bytes. */
function fields(...numbers: ReadonlyArray<readonly [value: number, width: 2 | 4]>): Buffer {
  return Buffer.concat(
    numbers.map(([value, width]) => {
      const bytes = Buffer.alloc(width)
      bytes.writeUIntLE(value, 0, width)
      return bytes
    }),
  )
}

/** Local time of the business zone in the format of MS-DOS, as ZIP has it. */
function dosTime(instant: Date): number {
  const local = new Date(instant.getTime() + 8 * 3_600_000)
  const date = ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate()
  const time = (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1)
  return date * 0x10000 + time
}
