import { Button } from 'antd'
import { problemOf } from '../client/problem-notice.tsx'
import { HashText } from '../value/hash-text.tsx'
import { StateSymbol } from './state-symbol.tsx'
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

/** What a person reads out on the phone when asking for help. */
export function TraceId({ value }: { value: string }) {
  if (!value) return null
  return <p className="x-soft x-trace">跟踪号 <HashText value={value} length={40} what="跟踪号" /></p>
}
