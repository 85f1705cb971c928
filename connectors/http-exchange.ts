import { Buffer } from 'node:buffer'
import { type IncomingHttpHeaders, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { z } from 'zod'

import type { Target } from './allow-list.ts'
import { failure } from './network-failure.ts'

/** How far a TLS target is believed: against the system's authorities, against `ca`, or not at all. */
export const tlsTrust = z.object({
  /** `false` takes any certificate: the tls-certificate door is then the one that judges it. */
  verify: z.boolean().default(true),
  /** Authority of the target, PEM. */
  ca: z.string().optional(),
})
export type TlsTrust = z.output<typeof tlsTrust>

export type HttpRequest = {
  readonly target: Target
  readonly isSecure: boolean
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly trust: TlsTrust
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export type HttpResponse = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Milliseconds until the connection (with TLS) stood, until the first byte, and until the last. */
  readonly connectMs: number
  readonly firstByteMs: number
  readonly totalMs: number
}

/**
 * One request on one new connection to the pinned address, without following redirects. No agent, no pool: a kept
 * connection would hide a listener that no longer accepts, and costs a probe the very thing it measures.
 */
export function exchangeHttp(request: HttpRequest): Promise<HttpResponse> {
  const { target, isSecure } = request
  const startedAt = performance.now()
  const elapsed = () => performance.now() - startedAt
  return new Promise((resolve, reject) => {
    request.signal.throwIfAborted()
    let connectMs = 0
    let socket: Socket | undefined
    const createConnection = () => {
      const place = { host: target.address, port: target.port }
      const opened = isSecure
        ? connectSecure({ ...place, ...serverName(target.host), rejectUnauthorized: request.trust.verify, ...(request.trust.ca === undefined ? {} : { ca: request.trust.ca }), ALPNProtocols: ['http/1.1'] })
        : connectPlain(place)
      opened.once(isSecure ? 'secureConnect' : 'connect', () => (connectMs = elapsed()))
      socket = opened
      return opened
    }
    const exchange = (isSecure ? requestSecure : requestPlain)({
      host: target.address,
      port: target.port,
      method: request.method,
      path: request.path,
      headers: {
        host: hostHeader(target, isSecure),
        'user-agent': 'xinyun-probe',
        accept: '*/*',
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
      createConnection,
    })
    // Not the `signal` of the request: Node then watches the whole stream for its end, which costs a tenth of a probe.
    request.signal.addEventListener('abort', () => exchange.destroy(request.signal.reason as Error), { once: true })
    exchange.once('error', reject)
    exchange.once('response', (response) => {
      const firstByteMs = elapsed()
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > request.maxBytes) {
          reject(failure('bad-answer', `${target.host}:${target.port}`, `应答超过 ${request.maxBytes} 字节，已放弃`))
          exchange.destroy()
        } else chunks.push(chunk)
      })
      response.once('error', reject)
      response.once('end', () => {
        const result = { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8'), connectMs, firstByteMs, totalMs: elapsed() }
        // Only a closed connection gives its place on the target to the next.
        if (socket === undefined || socket.closed) return resolve(result)
        socket.once('close', () => resolve(result))
        return socket.destroy()
      })
    })
    exchange.end(request.body)
  })
}

/** Server name for TLS: never an IP literal (RFC 6066 §3); certificates are then checked against the address. */
export function serverName(host: string): { servername?: string } {
  return /^[\d.]+$|:/.test(host) ? {} : { servername: host }
}

function hostHeader(target: Target, isSecure: boolean): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  return target.port === (isSecure ? 443 : 80) ? host : `${host}:${target.port}`
}

/** Host and port of a URL; an IPv6 host loses its brackets. */
export function placeOf(url: URL): { host: string; port: number } {
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port) }
}
