import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'

/** Entries of an encrypted archive, read after the description of WinZip AE-2: by nothing that wrote it. Throws at a wrong password or a changed byte. */
export function openEncryptedZip(zip: Buffer, password: string): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, nameBytes, extraBytes, place] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt32LE(at + 42)]
    const name = zip.subarray(at + 46, at + 46 + nameBytes).toString()
    const from = place + 30 + zip.readUInt16LE(place + 26) + zip.readUInt16LE(place + 28)
    entries.set(name, inflateRawSync(decrypted(zip.subarray(from, from + packed), password)))
    at += 46 + nameBytes + extraBytes
  }
  return entries
}

function decrypted(sealed: Buffer, password: string): Buffer {
  const keys = pbkdf2Sync(password, sealed.subarray(0, 16), 1_000, 66, 'sha1')
  if (!keys.subarray(64).equals(sealed.subarray(16, 18))) throw new Error('wrong password')
  const body = sealed.subarray(18, -10)
  if (!createHmac('sha1', keys.subarray(32, 64)).update(body).digest().subarray(0, 10).equals(sealed.subarray(-10))) throw new Error('altered')
  const cipher = createCipheriv('aes-256-ecb', keys.subarray(0, 32), null).setAutoPadding(false)
  const plain = Buffer.alloc(body.length)
  for (let at = 0, counter = 1; at < body.length; at += 16, counter += 1) {
    const block = Buffer.alloc(16)
    block.writeUInt32LE(counter)
    const own = cipher.update(block)
    for (let index = 0; index < 16 && at + index < body.length; index += 1) plain[at + index] = (body[at + index] as number) ^ (own[index] as number)
  }
  return plain
}
