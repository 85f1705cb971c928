import type { Duplex } from 'node:stream'

import { Redis } from 'ioredis'

import type { Answer, Door, OpenRequest } from '../connector.ts'
import { serverName } from '../http-exchange.ts'
import { enterAndConnect, limitDoor, type Measured } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import { explainRedis } from './explain-redis.ts'
import { infoValue, numberOr, parseInfo, type RedisInfo } from './parse-info.ts'
import { type Call, proveRedisReadOnly } from './prove-read-only.ts'
import { type RedisMeasure, type RedisQuestion, redisQuestion } from './questions.ts'
import type { RedisSecrets, RedisSettings } from './settings.ts'

/** One connection without reconnecting, queueing or retrying: whatever the server does is what the answer says. */
export async function openRedis(request: OpenRequest<RedisSettings, RedisSecrets>): Promise<Door> {
  const { settings, secrets } = request
  const where = `${settings.host}:${settings.port}`
  const explain = explainRedis(where)
  let client: Redis | undefined
  let lastError: unknown
  const sever = () => {
    streamOf(client)?.destroy()
    client?.disconnect()
  }
  const call: Call = async (command, ...args) => {
    if (client === undefined) throw failure('unreachable', where)
    return client.call(command, ...args)
  }

  const { connection, connectMs, leave } = await enterAndConnect(
    request,
    explain,
    async ({ target }) => {
      client = new Redis({
        host: target.address,
        port: target.port,
        ...(settings.tls.mode === 'off' ? {} : { tls: { rejectUnauthorized: settings.tls.mode === 'verified', ...serverName(target.host), ...(settings.tls.ca === undefined ? {} : { ca: settings.tls.ca }) } }),
        // RESP2: the same answers from every version.
        protocol: 2,
        lazyConnect: true,
        retryStrategy: null,
        reconnectOnError: null,
        maxRetriesPerRequest: 0,
        enableReadyCheck: false,
        enableOfflineQueue: false,
        disableClientInfo: true,
        connectTimeout: request.limits.connectTimeoutMs * 2,
      })
      // The driver rejects with "Connection is closed" and tells the true reason only here.
      client.on('error', (error: unknown) => (lastError = error))
      await client.connect().catch((error: unknown) => {
        throw lastError ?? error
      })
      if (secrets.password !== undefined) await call('AUTH', ...(settings.username === undefined ? [] : [settings.username]), secrets.password)
      await call('PING')
      return client
    },
    sever,
  )
  connection.once('end', leave)
  const door = limitDoor({ request, where, explain, connection: { stream: () => streamOf(client), sever } })

  const info = async (): Promise<RedisInfo> => parseInfo(String(await call('INFO', 'everything')))
  const config = async (name: string): Promise<number | string | null> => {
    const pair: unknown = await call('CONFIG', 'GET', name)
    return Array.isArray(pair) && pair.length > 1 ? numberOr(String(pair[1])) : null
  }

  const answer = async (question: RedisQuestion): Promise<Measured> => {
    if ('measure' in question) return measureRedis(question.measure, { call, info, config, connectMs })
    const unit = question.unit === undefined ? {} : { unit: question.unit }
    if ('config' in question) {
      const value = await config(question.config)
      return { value, ...unit, raw: { [question.config]: value } }
    }
    const all = await info()
    const value = infoValue(all, question.info)
    if (question.per === undefined) return { value, ...unit, raw: sectionOf(all, question.info) }
    const divisor = 'info' in question.per ? infoValue(all, question.per.info) : await config(question.per.config)
    return { value: ratio(value, divisor), unit: question.unit ?? 'ratio', raw: { value, divisor } }
  }

  // Which version answers is worth knowing, but an account without INFO may still be asked other things.
  const serverInfo = await door.within(async () => parseInfo(String(await call('INFO', 'server')))).then(
    ({ outcome }) => outcome,
    (error: unknown) => {
      if (error instanceof Error && 'failure' in error && error.failure === 'forbidden') return undefined
      sever()
      throw error
    },
  )
  const valkey = serverInfo?.get('server')?.get('valkey_version')
  return {
    identity: { engine: valkey === undefined ? 'redis' : 'valkey', version: valkey ?? serverInfo?.get('server')?.get('redis_version') ?? '' },
    ask: (question, signal) => door.ask(redisQuestion, question, answer, signal),
    proveReadOnly: async () => (await door.within(() => proveRedisReadOnly(call))).outcome,
    async close() {
      door.close()
      sever()
    },
  }
}

type Sources = { readonly call: Call; readonly info: () => Promise<RedisInfo>; readonly config: (name: string) => Promise<number | string | null>; readonly connectMs: number }

async function measureRedis(measure: RedisMeasure, { call, info, config, connectMs }: Sources): Promise<Measured> {
  switch (measure) {
    case 'connect-ms':
      return { value: Math.round(connectMs * 100) / 100, unit: 'ms', raw: { connectMs } }
    case 'ping-ms': {
      const startedAt = performance.now()
      const reply = await call('PING')
      const pingMs = performance.now() - startedAt
      return { value: Math.round(pingMs * 100) / 100, unit: 'ms', raw: { reply, pingMs } }
    }
    case 'slowlog-length':
      return fromOne(Number(await call('SLOWLOG', 'LEN')))
    case 'password-required': {
      const account: unknown = await call('ACL', 'GETUSER', 'default')
      const flags = fieldOf(account, 'flags')
      return { value: !(flags.includes('on') && flags.includes('nopass')), raw: { flags } }
    }
    case 'account-read-only': {
      const proof = await proveRedisReadOnly(call)
      return { value: proof.isReadOnly, raw: proof }
    }
    case 'last-save-age-s': {
      const [seconds] = (await call('TIME')) as readonly unknown[]
      const saved = infoValue(await info(), 'persistence.rdb_last_save_time')
      return { value: typeof saved === 'number' ? Number(seconds) - saved : null, unit: 's', raw: { now: Number(seconds), saved } }
    }
    case 'clients-ratio': {
      const clients = infoValue(await info(), 'clients.connected_clients')
      const limit = await config('maxclients')
      return { value: ratio(clients, limit), unit: 'ratio', raw: { clients, limit } }
    }
    case 'memory-ratio':
    case 'hit-ratio':
    case 'persistence-ok':
    case 'replica-link-up':
    case 'keys-without-expiry-ratio':
      return measureInfo(measure, await info())
  }
}

type InfoMeasure = 'memory-ratio' | 'hit-ratio' | 'persistence-ok' | 'replica-link-up' | 'keys-without-expiry-ratio'

/** Measures that one INFO answers. */
export function measureInfo(measure: InfoMeasure, info: RedisInfo): Measured {
  const field = (path: string) => infoValue(info, path)
  switch (measure) {
    case 'memory-ratio': {
      const limit = field('memory.maxmemory')
      const divisor = limit === 0 || limit === null ? field('memory.total_system_memory') : limit
      return { value: ratio(field('memory.used_memory'), divisor), unit: 'ratio', raw: sectionOf(info, 'memory.') }
    }
    case 'hit-ratio': {
      const [hits, misses] = [Number(field('stats.keyspace_hits')), Number(field('stats.keyspace_misses'))]
      return { value: ratio(hits, hits + misses), unit: 'ratio', raw: { hits, misses } }
    }
    case 'persistence-ok': {
      const states = ['rdb_last_bgsave_status', 'aof_last_bgrewrite_status', 'aof_last_write_status'].map((name) => field(`persistence.${name}`))
      return { value: states.every((state) => state === null || state === 'ok'), raw: sectionOf(info, 'persistence.') }
    }
    case 'replica-link-up': {
      const link = field('replication.master_link_status')
      return { value: link === null ? null : link === 'up', raw: sectionOf(info, 'replication.') }
    }
    case 'keys-without-expiry-ratio': {
      const databases = [...(info.get('keyspace')?.keys() ?? [])]
      const sum = (part: string) => databases.reduce((total, name) => total + Number(field(`keyspace.${name}.${part}`)), 0)
      const [keys, expiring] = [sum('keys'), sum('expires')]
      return { value: ratio(keys - expiring, keys), unit: 'ratio', raw: sectionOf(info, 'keyspace.') }
    }
  }
}

function fromOne(value: Answer['value']): Measured {
  return { value, raw: { value } }
}

function ratio(value: unknown, divisor: unknown): number | null {
  return typeof value === 'number' && typeof divisor === 'number' && divisor !== 0 ? value / divisor : null
}

/** The section that a path names, as evidence of what else was true at that moment. */
function sectionOf(info: RedisInfo, path: string): Record<string, string> {
  return Object.fromEntries(info.get((path.split('.')[0] ?? '').toLowerCase()) ?? [])
}

/** A field of a reply that lists names and values in turn. */
function fieldOf(reply: unknown, name: string): readonly string[] {
  if (!Array.isArray(reply)) return []
  const value: unknown = reply[reply.indexOf(name) + 1]
  return Array.isArray(value) ? value.map(String) : []
}

/** The driver does not type its socket: it is needed to cut and to count. */
function streamOf(client: Redis | undefined): Duplex | undefined {
  return (client as unknown as { readonly stream?: Duplex } | undefined)?.stream
}
