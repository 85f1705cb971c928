import type { z } from 'zod'

import { resolveTarget } from '../allow-list.ts'
import type { Door, OpenRequest } from '../connector.ts'
import { exchangeHttp } from '../http-exchange.ts'
import { type Allowance, limitDoor, type Measured } from '../limit-door.ts'
import { explainNetworkFailure, failure } from '../network-failure.ts'
import { greetAmqp } from './greet-amqp.ts'
import { nodesReply, overviewReply, queuesReply } from './management-replies.ts'
import { measureRabbitmq } from './measure-rabbitmq.ts'
import { type RabbitmqMeasure, rabbitmqQuestion } from './questions.ts'
import type { RabbitmqSecrets, RabbitmqSettings } from './settings.ts'

/** Asks the management API with a new connection for each call; opening signs in once and learns the version. */
export async function openRabbitmq(request: OpenRequest<RabbitmqSettings, RabbitmqSecrets>): Promise<Door> {
  const { settings, secrets, limits, allowList } = request
  const where = `${settings.host}:${settings.port}`
  const target = () => resolveTarget(allowList, settings)
  const door = limitDoor({ request, where, explain: (error) => explainNetworkFailure(error, where), target })
  const authorization = `Basic ${Buffer.from(`${settings.username}:${secrets.password}`).toString('base64')}`

  const get = async <T extends z.ZodType>(path: string, reply: T, allowance: Allowance): Promise<z.output<T>> => {
    const response = await exchangeHttp({
      target: allowance.target ?? (await target()),
      isSecure: settings.isSecure,
      method: 'GET',
      path,
      headers: { authorization },
      trust: settings.tls,
      maxBytes: limits.maxAnswerBytes,
      signal: allowance.signal,
    })
    if (response.status === 401) throw failure('refused', where, '账户或密码不对，或账户没有 monitoring 标签')
    if (response.status === 403) throw failure('forbidden', where, `账户无权访问 ${path}，请授予 monitoring 标签`)
    if (response.status === 404) throw failure('unsupported', where, `管理接口没有 ${path}`)
    const parsed = reply.safeParse(response.status === 200 ? jsonOf(response.body) : undefined)
    if (!parsed.success) throw failure('bad-answer', where, `管理接口 ${path} 应答无法识别（状态码 ${response.status}）`)
    return parsed.data
  }

  /** The list is silently cut down to the virtual hosts of the account; the total is not. A part must never pass for the whole. */
  const allQueues = async (allowance: Allowance) => {
    const queues = await get('/api/queues', queuesReply, allowance)
    const total = (await get('/api/overview', overviewReply, allowance)).object_totals.queues ?? 0
    if (queues.length < total) throw failure('forbidden', where, `共有 ${total} 个队列，账户只看得到 ${queues.length} 个；请在每个虚拟主机上授予空权限（configure、write、read 均为 ^$）`)
    return queues
  }

  const answer = async (measure: RabbitmqMeasure, allowance: Allowance): Promise<Measured> => {
    if (measure === 'amqp-handshake-ms') {
      const amqp = await resolveTarget(allowList, { host: settings.host, port: settings.amqpPort })
      const tookMs = await greetAmqp(amqp, { username: settings.username, password: secrets.password }, allowance.signal)
      return { value: Math.round(tookMs * 100) / 100, unit: 'ms', raw: { tookMs } }
    }
    if (measure === 'management-ms') {
      const startedAt = performance.now()
      const overview = await get('/api/overview', overviewReply, allowance)
      return { value: Math.round((performance.now() - startedAt) * 100) / 100, unit: 'ms', raw: overview }
    }
    return measureRabbitmq(measure, {
      overview: () => get('/api/overview', overviewReply, allowance),
      nodes: () => get('/api/nodes', nodesReply, allowance),
      queues: () => allQueues(allowance),
    })
  }

  request.signal?.throwIfAborted()
  const { outcome: overview } = await door.within((allowance) => get('/api/overview', overviewReply, allowance))
  return {
    identity: { engine: 'rabbitmq', version: overview.rabbitmq_version },
    ask: (question, signal) => door.ask(rabbitmqQuestion, question, ({ measure }, allowance) => answer(measure, allowance), signal),
    close: async () => door.close(),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
