import { z } from 'zod'

/** `section.field` of INFO (`memory.used_memory`), or `keyspace.db0.keys` and the like: a part of a composed field. */
const infoField = z.string().regex(/^[a-z]+\.[a-z0-9_:-]+(\.[a-z0-9_-]+)?$/i, '应形如 memory.used_memory 或 keyspace.db0.keys')
const parameter = z.string().regex(/^[a-z][a-z0-9-]*$/, '参数名只能由小写字母、数字和连字符组成')

/** A divisor: the answer is then a ratio, null when the divisor is 0 or absent. */
const per = z.union([z.strictObject({ info: infoField }), z.strictObject({ config: parameter })])

export const redisQuestion = z.union([
  /** A field of INFO, alone or per another field or parameter. null when this server has no such field. */
  z.strictObject({ info: infoField, per: per.optional(), unit: z.string().optional() }),
  /** A parameter of CONFIG GET; null when it does not exist. */
  z.strictObject({ config: parameter, unit: z.string().optional() }),
  z.strictObject({
    /**
     * - `connect-ms`, `ping-ms` ms
     * - `memory-ratio` used memory per maxmemory, or per the machine's memory when maxmemory is 0
     * - `clients-ratio` connected clients per maxclients
     * - `hit-ratio` keyspace hits per hits and misses; null before the first read
     * - `last-save-age-s` s since the last RDB save, by the server's clock
     * - `persistence-ok` the last RDB save and AOF rewrite succeeded
     * - `replica-link-up` true/false; null on a master
     * - `slowlog-length` entries; `keys-without-expiry-ratio` of all databases, null when there are no keys
     * - `password-required` the default account has a password or is off
     */
    measure: z.enum(['connect-ms', 'ping-ms', 'memory-ratio', 'clients-ratio', 'hit-ratio', 'last-save-age-s', 'persistence-ok', 'replica-link-up', 'slowlog-length', 'keys-without-expiry-ratio', 'password-required', 'account-read-only']),
  }),
])
export type RedisQuestion = z.output<typeof redisQuestion>
export type RedisMeasure = Extract<RedisQuestion, { measure: string }>['measure']
