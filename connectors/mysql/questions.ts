import { z } from 'zod'

/**
 * A statement that returns rows. The server's read-only transaction stops changes of rows, but MariaDB ends the
 * transaction and obeys when it meets a DDL statement: so the first word is checked too.
 */
export const readStatement = z.string().regex(/^\s*(select|with|values|show|table)\b/i, '语句应以 select、with、values、table 或 show 开头')
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, '名称只能由字母、数字和下划线组成')

const statusName = z.strictObject({ status: name })
const variableName = z.strictObject({ variable: name })
/** A divisor: the answer is then a ratio, null when the divisor is 0 or absent. */
const per = z.union([statusName, variableName])

export const mysqlQuestion = z.union([
  /** The scalar in the first row: of the first column, or of `column`. null without rows. Up to 1000 rows go to `raw`. */
  z.strictObject({
    sql: readStatement,
    parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
    column: z.string().min(1).optional(),
    unit: z.string().optional(),
  }),
  /** A global status counter (`Threads_connected`), alone or per another status or variable (`{variable: 'max_connections'}`). */
  z.strictObject({ status: name, per: per.optional(), unit: z.string().optional() }),
  /** A global variable (`innodb_force_recovery`), alone or per another. ON/OFF stay text. */
  z.strictObject({ variable: name, per: per.optional(), unit: z.string().optional() }),
  z.strictObject({
    /**
     * `connect-ms`, `round-trip-ms`; `account-read-only` true/false;
     * `replica-running` true/false and `replica-lag-s` seconds, both null where the server is no replica.
     */
    measure: z.enum(['connect-ms', 'round-trip-ms', 'account-read-only', 'replica-running', 'replica-lag-s']),
  }),
])
export type MysqlQuestion = z.output<typeof mysqlQuestion>
