import type { Connector } from '../connector.ts'
import { openPostgres } from './open-postgres.ts'
import { postgresQuestion } from './questions.ts'
import { postgresSecrets, postgresSettings } from './settings.ts'

export const postgres: Connector<typeof postgresSettings, typeof postgresSecrets, typeof postgresQuestion> = {
  kind: 'postgres',
  title: 'PostgreSQL 数据库',
  settings: postgresSettings,
  secrets: postgresSecrets,
  question: postgresQuestion,
  abilities: ['ask', 'query', 'introspect', 'proveReadOnly', 'accounts', 'dump', 'restore', 'dataChanges', 'stream'],
  addresses: ({ host, port }) => [{ host, port }],
  open: openPostgres,
}
