import { z } from 'zod'

import { databaseTls } from '../database-tls.ts'

/** One Redis (or Valkey) instance. */
export const redisSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(6379),
  /** ACL account; the default account when absent. */
  username: z.string().min(1).optional(),
  tls: databaseTls.prefault({}),
})
export type RedisSettings = z.output<typeof redisSettings>

export const redisSecrets = z.strictObject({ password: z.string().optional() })
export type RedisSecrets = z.output<typeof redisSecrets>
