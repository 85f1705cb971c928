import type { HttpResponse } from '../http-exchange.ts'
import { scalarOf, valueAt } from '../json-pointer.ts'
import type { Allowance, Measured } from '../limit-door.ts'
import { redactSecrets } from '../redact-secrets.ts'
import { failure } from '../network-failure.ts'
import { type CallContext, callEndpoint } from './call.ts'
import { type HttpEndpointQuestion, isExpected, type ScenarioStep } from './questions.ts'

type StepRecord = { readonly name: string; readonly request: string; readonly status?: number; readonly tookMs?: number; readonly isOk: boolean; readonly problem?: string }

/**
 * Plays a business scenario (业务场景: sign in, query, health) step by step on new connections and stops at the first
 * step that is not as expected. A target that does not answer at all throws: that is an outage, not a failed scenario.
 * What steps capture (session tokens) is treated like a credential and never gets into `raw`.
 */
export async function playScenario(context: CallContext, { steps, answer }: Pick<Extract<HttpEndpointQuestion, { measure: 'scenario' }>, 'steps' | 'answer'>, allowance: Allowance): Promise<Measured> {
  const words = new Map(context.words)
  const cookies = new Map<string, string>()
  const records: StepRecord[] = []
  let last: HttpResponse | undefined
  for (const step of steps) {
    const headers = cookies.size === 0 ? step.headers : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...step.headers }
    const response = await callEndpoint({ ...context, words }, { ...step, headers }, allowance)
    last = response
    rememberCookies(cookies, response.headers['set-cookie'] ?? [])
    const problem = judgeStep(step, response) ?? captureValues(step, response, words)
    records.push({ name: step.name, request: `${step.method} ${step.path}`, status: response.status, tookMs: Math.round(response.totalMs), isOk: problem === undefined, ...(problem === undefined ? {} : { problem }) })
    if (problem !== undefined) break
  }
  const failed = records.find((record) => !record.isOk)
  const conceal = redactSecrets([...words.values(), ...cookies.values()].filter((word) => word.length > 3))
  if (answer !== undefined) {
    if (failed !== undefined) throw failure(refusals[failed.status ?? 0] ?? 'bad-answer', failed.request, conceal(`${failed.name}：${failed.problem}`))
    return { value: last === undefined ? null : scalarOf(valueAt(jsonOf(last), answer.pointer)), ...(answer.unit === undefined ? {} : { unit: answer.unit }), raw: conceal({ steps: records, body: last?.body }) }
  }
  return { value: failed === undefined, raw: conceal({ ...(failed === undefined ? {} : { failedStep: failed.name, problem: failed.problem }), steps: records }) }
}

const refusals: Readonly<Record<number, 'refused' | 'forbidden'>> = { 401: 'refused', 403: 'forbidden' }

/** What is wrong with the answer to a step, in Chinese, or nothing. */
function judgeStep(step: ScenarioStep, response: HttpResponse): string | undefined {
  const excerpt = response.body.slice(0, 300)
  if (!isExpected(response.status, step.expectStatus)) return `状态码 ${response.status}，应为 ${step.expectStatus}；应答开头：${excerpt}`
  if (step.expectText !== undefined && !response.body.includes(step.expectText)) return `应答中没有 “${step.expectText}”；应答开头：${excerpt}`
  if (step.expectJson === undefined) return undefined
  const { pointer, equals } = step.expectJson
  const found = valueAt(jsonOf(response), pointer)
  if (found === undefined) return `应答中没有字段 ${pointer}；应答开头：${excerpt}`
  return equals === undefined || found === equals ? undefined : `字段 ${pointer} 为 ${JSON.stringify(found)}，应为 ${JSON.stringify(equals)}`
}

function captureValues(step: ScenarioStep, response: HttpResponse, words: Map<string, string>): string | undefined {
  for (const [name, source] of Object.entries(step.capture)) {
    const found = 'pointer' in source ? valueAt(jsonOf(response), source.pointer) : response.headers[source.header.toLowerCase()]
    if (typeof found !== 'string' && typeof found !== 'number') return `应答中取不到 ${name}（${'pointer' in source ? source.pointer : source.header}）`
    words.set(name, String(found))
  }
  return undefined
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.body) as unknown
  } catch {
    return undefined
  }
}

/** One host, one short visit: name and value are enough, an emptied cookie is forgotten. */
function rememberCookies(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const pair = line.split(';', 1)[0] ?? ''
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    const value = pair.slice(at + 1).trim()
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}
