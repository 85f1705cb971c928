import { resolveTarget } from '../allow-list.ts'
import { type AllowList, ConnectorError } from '../connector.ts'
import { exchangeHttp, type HttpResponse, placeOf } from '../http-exchange.ts'
import type { Allowance } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import type { HttpEndpointSecrets, HttpEndpointSettings } from './settings.ts'

export type Call = {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly login?: 'basic' | 'bearer' | undefined
  readonly redirects?: number
}

export type CallContext = {
  readonly settings: HttpEndpointSettings
  readonly secrets: HttpEndpointSecrets
  readonly allowList: AllowList
  readonly maxBytes: number
  /** Values of `{{…}}`: credentials, and what earlier steps captured. */
  readonly words: ReadonlyMap<string, string>
}

/** One call and, where asked for, its redirects; answers with the last response and the addresses that it came by. */
export async function callEndpoint(context: CallContext, call: Call, allowance: Allowance): Promise<HttpResponse & { readonly via: readonly string[] }> {
  const { settings } = context
  const base = new URL(settings.baseUrl)
  let url = new URL(base.origin + base.pathname.replace(/\/$/, '') + fill(call.path, context.words, encodeURIComponent))
  let { method } = call
  let body = bodyOf(call.body, context.words)
  let headers: Record<string, string> = { ...(body !== undefined && typeof call.body !== 'string' ? { 'content-type': 'application/json' } : {}), ...loginHeader(call.login, context), ...lowerCase(call.headers, context.words) }
  const via: string[] = []

  for (;;) {
    const target = via.length === 0 && allowance.target !== undefined ? allowance.target : await resolveTarget(context.allowList, placeOf(url))
    const response = await exchangeHttp({ target, isSecure: url.protocol === 'https:', method, path: url.pathname + url.search, headers, trust: settings.tls, maxBytes: context.maxBytes, signal: allowance.signal, ...(body === undefined ? {} : { body }) })
    const { location } = response.headers
    if (response.status < 300 || response.status > 399 || location === undefined || via.length >= (call.redirects ?? 0)) return { ...response, via }
    const next = URL.parse(location, url)
    if (next === null || !/^https?:$/.test(next.protocol)) throw failure('bad-answer', url.host, `重定向地址无法识别：${location}`)
    via.push(next.href)
    // RFC 9110 §15.4: only 307 and 308 repeat the body; credentials never follow to another origin.
    if (response.status !== 307 && response.status !== 308 && method !== 'HEAD') {
      method = 'GET'
      body = undefined
    }
    if (next.origin !== url.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !['authorization', 'cookie'].includes(name)))
    url = next
  }
}

/** The words that a door's credentials give to `{{secret.…}}`. */
export function secretWords(secrets: HttpEndpointSecrets): Map<string, string> {
  return new Map(Object.entries(secrets).flatMap(([name, value]) => (typeof value === 'string' ? [[`secret.${name}`, value]] : [])))
}

function fill(text: string, words: ReadonlyMap<string, string>, encode: (word: string) => string = (word) => word): string {
  return text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_all, name: string) => {
    const word = words.get(name)
    if (word === undefined) throw new ConnectorError('unsupported', `目标不支持此项：提问中引用的 {{${name}}} 没有值，请补充凭据或在前面的步骤中取值`)
    return encode(word)
  })
}

function bodyOf(body: unknown, words: ReadonlyMap<string, string>): string | undefined {
  if (body === undefined) return undefined
  return typeof body === 'string' ? fill(body, words) : JSON.stringify(fillDeep(body, words))
}

function fillDeep(value: unknown, words: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return fill(value, words)
  if (Array.isArray(value)) return value.map((each) => fillDeep(each, words))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillDeep(each, words)]))
}

function lowerCase(headers: Readonly<Record<string, string>>, words: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fill(value, words)]))
}

function loginHeader(login: Call['login'], context: CallContext): Record<string, string> {
  if (login === undefined) return {}
  const { username, password, token } = context.secrets
  if (login === 'bearer' && token !== undefined) return { authorization: `Bearer ${token}` }
  if (login === 'basic' && username !== undefined && password !== undefined) return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
  throw new ConnectorError('unsupported', `目标不支持此项：未登记 ${login === 'bearer' ? '令牌' : '用户名和密码'}，请在受管系统中补充凭据`)
}
