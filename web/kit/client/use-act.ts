import { App } from 'antd'
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { ApiError } from '#shared/api-client.ts'
import type { Api, Endpoint, EndpointRequest, EndpointResponse, Endpoints } from '#shared/define-api.ts'
import { showConflict } from './conflict-dialog.tsx'
import { showProblem } from './problem-notice.tsx'
import { callByName } from './use-client.ts'

/** `void` where the endpoint takes nothing, so that `mutate()` needs no argument. */
type Sent<E extends Endpoint> = keyof EndpointRequest<E> extends never ? void : EndpointRequest<E>

export type ActOptions<Result> = {
  /** Said when it is done: 「工单已关闭」. */
  done?: string | ((result: Result) => string)
  /** Other apis whose answers this act changes. Its own are always asked again. */
  alsoChanges?: ReadonlyArray<Pick<Api, 'prefix'>>
  onDone?: (result: Result) => void
}

/**
 * An act outside a form: `const close = useAct(workOrdersApi, 'close', { done: '工单已关闭' })`, then
 * `close.mutateAsync({ params: { workOrderId } })`. A refusal becomes a notice with its trace id, 409 a conflict dialog,
 * 401 the sign-in.
 */
export function useAct<E extends Endpoints, N extends keyof E & string>(api: Api<E>, name: N, options: ActOptions<EndpointResponse<E[N]>> = {}): UseMutationResult<EndpointResponse<E[N]>, Error, Sent<E[N]>> {
  const { message, modal, notification } = App.useApp()
  const queries = useQueryClient()
  const refresh = (prefix: string) => queries.invalidateQueries({ queryKey: [prefix] })
  return useMutation({
    mutationFn: (request: Sent<E[N]>) => callByName(api, name)((request ?? undefined) as object | undefined) as Promise<EndpointResponse<E[N]>>,
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
}
