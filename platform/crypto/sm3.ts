import { createHmac, hash } from 'node:crypto'

/** SM3 digest (GB/T 32905-2016) as 64 lower-case hexadecimal digits; text is digested as UTF-8. */
export function sm3(data: string | Uint8Array): string {
  return hash('sm3', data)
}

/** HMAC with SM3 (GB/T 15852.2), 32 bytes. */
export function hmacSm3(key: Uint8Array, ...parts: ReadonlyArray<string | Uint8Array>): Buffer {
  const hmac = createHmac('sm3', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
