import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** RFC 6238 with the values that every authenticator app knows: SHA-1, 6 digits, 30 seconds. */
const PERIOD_SECONDS = 30
/** Codes one step early or late are taken, for clocks that differ. */
const WINDOW = 1

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

export function otpauthUrl(secret: string, issuer: string, label: string): string {
  return totpOf(secret, issuer, label).toString()
}

/** The time step whose code this is, or null when it fits none. A step may be used once, so a code seen over a shoulder is worthless. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
}

/** `k7x3-9qmd-4hvt-2wcp`: 80 random bits, no letters that are mistaken for digits. */
export function newRecoveryCode(): string {
  const alphabet = 'abcdefghjkmnpqrstvwxyz0123456789'
  const characters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte % 32)).join('')
  return (characters.match(/.{4}/g) ?? []).join('-')
}

function totpOf(secret: string, issuer?: string, label?: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, ...(issuer ? { issuer } : {}), ...(label ? { label } : {}) })
}
