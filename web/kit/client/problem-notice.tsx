import type { App } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'
import { TraceId } from '../state/error-state.tsx'

/** Every error in the words of a problem: what the server said, or one bland sentence for a fault of the page itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return { code: 'page.fault', status: 0, title: '页面出错了，请刷新后重试', detail: error instanceof Error ? error.message : String(error), traceId: '' }
}

/** For acts outside a form: stays until read when something was refused. */
export function showProblem(notification: ReturnType<typeof App.useApp>['notification'], error: unknown): void {
  const problem = problemOf(error)
  notification.error({
    key: problem.code,
    title: problem.title,
    duration: 0,
    role: 'alert',
    description: (
      <>
        {problem.detail && <div>{problem.detail}</div>}
        {problem.problems?.map(({ place, message }) => <div key={place + message}>{message}</div>)}
        <TraceId value={problem.traceId} />
      </>
    ),
  })
}
