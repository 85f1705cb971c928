import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { acceptedProtocols } from '../accepted-protocols.ts'
import { resolveTarget } from '../allow-list.ts'
import type { Door, OpenRequest } from '../connector.ts'
import { exchangeHttp, type HttpResponse, placeOf } from '../http-exchange.ts'
import { type Allowance, limitDoor, type Measured } from '../limit-door.ts'
import { explainNetworkFailure, failure } from '../network-failure.ts'
import { shakeHands } from '../shake-hands.ts'
import { parseStubStatus, type StubStatus } from './parse-stub-status.ts'
import { type NginxMeasure, nginxQuestion } from './questions.ts'
import type { NginxSecrets, NginxSettings } from './settings.ts'

const execute = promisify(execFile)

/** Opening reads the status page once, so that a wrong address or login is known before the first question. */
export async function openNginx(request: OpenRequest<NginxSettings, NginxSecrets>): Promise<Door> {
  const { settings, secrets, limits, allowList } = request
  const url = new URL(settings.statusUrl)
  const place = placeOf(url)
  const where = `${place.host}:${place.port}`
  const target = () => resolveTarget(allowList, place)
  const door = limitDoor({ request, where, explain: (error) => explainNetworkFailure(error, where), target })
  const headers: Record<string, string> =
    secrets.username === undefined ? {} : { authorization: `Basic ${Buffer.from(`${secrets.username}:${secrets.password ?? ''}`).toString('base64')}` }

  const readStatus = async (allowance: Allowance): Promise<{ response: HttpResponse; status: StubStatus }> => {
    const response = await exchangeHttp({
      target: allowance.target ?? (await target()),
      isSecure: url.protocol === 'https:',
      method: 'GET',
      path: url.pathname + url.search,
      headers,
      trust: settings.tls,
      maxBytes: limits.maxAnswerBytes,
      signal: allowance.signal,
    })
    if (response.status === 401) throw failure('refused', where, '状态页要求登录，账户或密码不对')
    if (response.status === 403) throw failure('forbidden', where, '状态页不允许从此处访问（allow/deny）')
    const status = parseStubStatus(response.body)
    if (response.status !== 200 || status === undefined) throw failure('bad-answer', `${where}${url.pathname}`, `不是 stub_status 状态页（状态码 ${response.status}）`)
    return { response, status }
  }

  const protocols = async (allowance: Allowance) => {
    const { securePort } = settings
    if (securePort === undefined) throw failure('unsupported', where, '未登记 HTTPS 端口')
    const secure = await resolveTarget(allowList, { host: place.host, port: securePort })
    return acceptedProtocols((only) => shakeHands({ target: secure, name: settings.serverName ?? place.host, signal: allowance.signal, ...(only === undefined ? {} : { only }) }), allowance.signal)
  }

  const answer = async (measure: NginxMeasure, allowance: Allowance): Promise<Measured> => {
    switch (measure) {
      case 'config-ok':
        return testConfiguration(settings, where, allowance)
      case 'protocol': {
        const accepted = await protocols(allowance)
        return { value: accepted.best, raw: accepted }
      }
      case 'legacy-protocol': {
        const accepted = await protocols(allowance)
        return { value: accepted.legacy.length > 0, raw: accepted }
      }
      case 'connections-ratio': {
        const { maxConnections } = settings
        if (maxConnections === undefined) throw failure('unsupported', where, '未登记最大连接数（worker_processes × worker_connections）')
        const { status } = await readStatus(allowance)
        return { value: status.active / maxConnections, unit: 'ratio', raw: { ...status, maxConnections } }
      }
      case 'dropped': {
        const { status } = await readStatus(allowance)
        return { value: status.accepts - status.handled, raw: status }
      }
      case 'status-ms': {
        const { status, response } = await readStatus(allowance)
        return { value: Math.round(response.totalMs * 100) / 100, unit: 'ms', raw: status }
      }
      default: {
        const { status } = await readStatus(allowance)
        return { value: status[measure], raw: status }
      }
    }
  }

  request.signal?.throwIfAborted()
  const { outcome } = await door.within(readStatus)
  const { server } = outcome.response.headers
  return {
    identity: { engine: 'nginx', version: /^nginx\/([\d.]+)/.exec(typeof server === 'string' ? server : '')?.[1] ?? '' },
    ask: (question, signal) => door.ask(nginxQuestion, question, ({ measure }, allowance) => answer(measure, allowance), signal),
    close: async () => door.close(),
  }
}

/** `nginx -t` reads the configuration as the next reload would; it serves nothing and signals nobody. */
async function testConfiguration({ local }: NginxSettings, where: string, { signal, timeoutMs }: Allowance): Promise<Measured> {
  if (local === undefined) throw failure('unsupported', where, '配置检查只能在 nginx 所在的本机进行，未登记本机程序与配置文件')
  try {
    const { stderr } = await execute(local.program, ['-t', '-c', local.configFile], { signal, timeout: timeoutMs, maxBuffer: 1024 * 1024 })
    return { value: true, raw: stderr }
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    if (signal.aborted || !/test failed/.test(told)) throw failure('unsupported', where, `配置检查未能进行：${told || (error instanceof Error && 'code' in error ? String(error.code) : '')}`)
    return { value: false, raw: told }
  }
}
