import type { TableComment } from '#shared/maintenance/comment-order.ts'
import type { TargetTable } from '#shared/maintenance/data-change.ts'
import type { SqlSession } from '../sql-accounts.ts'

export type ChangeColumn = TargetTable['columns'][number]

/** What differs between the engines when data is changed. */
export type ChangeEngine = {
  readonly where: string
  quote(name: string): string
  /** A placeholder for the text of a value of this column, as it stands in an image. */
  parameter(position: number, column: ChangeColumn): string
  /** A column's value as text that `parameter` takes back without loss. */
  text(qualified: string, column: ChangeColumn): string
  /** End of a query that locks the rows of one table only. */
  lock(alias: string): string
  /** Between the columns and the values of a restored row. */
  readonly overriding: string
  readonly canReturnInserted: boolean
  /** One transaction in which every statement and every wait for a lock is limited by the server; `read` is rolled back. */
  transact<T>(mode: 'read' | 'write' | 'trial', limits: { readonly statementMs: number; readonly lockMs: number }, work: (session: SqlSession) => Promise<T>, signal?: AbortSignal): Promise<T>
  describe(session: SqlSession, tables: ReadonlyArray<{ readonly schema: string; readonly name: string }>): Promise<readonly TargetTable[]>
  /** Tables that this transaction has written so far, `schema.table`; undefined where the engine does not tell. */
  written(session: SqlSession): Promise<readonly string[] | undefined>
  /** What the catalogue says at each place, in their order; undefined where there is no such place. */
  commentsAt(session: SqlSession, places: readonly CommentPlace[]): Promise<ReadonlyArray<string | null | undefined>>
  /** Writes those of one table; ConnectorError when the table would become anything else than described. */
  comment(session: SqlSession, comments: readonly TableComment[]): Promise<void>
}

export type CommentPlace = Pick<TableComment, 'schema' | 'table' | 'column'>
