import type { Connector } from '../connector.ts'
import { openMysql } from './open-mysql.ts'
import { mysqlQuestion } from './questions.ts'
import { mysqlSecrets, mysqlSettings } from './settings.ts'

export const mysql: Connector<typeof mysqlSettings, typeof mysqlSecrets, typeof mysqlQuestion> = {
  kind: 'mysql',
  title: 'MySQL 或 MariaDB 数据库',
  settings: mysqlSettings,
  secrets: mysqlSecrets,
  question: mysqlQuestion,
  abilities: ['ask', 'query', 'introspect', 'proveReadOnly', 'accounts', 'dump', 'restore', 'dataChanges', 'stream'],
  addresses: ({ host, port }) => [{ host, port }],
  open: openMysql,
}
