import { sql, type Expression, type QueryExecutorProvider, type SelectQueryBuilder } from 'kysely'
import type { ListQuery } from '#shared/define-api.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'

/** Counting stops here unless `exact` is asked for: a list page must not pay for a number nobody reads. */
const COUNTED_ROWS = 10_000

export type Page<T> = { readonly items: T[]; readonly total: number; readonly isTotalExact: boolean }

/**
 * One page of a query, as every list endpoint answers it. `sortable` maps the column names that a client may sort by
 * to expressions; `order` is the order when none is asked for, and also settles ties, so it must end in a unique column.
 */
export async function pageOf<DB, TB extends keyof DB, Row>(
  tx: QueryExecutorProvider,
  query: SelectQueryBuilder<DB, TB, Row>,
  list: Pick<ListQuery, 'sort' | 'page' | 'pageSize' | 'exact'>,
  columns: { readonly sortable: Readonly<Record<string, Expression<unknown>>>; readonly order: Expression<unknown> },
): Promise<Page<Row>> {
  const name = list.sort?.replace(/^-/, '')
  const column = name !== undefined && Object.hasOwn(columns.sortable, name) ? columns.sortable[name] : undefined
  if (name !== undefined && !column) {
    throw requestErrors.invalid({ problems: [{ place: 'query.sort', message: `不能按 ${name} 排序，可用：${Object.keys(columns.sortable).join('、')}` }] })
  }
  const sorted = column ? query.orderBy(sql`${column} ${sql.raw(list.sort?.startsWith('-') ? 'desc' : 'asc')} nulls last`) : query
  const items = await sorted
    .orderBy(sql`${columns.order}`)
    .limit(list.pageSize)
    .offset((list.page - 1) * list.pageSize)
    .execute()
  const counted = list.exact ? query : query.limit(COUNTED_ROWS + 1)
  const { rows } = await sql<{ total: number }>`select count(*) as total from (${counted}) counted`.execute(tx)
  const total = rows[0]?.total ?? 0
  const isTotalExact = list.exact === true || total <= COUNTED_ROWS
  return { items, total: isTotalExact ? total : COUNTED_ROWS, isTotalExact }
}

/** Text for `ilike` that finds what was typed, wildcards included. */
export function containing(typed: string): string {
  return `%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`
}
