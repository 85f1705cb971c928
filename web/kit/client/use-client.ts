import { useMemo } from 'react'
import { App } from 'antd'
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import { ApiError, apiClient, type Client } from '#shared/api-client.ts'
import { endpointUrl } from '#shared/api-client.ts'
import type { Api, Endpoint, EndpointRequest, EndpointResponse, Endpoints } from '#shared/define-api.ts'
import type { ListSource } from '../list/list-source.ts'
import { showConflict } from './conflict-dialog.tsx'
import { showProblem } from './problem-notice.tsx'

type Request<E extends Endpoint> = keyof EndpointRequest<E> extends never ? undefined : EndpointRequest<E>
type RestOf<E extends Endpoint> = keyof EndpointRequest<E> extends never ? [] : [request: EndpointRequest<E>]
type ItemOf<E extends Endpoint> = EndpointResponse<E> extends { items: ReadonlyArray<infer Item> } ? Item : never

export type ReadOptions = {
  /** Ask only when true. */
  enabled?: boolean
  /** Ask again while the answer is still in motion: milliseconds, or false. */
  refreshMs?: number | false
}

export type ActOptions<Result> = {
  /** Said when it is done: 「工单已关闭」. */
  done?: string | ((result: Result) => string)
  /** Other apis whose answers this act changes. Its own are always asked again. */
  alsoChanges?: ReadonlyArray<Pick<Api, 'prefix'>>
  onDone?: (result: Result) => void
}

/** What a page does with an api. Names and shapes come from the `defineApi` description. */
export type PageClient<E extends Endpoints> = {
  /** The bare typed calls, for forms: `client.call.create({ body })`. */
  readonly call: Client<E>
  /** Reads and keeps fresh. Errors belong on the page: `<ErrorState>`. */
  useRead<N extends keyof E & string>(name: N, ...rest: [...RestOf<E[N]>, ReadOptions?]): UseQueryResult<EndpointResponse<E[N]>, Error>
  /** An act: its errors become a notice with trace id, 409 a conflict dialog. Wrong fields are left to the form. */
  useAct<N extends keyof E & string>(name: N, options?: ActOptions<EndpointResponse<E[N]>>): UseMutationResult<EndpointResponse<E[N]>, Error, Request<E[N]>>
  /** Source of a `DataList`: an endpoint that takes `listQuery` and answers `listOf(…)`. `fixed` is added to each request. */
  list<N extends keyof E & string>(name: N, fixed?: { params?: unknown; query?: Record<string, unknown> }): ListSource<ItemOf<E[N]>>
  /** Address of an endpoint, for download links and exports. */
  url<N extends keyof E & string>(name: N, request?: { params?: unknown; query?: unknown }): string
  /** Asks everything of this api again. */
  refresh(): Promise<void>
}

const transport = { baseUrl: '' }

/** `const orders = useClient(workOrdersApi)` */
export function useClient<E extends Endpoints>(api: Api<E>): PageClient<E> {
  const queries = useQueryClient()
  return useMemo(() => {
    const call = apiClient(api, transport)
    const callByName = call as unknown as Record<string, (request?: object) => Promise<unknown>>
    const keyOf = (name: string, request?: object) => [api.prefix, name, ...(request ? [request] : [])]
    const refresh = (prefix: string) => queries.invalidateQueries({ queryKey: [prefix] })
    const client = {
      call,
      useRead(name: string, ...rest: object[]) {
        const takesRequest = needsRequest(api.endpoints[name])
        const request = takesRequest ? rest[0] : undefined
        const options = (takesRequest ? rest[1] : rest[0]) as ReadOptions | undefined
        return useQuery({
          queryKey: keyOf(name, request),
          queryFn: ({ signal }) => callByName[name]!({ ...request, signal }),
          ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
          ...(options?.refreshMs === undefined ? {} : { refetchInterval: options.refreshMs }),
        })
      },
      useAct(name: string, options: ActOptions<unknown> = {}) {
        const { message, modal, notification } = App.useApp()
        return useMutation({
          mutationFn: (request: object | undefined) => callByName[name]!(request),
          onSuccess: async (result) => {
            const done = typeof options.done === 'function' ? options.done(result) : options.done
            if (done) void message.success(done)
            options.onDone?.(result)
            await Promise.all([api, ...(options.alsoChanges ?? [])].map(({ prefix }) => refresh(prefix)))
          },
          onError: (error) => {
            if (error instanceof ApiError && error.problem.status === 401) return
            if (error instanceof ApiError && error.problem.status === 409) showConflict(modal, error.problem, () => void refresh(api.prefix))
            else showProblem(notification, error)
          },
        })
      },
      list(name: string, fixed: { params?: unknown; query?: Record<string, unknown> } = {}) {
        return {
          key: keyOf(name, fixed),
          load: (query: object, signal: AbortSignal) => callByName[name]!({ params: fixed.params, query: { ...fixed.query, ...query }, signal }),
        }
      },
      url: (name: string, request: { params?: unknown; query?: unknown } = {}) => endpointUrl(api, api.endpoints[name]!, request),
      refresh: () => refresh(api.prefix),
    }
    // The object is built by name; its types come from the same description, so one assertion joins the two.
    return client as unknown as PageClient<E>
  }, [api, queries])
}

function needsRequest(endpoint: Endpoint | undefined): boolean {
  return Boolean(endpoint?.params ?? endpoint?.query ?? endpoint?.body)
}
