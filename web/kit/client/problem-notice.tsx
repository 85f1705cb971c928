import type { App } from 'antd'
import { TraceId } from '../state/trace-id.tsx'
import { problemOf } from './problem-of.ts'

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
