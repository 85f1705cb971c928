import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { MasterKey } from './master-key.ts'
import { hmacSm3 } from './sm3.ts'

const secretErrors = defineErrors('secret', {
  unreadable: [500, '加密内容已损坏、被改动，或不属于此处，无法解开；请重新录入'],
  'unknown-key': [500, '加密内容所用的密钥不在主密钥文件中；请从备份恢复主密钥文件'],
})

/** Seals secrets at rest. */
export type SecretBox = {
  /** `context` names what the secret belongs to (`connection/<id>/password`); it must be the same when opened, so that a sealed value cannot be moved elsewhere. */
  seal(plaintext: Buffer | string, context?: string): string
  /** Throws `secret.unreadable` or `secret.unknown-key`. */
  open(sealed: string, context?: string): Buffer
  /**
   * Equal texts of one context have equal fingerprints, yet without the key nobody can try texts out (HMAC-SM3). One for
   * each key, newest first: the first is what is kept, any of them may be what was kept before the key was changed.
   */
  fingerprints(plaintext: string, context: string): readonly [current: string, ...earlier: string[]]
}

const VERSION = 'sm4ctr1'
const IV_BYTES = 16
const MAC_BYTES = 32

/**
 * SM4-CTR (GB/T 32907) with a random IV, then HMAC-SM3 over version, key id, context, IV and ciphertext; the two keys are
 * derived apart from the master key. Sealed text: `sm4ctr1.<key id>.<base64url of IV, ciphertext, MAC>`.
 */
export function createSecretBox(masterKey: MasterKey): SecretBox {
  return {
    seal(plaintext, context = '') {
      const { id, key } = masterKey.current
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('sm4-ctr', encryptionKey(key), iv)
      const content = Buffer.concat([iv, cipher.update(toBuffer(plaintext)), cipher.final()])
      const mac = macOf(key, `${VERSION}.${id}.`, context, content)
      return `${VERSION}.${id}.${Buffer.concat([content, mac]).toString('base64url')}`
    },
    open(sealed, context = '') {
      const [, id, encoded] = new RegExp(`^${VERSION}\\.([0-9a-f]{8})\\.([A-Za-z0-9_-]+)$`).exec(sealed) ?? []
      if (!id || !encoded) throw secretErrors.unreadable()
      const key = masterKey.find(id)
      if (!key) throw secretErrors['unknown-key']({ detail: id })
      const bytes = Buffer.from(encoded, 'base64url')
      // A base64 text has several spellings of its last bits; only the one that seal writes is accepted.
      if (bytes.length < IV_BYTES + MAC_BYTES || bytes.toString('base64url') !== encoded) throw secretErrors.unreadable()
      const content = bytes.subarray(0, -MAC_BYTES)
      if (!timingSafeEqual(macOf(key, `${VERSION}.${id}.`, context, content), bytes.subarray(-MAC_BYTES))) throw secretErrors.unreadable()
      const decipher = createDecipheriv('sm4-ctr', encryptionKey(key), content.subarray(0, IV_BYTES))
      return Buffer.concat([decipher.update(content.subarray(IV_BYTES)), decipher.final()])
    },
    fingerprints(plaintext, context) {
      const [current, ...earlier] = [masterKey.current, ...(masterKey.earlier ?? [])].map(({ id, key }) => `${id}.${hmacSm3(hmacSm3(key, 'xinyun secret box fingerprint'), lengthOf(context), context, plaintext).toString('hex')}`)
      return [current as string, ...earlier]
    },
  }
}

function encryptionKey(masterKey: Buffer): Buffer {
  return hmacSm3(masterKey, 'xinyun secret box encryption').subarray(0, 16)
}

/** The context is length-prefixed, so that no other split of the same bytes has the same MAC. */
function macOf(masterKey: Buffer, prefix: string, context: string, content: Buffer): Buffer {
  return hmacSm3(hmacSm3(masterKey, 'xinyun secret box authentication'), prefix, lengthOf(context), context, content)
}

function lengthOf(context: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(context))
  return length
}

function toBuffer(content: Buffer | string): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content
}
