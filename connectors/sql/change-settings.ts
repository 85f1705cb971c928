import { z } from 'zod'

const name = z.string().regex(/^[\p{L}_][\p{L}\p{N}_$]{0,62}$/u, '名称只能由字母、数字、下划线组成')

/**
 * Maintenance of data behind a connection: its login is one of its own, that may write the tables of `schemas` (MySQL: databases)
 * and nothing else. The ledger table lies in the first of them unless another place is named.
 */
export const changeSettings = z.strictObject({
  schemas: z.array(name).min(1).max(50),
  /** Schema of the table `xinyun_data_change`, by which a committed change is known again. */
  ledgerSchema: name.optional(),
})
export type ChangeSettings = z.output<typeof changeSettings>

export const LEDGER_TABLE = 'xinyun_data_change'

/** The ledger, as the administrator of the target makes it once; the login needs SELECT and INSERT on it. */
export const ledgerColumns = Object.freeze([
  ['change_key', 'varchar(120) primary key', '改动标识：同一标识只提交一次'],
  ['order_no', 'varchar(60) not null', '需求单号'],
  ['approver', 'varchar(300) not null', '批准人'],
  ['executor', 'varchar(300) not null', '执行人'],
  ['order_sm3', 'char(64) not null', '所执行内容的 SM3'],
  ['image_sm3', 'char(64) not null', '改动前后影像的 SM3'],
  ['affected', 'varchar(2000) not null', '各语句影响行数（JSON）'],
  ['last_key', 'varchar(2000)', '分批执行时本批最后一行的主键（JSON）'],
  ['made_at', 'varchar(40) not null', '提交时间'],
] as const)
