import { z } from 'zod'
import type { Endpoint, Endpoints } from './define-api.ts'
import { dateField, instantField } from './instant.ts'

export type SheetColumn = {
  readonly key: string
  readonly title: string
  readonly type: 'text' | 'number' | 'date'
  /** What a person reads for the value: the words of a code. */
  readonly words?: (value: never) => string
}

/** How a list looks as an Excel file. Made by `sheetOf`, hung on a list endpoint as `sheet`. */
export type Sheet = {
  /** What the rows are: 「隐患」. Names the file and the sheet. */
  readonly title: string
  readonly columns: readonly SheetColumn[]
  /** The rows within an answer of the list. */
  readonly rows: (answer: never) => ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** Title of a column, with the words of its codes where the field holds codes; decimal text (money, points) that is to be a number in the sheet says so. */
type Heads<Row> = { readonly [K in keyof Row]?: string | readonly [title: string, words: 'number' | Readonly<Record<string, string>> | ((value: NonNullable<Row[K]>) => string)] }

/** Columns by the fields of a row, in the order in which they are named. */
export function sheetOf<Row extends z.ZodObject>(title: string, row: Row, heads: Heads<z.output<Row>>, rows: (answer: never) => ReadonlyArray<z.output<Row>> = (answer: { items: ReadonlyArray<z.output<Row>> }) => answer.items): Sheet {
  const columns = Object.entries(heads as Readonly<Record<string, string | readonly [string, 'number' | Readonly<Record<string, string>> | ((value: never) => string)]>>).map(([key, head]): SheetColumn => {
    const [name, words] = typeof head === 'string' ? [head] : head
    if (words === 'number') return { key, title: name, type: 'number' }
    const type = words ? 'text' : typeOf(row.shape[key] as z.ZodType)
    return { key, title: name, type, ...(words ? { words: typeof words === 'function' ? words : (code: string) => words[code] ?? code } : {}) }
  })
  return Object.freeze({ title, columns: Object.freeze(columns), rows })
}

function typeOf(field: z.ZodType): SheetColumn['type'] {
  const inner = field instanceof z.ZodNullable ? (field.unwrap() as z.ZodType) : field
  if (inner === instantField || inner === dateField) return 'date'
  return inner instanceof z.ZodNumber ? 'number' : 'text'
}

/** Name of the endpoint that answers the list `name` as a file. */
export function sheetName(name: string): string {
  return `${name}Sheet`
}

/** Beside every list that has a sheet stands an endpoint that answers it: described like any other, so that permission tests and documents know it. */
export function sheetEndpoints(prefix: string, endpoints: Endpoints): Endpoints {
  return Object.fromEntries(Object.entries(endpoints).flatMap(([name, list]) => (list.sheet ? [[sheetName(name), sheetEndpoint(prefix, list, list.sheet)]] : [])))
}

function sheetEndpoint(prefix: string, list: Endpoint, sheet: Sheet): Endpoint {
  const noun = list.permission.includes(':') ? list.permission.split(':')[0] : prefix.split('/').at(-1)
  return {
    method: 'GET',
    path: `${list.path}/export.xlsx`,
    summary: `导出${sheet.title}清单（Excel）`,
    permission: list.permission,
    audit: `${noun}.exported`,
    ...(list.params ? { params: list.params } : {}),
    ...(list.query instanceof z.ZodObject ? { query: z.object(Object.fromEntries(Object.entries(list.query.shape).filter(([key]) => !PAGING.has(key)))) } : {}),
    answer: 'file',
  }
}

const PAGING: ReadonlySet<string> = new Set(['page', 'pageSize', 'exact'])

/** Values of a row for the columns of a sheet, as a workbook takes them. Dates stay ISO texts. */
export function sheetRow(sheet: Sheet, row: Readonly<Record<string, unknown>>): Array<string | number | null> {
  return sheet.columns.map(({ key, type, words }) => {
    const value = row[key]
    if (value === null || value === undefined) return null
    return words ? words(value as never) : type === 'number' ? Number(value) : plain(value)
  })
}

function plain(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? '是' : '否'
  return Array.isArray(value) && value.every((one) => typeof one !== 'object') ? value.join('、') : JSON.stringify(value)
}
