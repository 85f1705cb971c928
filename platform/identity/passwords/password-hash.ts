import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)
const SCHEME = 'pbkdf2-sm3'
const SALT_BYTES = 16
const HASH_BYTES = 32

/** `pbkdf2-sm3$<iterations>$<salt>$<hash>`, base64url: GB/T 32905 SM3 inside PBKDF2 (RFC 8018), parameters beside the hash. */
export type PasswordHash = string

export async function hashPassword(password: string, iterations: number): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password.normalize('NFC'), salt, iterations, HASH_BYTES, 'sm3')
  return [SCHEME, iterations, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Works off the event loop, and takes the same time for a right and for a wrong password. */
export async function verifyPassword(stored: PasswordHash, password: string): Promise<boolean> {
  const { iterations, salt, hash } = parse(stored)
  const given = await derive(password.normalize('NFC'), salt, iterations, hash.length, 'sm3')
  return timingSafeEqual(given, hash)
}

/** True when the policy now asks for more work than this hash was made with. */
export function needsRehash(stored: PasswordHash, iterations: number): boolean {
  return parse(stored).iterations < iterations
}

/** A hash that no password fits: verifying against it costs an unknown user the same time as a known one. */
export function impossibleHash(iterations: number): PasswordHash {
  return [SCHEME, iterations, randomBytes(SALT_BYTES).toString('base64url'), randomBytes(HASH_BYTES).toString('base64url')].join('$')
}

function parse(stored: PasswordHash): { iterations: number; salt: Buffer; hash: Buffer } {
  const [scheme, iterations, salt, hash] = stored.split('$')
  if (scheme !== SCHEME || !iterations || !salt || !hash) throw new Error('stored password hash is not of a known scheme')
  return { iterations: Number(iterations), salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}
