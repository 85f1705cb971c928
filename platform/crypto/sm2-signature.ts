import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sm2 } from 'sm-crypto-v2'
import { z } from 'zod'
import { MasterKeyError } from './master-key.ts'
import type { SecretBox } from './secret-box.ts'
import { sm3 } from './sm3.ts'
import { writePrivateFile } from './write-private-file.ts'

/** Default signer identity of GM/T 0009-2012; the native SM2 of the runtime would sign with an empty one, which nobody else verifies. */
const USER_ID = '1234567812345678'

/** A key pair whose private part never leaves this object. */
export type SigningKey = {
  readonly keyId: string
  /** Uncompressed point, `04…`, 130 hexadecimal digits. */
  readonly publicKey: string
  /** DER signature in hexadecimal digits over the UTF-8 text. */
  sign(text: string): string
}

/** Checks signatures of one public key; the point is prepared once, because that makes each check six times faster. */
export type SignatureCheck = (text: string, signature: string) => boolean

const keyFile = z.strictObject({
  keyId: z.string(),
  algorithm: z.literal('SM2'),
  publicKey: z.string().regex(/^04[0-9a-f]{128}$/),
  /** Sealed by the secret box. */
  privateKey: z.string(),
})

/** Short name of a public key. */
export function publicKeyId(publicKey: string): string {
  return sm3(publicKey).slice(0, 16)
}

/**
 * Loads the key pair `<folder>/<name>.sm2.json` (mode 0600, private part sealed), or makes it the first time, together with
 * `<name>-<key id>.pub` that may be given to anyone who wants to check signatures.
 */
export async function loadSigningKey(folder: string, name: string, box: SecretBox): Promise<SigningKey> {
  const file = path.join(folder, `${name}.sm2.json`)
  const context = `signing-key/${name}`
  const found = await stat(file).catch(() => undefined)
  if (!found) {
    const pair = sm2.generateKeyPairHex()
    const keyId = publicKeyId(pair.publicKey)
    await writePrivateFile(file, JSON.stringify({ keyId, algorithm: 'SM2', publicKey: pair.publicKey, privateKey: box.seal(pair.privateKey, context) }))
  } else if ((found.mode & 0o077) !== 0) {
    throw new MasterKeyError(`签名密钥文件 ${file} 他人可以读写。请执行 chmod 600 ${file}`)
  }
  const stored = keyFile.safeParse(parseText(await readFile(file, 'utf8')))
  if (!stored.success) throw new MasterKeyError(`签名密钥文件 ${file} 已损坏，请从备份恢复`)
  const { publicKey } = stored.data
  const privateKey = box.open(stored.data.privateKey, context).toString('utf8')
  if (sm2.getPublicKeyFromPrivateKey(privateKey) !== publicKey) throw new MasterKeyError(`签名密钥文件 ${file} 的公钥与私钥不成对，请从备份恢复`)
  const keyId = publicKeyId(publicKey)
  await writeFile(path.join(folder, `${name}-${keyId}.pub`), `${publicKey}\n`, { mode: 0o644 })
  return { keyId, publicKey, sign: (text) => sm2.doSignature(Buffer.from(text, 'utf8'), privateKey, { hash: true, der: true, publicKey, userId: USER_ID }) }
}

/** Public keys of the folder by key id: those of earlier key pairs stay there, so that their signatures stay checkable. */
export async function readPublicKeys(folder: string, name: string): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>()
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${name}-`) || !file.endsWith('.pub')) continue
    const publicKey = (await readFile(path.join(folder, file), 'utf8')).trim()
    if (/^04[0-9a-f]{128}$/.test(publicKey)) keys.set(publicKeyId(publicKey), publicKey)
  }
  return keys
}

export function signatureCheck(publicKey: string): SignatureCheck {
  const point = sm2.precomputePublicKey(publicKey)
  return (text, signature) => {
    try {
      return sm2.doVerifySignature(Buffer.from(text, 'utf8'), signature, point, { hash: true, der: true, userId: USER_ID })
    } catch {
      return false
    }
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
