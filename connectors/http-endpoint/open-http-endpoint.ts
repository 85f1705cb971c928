import { isIP } from 'node:net'

import { resolveTarget } from '../allow-list.ts'
import type { Door, OpenRequest } from '../connector.ts'
import { type HttpResponse, placeOf } from '../http-exchange.ts'
import { scalarOf, valueAt } from '../json-pointer.ts'
import { limitDoor, type Measured } from '../limit-door.ts'
import { explainNetworkFailure, failure } from '../network-failure.ts'
import { type CallContext, callEndpoint, secretWords } from './call.ts'
import { openHttpAccounts } from './http-accounts.ts'
import { openHttpContent } from './http-content.ts'
import { playScenario } from './play-scenario.ts'
import { type HttpEndpointQuestion, httpEndpointQuestion, isExpected } from './questions.ts'
import type { HttpEndpointSecrets, HttpEndpointSettings } from './settings.ts'

/** Opening sends nothing: each question has its own new connection. What answered is known after the first answer. */
export async function openHttpEndpoint(request: OpenRequest<HttpEndpointSettings, HttpEndpointSecrets>): Promise<Door> {
  const { settings, secrets, limits, allowList } = request
  const place = placeOf(new URL(settings.baseUrl))
  const where = `${place.host}:${place.port}`
  request.signal?.throwIfAborted()
  const checked = await resolveTarget(allowList, place)
  // A name may have moved by the next question; an address stays what was checked.
  const target = () => (isIP(place.host) === 0 ? resolveTarget(allowList, place) : checked)
  const door = limitDoor({ request, where, explain: (error) => explainNetworkFailure(error, where), target })
  const context: CallContext = { settings, secrets, allowList, maxBytes: limits.maxAnswerBytes, words: secretWords(secrets) }
  let server = ''
  return {
    get identity() {
      return { engine: 'http', version: server }
    },
    ask: (question, signal) =>
      door.ask(
        httpEndpointQuestion,
        question,
        async (asked, allowance) => {
          if (asked.measure === 'scenario') return playScenario(context, asked, allowance)
          const response = await callEndpoint(context, asked, allowance)
          server = headerText(response, 'server') ?? server
          return measureCall(asked, response, where)
        },
        signal,
      ),
    ...(settings.accounts === undefined ? {} : { accounts: openHttpAccounts(settings.accounts, { context, door, where }) }),
    ...(settings.content === undefined ? {} : { content: openHttpContent(settings.content, { context, door, where }) }),
    close: async () => door.close(),
  }
}

type SingleCall = Exclude<HttpEndpointQuestion, { measure: 'scenario' }>

function measureCall(asked: SingleCall, response: Awaited<ReturnType<typeof callEndpoint>>, where: string): Measured {
  const raw = rawOf(response)
  switch (asked.measure) {
    case 'status':
      return { value: response.status, raw }
    case 'header':
      return { value: headerText(response, asked.header), raw }
    case 'content-match':
      return { value: isExpected(response.status, asked.expectStatus) && response.body.includes(asked.expect), raw }
    case 'response-ms':
      requireStatus(asked, response, where)
      return { value: round(response.totalMs), unit: 'ms', raw }
    case 'json':
      requireStatus(asked, response, where)
      return { value: scalarOf(valueAt(parseJson(response, where), asked.pointer)), ...(asked.unit === undefined ? {} : { unit: asked.unit }), raw }
  }
}

function requireStatus(asked: { expectStatus: string | number; path: string }, response: HttpResponse, where: string): void {
  if (isExpected(response.status, asked.expectStatus)) return
  const kind = response.status === 401 ? 'refused' : response.status === 403 ? 'forbidden' : 'bad-answer'
  throw failure(kind, `${where}${asked.path}`, `状态码 ${response.status}，应为 ${asked.expectStatus}`)
}

function parseJson(response: HttpResponse, where: string): unknown {
  try {
    return JSON.parse(response.body) as unknown
  } catch {
    throw failure('bad-answer', where, `应答不是 JSON：${response.body.slice(0, 200)}`)
  }
}

function headerText(response: HttpResponse, name: string): string | null {
  const value = response.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

/** The capture kept as evidence. Session cookies are credentials, whoever issued them. */
function rawOf(response: Awaited<ReturnType<typeof callEndpoint>>): unknown {
  const { 'set-cookie': cookies, ...headers } = response.headers
  return {
    status: response.status,
    headers: cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.map((line) => line.replace(/=[^;]*/, '=***')) },
    body: response.body,
    timings: { connectMs: round(response.connectMs), firstByteMs: round(response.firstByteMs), totalMs: round(response.totalMs) },
    ...(response.via.length === 0 ? {} : { redirects: response.via }),
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
