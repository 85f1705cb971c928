import { createCipheriv, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const SALT_BYTES = 16
const KEY_BYTES = 32
const BLOCK = 16
const MAC_BYTES = 10
const ITERATIONS = 1_000
const derive = promisify(pbkdf2)

/**
 * WinZip AE-2 with AES-256: salt, two bytes that tell a wrong password, the encrypted bytes, ten bytes of HMAC-SHA1 over them. Its counter is
 * little-endian from 1, unlike that of AES-CTR elsewhere, so the key stream is made block by block from ECB.
 */
export async function* encryptZipEntry(content: AsyncIterable<Buffer>, password: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES)
  const keys = await derive(password, salt, ITERATIONS, 2 * KEY_BYTES + 2, 'sha1')
  const cipher = createCipheriv('aes-256-ecb', keys.subarray(0, KEY_BYTES), null).setAutoPadding(false)
  const mac = createHmac('sha1', keys.subarray(KEY_BYTES, 2 * KEY_BYTES))
  yield Buffer.concat([salt, keys.subarray(2 * KEY_BYTES)])
  let counter = 0
  let left: Buffer = Buffer.alloc(0)
  const stream = (bytes: number): Buffer => {
    if (left.length < bytes) {
      const blocks = Math.ceil((bytes - left.length) / BLOCK)
      const counters = Buffer.alloc(blocks * BLOCK)
      for (let at = 0; at < blocks; at += 1) counters.writeUIntLE((counter += 1), at * BLOCK, 6)
      left = Buffer.concat([left, cipher.update(counters)])
    }
    const own = left.subarray(0, bytes)
    left = left.subarray(bytes)
    return own
  }
  for await (const chunk of content) {
    const own = stream(chunk.length)
    const sealed = Buffer.allocUnsafe(chunk.length)
    for (let at = 0; at < chunk.length; at += 1) sealed[at] = (chunk[at] as number) ^ (own[at] as number)
    mac.update(sealed)
    yield sealed
  }
  yield mac.digest().subarray(0, MAC_BYTES)
}
