import { useMemo } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { apiClient, endpointUrl, type Client } from '#shared/api-client.ts'
import type { Api, Endpoint, EndpointResponse, Endpoints } from '#shared/define-api.ts'
import { sheetName } from '#shared/sheet.ts'
import type { ExcelSource, ListSource } from '../list/list-source.ts'

type ItemOf<E extends Endpoint> = EndpointResponse<E> extends { items: ReadonlyArray<infer Item> } ? Item : never

/** What a page has of an api besides `useRead` and `useAct`. Names and shapes come from its `defineApi` description. */
export type PageClient<E extends Endpoints> = {
  /** The bare typed calls, for forms: `orders.call.create({ body })`. */
  readonly call: Client<E>
  /** Source of a `DataList`: an endpoint that takes `listQuery` and answers `listOf(…)`. `fixed` is added to each request. */
  list<N extends keyof E & string>(name: N, fixed?: { params?: unknown; query?: Record<string, unknown> }): ListSource<ItemOf<E[N]>>
  /** A list as an Excel file, for tables outside a `DataList`. Undefined where the endpoint has no sheet. */
  excel(name: keyof E & string, fixed?: { params?: unknown; query?: Record<string, unknown> }): ExcelSource | undefined
  /** Address of an endpoint, for download links and exports. */
  url(name: keyof E & string, request?: { params?: unknown; query?: unknown }): string
  /** Asks everything of this api again. */
  refresh(): Promise<void>
}

/** All browsers speak to the server they came from. */
const transport = { baseUrl: '' }

type AnyCall = (request?: object) => Promise<unknown>

/** The call of an endpoint by its name, untyped: `useRead`, `useAct` and `list` give it its types back. */
export function callByName(api: Api, name: string): AnyCall {
  return (apiClient(api, transport) as unknown as Record<string, AnyCall>)[name]!
}

/** Key of an answer in the cache. Everything of an api begins with its prefix, so that one act can ask it all again. */
export function keyOf(api: Pick<Api, 'prefix'>, name: string, request?: object): readonly unknown[] {
  return [api.prefix, name, ...(request ? [request] : [])]
}

function excelOf(api: Api, name: string, fixed: { params?: unknown; query?: Record<string, unknown> }): ExcelSource | undefined {
  const { sheet } = api.endpoints[name]!
  return sheet && { title: sheet.title, load: (query) => callByName(api, sheetName(name))({ params: fixed.params, query: { ...fixed.query, ...query, page: undefined, pageSize: undefined } }) as Promise<Blob> }
}

/** `const orders = useClient(workOrdersApi)` */
export function useClient<E extends Endpoints>(api: Api<E>): PageClient<E> {
  const queries = useQueryClient()
  return useMemo(
    () => ({
      call: apiClient(api, transport),
      list: (name, fixed = {}) => ({
        key: keyOf(api, name, fixed),
        // The answer's shape is the endpoint's `listOf`, which the signature above has checked.
        load: (query, signal) => callByName(api, name)({ params: fixed.params, query: { ...fixed.query, ...query }, signal }) as Promise<never>,
        excel: excelOf(api, name, fixed),
      }),
      excel: (name, fixed = {}) => excelOf(api, name, fixed),
      url: (name, request = {}) => endpointUrl(api, api.endpoints[name]!, request),
      refresh: () => queries.invalidateQueries({ queryKey: [api.prefix] }),
    }),
    [api, queries],
  )
}
