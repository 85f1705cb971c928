import type { Connector } from '../connector.ts'
import { openRedis } from './open-redis.ts'
import { redisQuestion } from './questions.ts'
import { redisSecrets, redisSettings } from './settings.ts'

export const redis: Connector<typeof redisSettings, typeof redisSecrets, typeof redisQuestion> = {
  kind: 'redis',
  title: 'Redis 缓存',
  settings: redisSettings,
  secrets: redisSecrets,
  question: redisQuestion,
  abilities: ['ask', 'proveReadOnly'],
  addresses: ({ host, port }) => [{ host, port }],
  open: openRedis,
}
