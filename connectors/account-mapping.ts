import { z } from 'zod'

/** Names of tables and columns go into statements as text: letters, digits and underscores only, and quoted even so. */
const NAME = '[\\p{L}_][\\p{L}\\p{N}_]{0,62}'
const column = z.string().regex(new RegExp(`^${NAME}$`, 'u'), '列名只能由字母、数字和下划线组成')
const table = z.string().regex(new RegExp(`^${NAME}(\\.${NAME})?$`, 'u'), '表名应写作 表 或 模式.表，只能由字母、数字和下划线组成')
const scalar = z.union([z.string(), z.number(), z.boolean()])
/** Columns with the one value that rows of ours have: a condition when reading, written when a row is made. */
const fixed = z.record(column, scalar).default({})
/** A moment in a column: a date means the whole of that day in the business zone. */
const moment = z.strictObject({ column, kind: z.enum(['instant', 'date']).default('instant') })

/**
 * How a system's own tables hold accounts, roles and who has which: data in the connection's settings, so that a system
 * that nobody knew when this was written can be maintained without a line of program.
 */
export const accountMapping = z
  .strictObject({
    account: z.strictObject({
      table,
      /** What links refer to; the account's name itself when absent. */
      id: column.optional(),
      /** Where ids of new rows come from: the table's own default, or a random UUID of ours. */
      newId: z.enum(['database', 'uuid']).default('database'),
      /** What people know the account by; unique. */
      name: column,
      displayName: column,
      unit: column.optional(),
      post: column.optional(),
      state: z.strictObject({ column, active: scalar, suspended: scalar, closed: scalar }),
      validTo: moment.optional(),
      lastUsedAt: moment.optional(),
      /** A whole number that this door counts up at every change. */
      version: column.optional(),
      updatedAt: moment.optional(),
      /** The value that tells accounts of programs. */
      service: z.strictObject({ column, value: scalar }).optional(),
      fixed,
      /** Further columns of a new row. */
      defaults: fixed,
    }),
    role: z.strictObject({
      table,
      id: column.optional(),
      code: column,
      title: column,
      privileged: z.strictObject({ column, value: scalar }).optional(),
      exclusionGroup: column.optional(),
      fixed,
    }),
    /** Who has which role: a row is a grant, taking it away deletes the row. */
    link: z.strictObject({ table, account: column, role: column, validFrom: moment.optional(), validTo: moment.optional(), fixed, defaults: fixed }),
    /** A table of the target in which each change leaves its key, in the same transaction: what makes a repetition recognisable for ever. */
    journal: z.strictObject({ table, key: column, account: column.optional(), order: column.optional(), approver: column.optional(), at: moment.optional() }).optional(),
  })
  .refine(({ account, journal }) => account.version !== undefined || journal !== undefined, '须映射版本列（account.version）或流水表（journal），否则重复执行无法识别')
export type AccountMapping = z.output<typeof accountMapping>

export type MappedTable = {
  readonly table: string
  /** Every column that statements name. */
  readonly columns: readonly string[]
  /** What the door needs to do there, and all that its login may be able to. */
  readonly insert: readonly string[]
  readonly update: readonly string[]
  readonly isDeletedFrom: boolean
}

/** The tables of a mapping with what is read and written in each: checked against the live catalogue and the login's rights. */
export function tablesOf({ account, role, link, journal }: AccountMapping): readonly MappedTable[] {
  const names = (...list: ReadonlyArray<string | undefined>) => [...new Set(list.filter((name) => name !== undefined))]
  const facts = names(account.displayName, account.unit, account.post, account.state.column)
  const inserted = names(account.newId === 'uuid' ? account.id : undefined, account.name, ...facts, account.version, account.updatedAt?.column, ...Object.keys(account.fixed), ...Object.keys(account.defaults))
  const linked = names(link.account, link.role, link.validFrom?.column, link.validTo?.column, ...Object.keys(link.fixed), ...Object.keys(link.defaults))
  const journalled = names(journal?.key, journal?.account, journal?.order, journal?.approver, journal?.at?.column)
  return [
    {
      table: account.table,
      columns: names(account.id, ...inserted, account.validTo?.column, account.lastUsedAt?.column, account.service?.column),
      insert: inserted,
      update: names(account.unit, account.post, account.state.column, account.version, account.updatedAt?.column),
      isDeletedFrom: false,
    },
    { table: role.table, columns: names(role.id, role.code, role.title, role.privileged?.column, role.exclusionGroup, ...Object.keys(role.fixed)), insert: [], update: [], isDeletedFrom: false },
    { table: link.table, columns: linked, insert: linked, update: names(link.validTo?.column), isDeletedFrom: true },
    ...(journal === undefined ? [] : [{ table: journal.table, columns: journalled, insert: journalled, update: [], isDeletedFrom: false }]),
  ]
}
