import { HashText } from '../value/hash-text.tsx'

/** What a person reads out on the phone when asking for help. */
export function TraceId({ value }: { value: string }) {
  if (!value) return null
  return <p className="x-soft x-trace">跟踪号 <HashText value={value} length={40} what="跟踪号" /></p>
}
