import { sql, type RawBuilder } from 'kysely'
import type { ListQuery, Permission } from '#shared/define-api.ts'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf, type Page } from '#platform/database/page-of.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

const rowErrors = defineErrors('row', { 'not-found': [404, '没有这条记录'] })

/** A list page's query as data: which tables, which answer fields, what may be searched, and the order. */
export type RowList = {
  readonly permission: Permission
  /** Text of the from-clause with joins and fixed conditions. Program text only. */
  readonly from: string
  /** A condition that holds values, such as the day that is asked about; `from` has then none of its own. */
  readonly where?: RawBuilder<unknown>
  /** Answer field → SQL expression. Program text only; every field can be sorted by. */
  readonly fields: Readonly<Record<string, string>>
  readonly key: string
  readonly searched: readonly string[]
  /** Field of the usual order, a leading `-` for descending. */
  readonly sort: string
}

type Row = Record<string, unknown>
const LIST_KEYS = new Set(['search', 'sort', 'page', 'pageSize', 'exact'])

/** One page of rows. Whatever else the query holds narrows the list by equality. */
export async function listRows(ctx: Ctx, list: RowList, query: ListQuery & Readonly<Record<string, unknown>>): Promise<Page<never>> {
  requirePermission(ctx, list.permission)
  let rows = listed(ctx, list)
  const { search } = query
  if (search) rows = rows.where((row) => row.or(list.searched.map((field) => sql<boolean>`${sql.ref(field)}::text ilike ${containing(search)}`)))
  for (const [field, value] of Object.entries(query)) {
    if (!LIST_KEYS.has(field) && value !== undefined) rows = rows.where(sql<boolean>`${sql.ref(field)} = ${value}`)
  }
  const page = await pageOf(ctx.tx, rows, query, { sortable: Object.fromEntries(Object.keys(list.fields).map((field) => [field, sql.ref(field)])), order: ordering(list) })
  // The endpoint's response schema checks every row on its way out.
  return page as Page<never>
}

/** All rows of a list with one field fixed: a part of a detail page. */
export async function rowsOf(ctx: Ctx, list: RowList, field: string, value: unknown): Promise<never[]> {
  requirePermission(ctx, list.permission)
  const rows = await listed(ctx, list).where(sql<boolean>`${sql.ref(field)} = ${value}`).orderBy(ordering(list)).execute()
  return rows as never[]
}

/** The row with this key and the parts of its detail page; `row.not-found` when there is none. */
export async function findRow(ctx: Ctx, list: RowList, key: unknown, parts: Readonly<Record<string, () => Promise<unknown>>> = {}): Promise<never> {
  const [row] = await rowsOf(ctx, list, list.key, key)
  if (!row) throw rowErrors['not-found']({ detail: String(key) })
  const detail: Row = { ...(row as Row) }
  for (const [name, read] of Object.entries(parts)) detail[name] = await read()
  return detail as never
}

function listed(ctx: Ctx, list: RowList) {
  const selection = sql.join(Object.entries(list.fields).map(([field, text]) => sql`${sql.raw(text)} as ${sql.ref(field)}`))
  return ctx.tx
    .withTables<{ listed: Row }>()
    .selectFrom(sql<Row>`(select ${selection} from ${sql.raw(list.from)}${list.where ? sql` where ${list.where}` : sql``})`.as('listed'))
    .selectAll()
}

/** The key makes the order total: no row is shown on two pages. */
function ordering({ sort, key }: RowList) {
  const isDescending = sort.startsWith('-')
  return sql`${sql.ref(isDescending ? sort.slice(1) : sort)} ${sql.raw(isDescending ? 'desc' : 'asc')} nulls last, ${sql.ref(key)}`
}
