import { z } from 'zod'

/**
 * What a handshake tells.
 * - `days-left` days (may be negative), `chain-days-left` the least of the whole chain sent
 * - `life-left-ratio` 0…1 of the certificate's life (negative once expired): lives get shorter, so days alone mislead
 * - `host-match`, `chain-ok`, `self-signed` true/false
 * - `not-after` ISO instant; `issuer`, `subject`, `signature-algorithm`, `key-type`, `serial-number` text; `key-bits` number
 * - `protocol` text, the best version agreed on; `legacy-protocol` true when TLS 1.0 or 1.1 is still accepted
 * - `ocsp-stapled` true/false; `handshake-ms` ms
 */
export const tlsMeasures = Object.freeze([
  'days-left',
  'chain-days-left',
  'life-left-ratio',
  'host-match',
  'chain-ok',
  'self-signed',
  'not-after',
  'issuer',
  'subject',
  'serial-number',
  'signature-algorithm',
  'key-type',
  'key-bits',
  'protocol',
  'legacy-protocol',
  'ocsp-stapled',
  'handshake-ms',
] as const)

export const tlsCertificateQuestion = z.strictObject({ measure: z.enum(tlsMeasures) })
export type TlsMeasure = (typeof tlsMeasures)[number]
