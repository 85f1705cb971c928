import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

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

/** Writes a ZIP archive to a file, entry by entry in bounded memory. The caller keeps within MAX_ZIP_BYTES and 65,000 entries. */
export async function writeZip(file: string, entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, modifiedAt: Date): Promise<void> {
  await pipeline(Readable.from(archive(entries, dosTime(modifiedAt)), { objectMode: false }), createWriteStream(file, { mode: 0o600 }))
}

async function* archive(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, time: number): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8')
    const at = offset
    const header = fields([0x04034b50, 4], [20, 2], [DESCRIPTOR_AND_UTF8, 2], [DEFLATED, 2], [time, 4], [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2])
    yield Buffer.concat([header, name])
    const facts = { crc: 0, bytes: 0, packed: 0 }
    for await (const chunk of deflated(entry.content, facts)) yield chunk
    const sizes = [[facts.crc, 4], [facts.packed, 4], [facts.bytes, 4]] as const
    yield fields([0x08074b50, 4], ...sizes)
    offset += header.length + name.length + facts.packed + 16
    if (offset > MAX_ZIP_BYTES || directory.length >= MAX_ENTRIES) throw new Error('the archive is too large for the plain ZIP form')
    directory.push(
      Buffer.concat([fields([0x02014b50, 4], [0x0314, 2], [20, 2], [DESCRIPTOR_AND_UTF8, 2], [DEFLATED, 2], [time, 4], ...sizes, [name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0o100644 * 0x10000, 4], [at, 4]), name]),
    )
  }
  const index = Buffer.concat(directory)
  yield index
  yield fields([0x06054b50, 4], [0, 2], [0, 2], [directory.length, 2], [directory.length, 2], [index.length, 4], [offset, 4], [0, 2])
}

async function* deflated(content: Readable | string, facts: { crc: number; bytes: number; packed: number }): AsyncGenerator<Buffer> {
  const source = typeof content === 'string' ? Readable.from([Buffer.from(content, 'utf8')]) : content
  const deflate = createDeflateRaw()
  source.on('data', (chunk: Buffer) => {
    facts.crc = crc32(chunk, facts.crc)
    facts.bytes += chunk.length
  })
  const piped = pipeline(source, deflate)
  // Awaited below; until then a failure must not count as unhandled.
  piped.catch(() => undefined)
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    facts.packed += chunk.length
    yield chunk
  }
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
