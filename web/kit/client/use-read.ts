import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Api, Endpoint, EndpointRequest, EndpointResponse, Endpoints } from '#shared/define-api.ts'
import { callByName, keyOf } from './use-client.ts'

type RestOf<E extends Endpoint> = keyof EndpointRequest<E> extends never ? [] : [request: EndpointRequest<E>]

export type ReadOptions = {
  /** Ask only when true. */
  enabled?: boolean
  /** Ask again while the answer is still in motion: milliseconds, or false. */
  refreshMs?: number | false
}

/**
 * Reads and keeps fresh: `useRead(workOrdersApi, 'get', { params: { workOrderId } })`. Errors belong on the page:
 * `DetailPage` and `DataList` show them, otherwise `<ErrorState error={…} onRetry={…}>`.
 */
export function useRead<E extends Endpoints, N extends keyof E & string>(api: Api<E>, name: N, ...rest: [...RestOf<E[N]>, ReadOptions?]): UseQueryResult<EndpointResponse<E[N]>> {
  const endpoint = api.endpoints[name]!
  const takesRequest = Boolean(endpoint.params ?? endpoint.query ?? endpoint.body)
  const request = takesRequest ? rest[0] : undefined
  const options: ReadOptions | undefined = rest[takesRequest ? 1 : 0]
  return useQuery({
    queryKey: keyOf(api, name, request),
    queryFn: ({ signal }) => callByName(api, name)({ ...request, signal }) as Promise<EndpointResponse<E[N]>>,
    ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options?.refreshMs === undefined ? {} : { refetchInterval: options.refreshMs }),
  })
}
