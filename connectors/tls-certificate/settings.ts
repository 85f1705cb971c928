import { z } from 'zod'

/** A TLS listener whose certificate is watched: of our application, or of anything that speaks TLS from the first byte. */
export const tlsCertificateSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(443),
  /** Name asked for (SNI) and matched against the certificate, when it is not `host`. */
  serverName: z.string().min(1).optional(),
  /** Authority of an internal certificate, PEM; the system's authorities when absent. */
  ca: z.string().optional(),
})
export type TlsCertificateSettings = z.output<typeof tlsCertificateSettings>

export const tlsCertificateSecrets = z.strictObject({})
export type TlsCertificateSecrets = z.output<typeof tlsCertificateSecrets>
