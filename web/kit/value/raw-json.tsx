/** A record as it is kept, for whoever wants to see the very words. Long ones scroll in their own frame. */
export function RawJson({ value }: { value: unknown }) {
  return <pre className="x-mono x-raw" tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
}
