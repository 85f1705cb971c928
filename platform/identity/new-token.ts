import { randomBytes } from 'node:crypto'

/** A token of 256 random bits. Tables keep only its SM3 digest, so a copy of them signs nobody in. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
