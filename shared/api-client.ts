import type { Api, Endpoint, EndpointRequest, EndpointResponse, Endpoints } from './define-api.ts'
import type { Problem } from './problem.ts'

/** Thrown by the typed client for every answer that is not 2xx, and for a server that cannot be reached (status 0). */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ? `${problem.title}：${problem.detail}` : problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
}

export type Transport = {
  /** `''` in the browser, `http://127.0.0.1:7100` on the command line. */
  readonly baseUrl: string
  /** Added to every request: session token of the command line. */
  readonly headers?: () => Record<string, string>
  readonly fetch?: typeof fetch
}

type Call<E extends Endpoint> = keyof EndpointRequest<E> extends never
  ? (request?: { signal?: AbortSignal }) => Promise<EndpointResponse<E>>
  : (request: EndpointRequest<E> & { signal?: AbortSignal }) => Promise<EndpointResponse<E>>

export type Client<E extends Endpoints> = { readonly [K in keyof E]: Call<E[K]> }

/** Path of an endpoint with its parameters filled in; also used for links to file downloads. */
export function endpointUrl(api: Api, endpoint: Endpoint, request: { params?: unknown; query?: unknown }): string {
  const params = (request.params ?? {}) as Record<string, unknown>
  const path = (api.prefix + endpoint.path).replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** The typed client of an api. A body that is FormData is sent as an upload, everything else as JSON. */
export function apiClient<E extends Endpoints>(api: Api<E>, transport: Transport): Client<E> {
  const calls: Record<string, unknown> = {}
  for (const [name, endpoint] of Object.entries(api.endpoints)) {
    calls[name] = (request: { params?: unknown; query?: unknown; body?: unknown; signal?: AbortSignal } = {}) =>
      callEndpoint(api, endpoint, transport, request)
  }
  return calls as Client<E>
}

async function callEndpoint(
  api: Api,
  endpoint: Endpoint,
  transport: Transport,
  request: { params?: unknown; query?: unknown; body?: unknown; signal?: AbortSignal },
): Promise<unknown> {
  const isUpload = typeof FormData !== 'undefined' && request.body instanceof FormData
  const hasBody = request.body !== undefined
  let answer: Response
  try {
    answer = await (transport.fetch ?? fetch)(transport.baseUrl + endpointUrl(api, endpoint, request), {
      method: endpoint.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        // A custom header cannot be sent by a foreign page's form, so it doubles as the guard against request forgery.
        'x-xinyun': '1',
        ...(hasBody && !isUpload ? { 'content-type': 'application/json' } : {}),
        ...transport.headers?.(),
      },
      body: hasBody ? (isUpload ? (request.body as FormData) : JSON.stringify(request.body)) : null,
      signal: request.signal ?? null,
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    throw new ApiError({ code: 'server.unreachable', status: 0, title: '连接不上服务器，请检查网络后重试', traceId: '' })
  }
  if (!answer.ok) throw new ApiError(await readProblem(answer))
  if (endpoint.answer === 'file') return answer.blob()
  if (answer.status === 204) return undefined
  return answer.json()
}

async function readProblem(answer: Response): Promise<Problem> {
  const text = await answer.text()
  try {
    const body = JSON.parse(text) as Problem
    if (typeof body.code === 'string') return body
  } catch {
    // Not ours: a proxy's page. Told as such below.
  }
  return { code: 'server.bad-answer', status: answer.status, title: `服务器返回了无法识别的应答（HTTP ${answer.status}）`, traceId: '' }
}
