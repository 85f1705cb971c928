import { sql, type CompiledQuery, type Expression, type QueryExecutorProvider, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import type { ListQuery } from '#shared/define-api.ts'
import type { Actor } from '#platform/context/context.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import { keptQuery, type KeptQueries } from './kept-queries.ts'

/** Counting stops here unless `exact` is asked for: a list page must not pay for a number nobody reads. */
const COUNTED_ROWS = 1_000

/** A list that had more rows than are counted is not counted again for so long: whether it still has says the page itself, but for a minute. */
const MANY_FOR_MS = 60_000
const many = new WeakMap<CompiledQuery, number>()

/** The column that carries the count, named so that no list has one of its own. */
const COUNT = 'rowsInAll'

export type Page<T> = { readonly items: T[]; readonly total: number; readonly isTotalExact: boolean }

/** Any query of rows, whatever its tables. */
type Countable = { clearSelect(): object }

/** Where compiled pages of one list are kept, for whom this one is, and all that was asked for. */
export type KeptPage = { readonly queries: KeptQueries; readonly actor: Actor; readonly asked: object }

/**
 * One page of a query, as every list endpoint answers it. `sortable` maps the column names that a client may sort by
 * to expressions; `order` is the order when none is asked for, and also settles ties, so it must end in a unique column.
 * The query must not be `distinct`: rows are counted without their columns, or those of `counted` where the page comes from a part of them. A list of many readers says where its compiled
 * questions are `kept`, and gives the query as a function that depends on nothing but the actor's rights and what is asked.
 */
export async function pageOf<DB, TB extends keyof DB, Row>(
  tx: QueryExecutorProvider,
  query: SelectQueryBuilder<DB, TB, Row> | (() => SelectQueryBuilder<DB, TB, Row>),
  list: Pick<ListQuery, 'sort' | 'page' | 'pageSize' | 'exact'>,
  columns: { readonly sortable: Readonly<Record<string, Expression<unknown>>>; readonly order: Expression<unknown>; readonly counted?: Countable },
  kept?: KeptPage,
): Promise<Page<Row>> {
  const name = list.sort?.replace(/^-/, '')
  const column = name !== undefined && Object.hasOwn(columns.sortable, name) ? columns.sortable[name] : undefined
  if (name !== undefined && !column) {
    throw requestErrors.invalid({ problems: [{ place: 'query.sort', message: `不能按 ${name} 排序，可用：${Object.keys(columns.sortable).join('、')}` }] })
  }
  const asked = () => (typeof query === 'function' ? query() : query)
  const page = (isCounted: boolean) => () => {
    const whole = asked()
    const sorted = column ? whole.orderBy(sql`${column} ${sql.raw(list.sort?.startsWith('-') ? 'desc' : 'asc')} nulls last`) : whole
    return sorted
      .select((isCounted ? countOf(columns.counted ?? whole, list) : sql<number>`${sql.lit(COUNTED_ROWS + 1)}`).as(COUNT))
      .orderBy(sql`${columns.order}`)
      .limit(sql.lit(list.pageSize))
      .offset(sql.lit((list.page - 1) * list.pageSize))
      .compile()
  }
  const ask = async (compiled: CompiledQuery) => (await tx.getExecutor().executeQuery(compiled)).rows as Array<Row & { readonly [COUNT]: number }>
  const counted = kept ? keptQuery(kept.queries, kept.actor, kept.asked, page(true)) : page(true)()
  const isKnownToBeMany = kept !== undefined && (many.get(counted) ?? 0) > performance.now()
  let found = isKnownToBeMany ? await ask(keptQuery(kept.queries, kept.actor, { ...kept.asked, isUncounted: true }, page(false))) : []
  if (found.length < list.pageSize) found = await ask(counted)
  if (kept && list.exact !== true && !isKnownToBeMany && (found[0]?.[COUNT] ?? 0) > COUNTED_ROWS) many.set(counted, performance.now() + MANY_FOR_MS)
  const items = found.map((one) => {
    const { [COUNT]: _count, ...row } = one
    return row as unknown as Row
  })
  const total = found[0]?.[COUNT] ?? (list.page === 1 ? 0 : ((await sql<{ total: number }>`select ${countOf(columns.counted ?? asked(), list)} as total`.execute(tx)).rows[0]?.total ?? 0))
  const isTotalExact = list.exact === true || total <= COUNTED_ROWS
  return { items, total: isTotalExact ? total : COUNTED_ROWS, isTotalExact }
}

/** Counted without its columns, so that an index alone can answer, and within the statement that reads the page: one way to the database and back. */
function countOf(query: Countable, { exact }: Pick<ListQuery, 'exact'>): RawBuilder<number> {
  const bare = (query as SelectQueryBuilder<Record<string, object>, never, object>).clearSelect().select(sql<number>`1`.as('one'))
  return sql<number>`(select count(*) from (${exact ? bare : bare.limit(sql.lit(COUNTED_ROWS + 1))}) counted)`
}

/** Text for `ilike` that finds what was typed, wildcards included. */
export function containing(typed: string): string {
  return `%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`
}
