import { Button } from 'antd'
import { problemOf } from '../client/problem-of.ts'
import { StateSymbol } from './state-symbol.tsx'
import { TraceId } from './trace-id.tsx'
import './state.css'

/** Says what happened, what was kept, what to do, and the trace id. */
export function ErrorState({ error, kept, onRetry }: { error: unknown; kept?: string; onRetry?: () => void }) {
  const problem = problemOf(error)
  return (
    <div className="x-empty x-bad" role="alert">
      <span className="x-error-mark"><StateSymbol glyph="■" /></span>
      <p className="x-empty-what">{problem.title}</p>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.problems?.map(({ place, message }) => <p key={place + message}>{message}</p>)}
      {kept && <p className="x-soft">{kept}</p>}
      {onRetry && <Button onClick={onRetry}>重试</Button>}
      <TraceId value={problem.traceId} />
    </div>
  )
}
