/** What a list asks for: search, sort, page, filters. All text, as it stands in the address. */
export type ListRequest = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

export type ListAnswer<Row> = {
  items: readonly Row[]
  total: number
  /** False when `total` stopped counting at 1,000. */
  isTotalExact: boolean
}

/** The same list as an Excel file: `sheet` of the endpoint names it. */
export type ExcelSource = { readonly title: string; readonly load: (request: ListRequest) => Promise<Blob> }

/** Where rows come from. `useClient(api).list('list')` makes one. */
export type ListSource<Row> = {
  readonly key: readonly unknown[]
  readonly load: (request: ListRequest, signal: AbortSignal) => Promise<ListAnswer<Row>>
  readonly excel?: ExcelSource | undefined
}
