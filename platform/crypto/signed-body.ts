import { timingSafeEqual } from 'node:crypto'
import { hmacSm3 } from './sm3.ts'

/** What a signed request carries beside its body; `timestamp` is in whole seconds since 1970. */
export type SignedBody = { readonly timestamp: string; readonly signature: string; readonly text: string }

export type SignatureFault = 'unsigned' | 'stale' | 'forged'

/**
 * Headers that prove who sent a body and when: `x-xinyun-signature: sm3=<hex>` is the HMAC-SM3 (GB/T 15852.2) of
 * `<x-xinyun-timestamp>.<body>` under the secret that both sides share.
 */
export function signatureHeaders(secret: string, text: string, now: Date): { readonly 'x-xinyun-timestamp': string; readonly 'x-xinyun-signature': string } {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  return { 'x-xinyun-timestamp': timestamp, 'x-xinyun-signature': signatureOf(secret, timestamp, text) }
}

/** What is wrong with the signature of a body, or nothing. The time is judged last: a stale timestamp is only told to who knows the secret. */
export function signatureFault(signed: SignedBody | undefined, secret: string, now: Date, toleranceSeconds: number): SignatureFault | undefined {
  if (!signed || !/^\d{1,12}$/.test(signed.timestamp)) return 'unsigned'
  const expected = Buffer.from(signatureOf(secret, signed.timestamp, signed.text))
  const given = Buffer.from(signed.signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged'
  return Math.abs(now.getTime() / 1_000 - Number(signed.timestamp)) > toleranceSeconds ? 'stale' : undefined
}

function signatureOf(secret: string, timestamp: string, text: string): string {
  return `sm3=${hmacSm3(Buffer.from(secret, 'utf8'), `${timestamp}.${text}`).toString('hex')}`
}
