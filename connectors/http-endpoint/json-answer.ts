import type { z } from 'zod'

import type { ConnectorFailure } from '../connector.ts'
import type { HttpResponse } from '../http-exchange.ts'
import { failure } from '../network-failure.ts'

/** What a status outside 200–299 says of a write: `conflict` is a refusal for good, the others may pass. */
const refusals: Readonly<Record<number, ConnectorFailure>> = { 401: 'refused', 403: 'forbidden', 404: 'unsupported', 409: 'conflict', 412: 'conflict', 422: 'conflict', 429: 'timeout', 503: 'unreachable' }

/** The JSON of an answer as its shape says; anything else is a failure in the target's own words. */
export function jsonAnswer<S extends z.ZodType>(response: HttpResponse, shape: S, where: string): z.output<S> {
  if (response.status < 200 || response.status > 299) throw failure(refusals[response.status] ?? 'bad-answer', where, `状态码 ${response.status}：${toldBy(response.body)}`)
  const parsed = shape.safeParse(parse(response.body))
  if (!parsed.success) throw failure('bad-answer', where, `应答的格式不符：${parsed.error.issues[0]?.path.join('.') ?? ''} ${response.body.slice(0, 200)}`)
  return parsed.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Problem details (RFC 9457) where the target speaks them: title, detail and every single problem. */
function toldBy(body: string): string {
  const { title, detail, problems } = (parse(body) ?? {}) as { title?: unknown; detail?: unknown; problems?: unknown }
  const single = Array.isArray(problems) ? problems.map((problem: { message?: unknown }) => problem.message) : []
  return [title, detail, ...single].filter((text) => typeof text === 'string').join('；').slice(0, 500) || body.slice(0, 200)
}
