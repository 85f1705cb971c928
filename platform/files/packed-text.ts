import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** A text as it is kept in a column (zstd). */
export function packText(text: string): Promise<Buffer> {
  return compress(text)
}

export async function unpackText(packed: Buffer): Promise<string> {
  return (await decompress(packed)).toString('utf8')
}
