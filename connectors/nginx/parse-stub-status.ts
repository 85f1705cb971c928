export type StubStatus = { readonly active: number; readonly accepts: number; readonly handled: number; readonly requests: number; readonly reading: number; readonly writing: number; readonly waiting: number }

/** The page of ngx_http_stub_status_module, or undefined when the text is something else. */
export function parseStubStatus(text: string): StubStatus | undefined {
  const match = /^Active connections: (\d+)\s+server accepts handled requests\s+(\d+) (\d+) (\d+)\s+Reading: (\d+) Writing: (\d+) Waiting: (\d+)/.exec(text.trim())
  if (match === null) return undefined
  const [active = 0, accepts = 0, handled = 0, requests = 0, reading = 0, writing = 0, waiting = 0] = match.slice(1).map(Number)
  return { active, accepts, handled, requests, reading, writing, waiting }
}
