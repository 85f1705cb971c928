import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '#shared/api-client.ts'
import { endSession } from '../session/session.tsx'

/** One cache for an application. An answer 401 anywhere ends the session; the address and the drafts stay. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.problem.status === 401) {
      endSession(client, '登录已失效，请重新登录。登录后回到原来的页面，未提交的草稿仍在。')
    }
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only an unreachable server is worth asking twice.
        retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 502),
      },
    },
  })
  return client
}
