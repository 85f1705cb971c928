import type { Duplex } from 'node:stream'
import { z } from 'zod'

import { resolveTarget, type Target } from './allow-list.ts'
import { type Answer, ConnectorError, type OpenRequest } from './connector.ts'
import { finishWithin } from './finish-within.ts'
import { failure } from './network-failure.ts'
import { redactSecrets } from './redact-secrets.ts'
import { enterTarget } from './target-gate.ts'

/** A value as a connector measured it; `LimitedDoor.ask` adds the time and bounds the rest. */
export type Measured = { readonly value: Answer['value']; readonly unit?: string; readonly raw: unknown }

/** What one piece of work may use: it stops when the signal aborts. */
export type Allowance = {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** The checked place to connect to, for doors that connect anew for each question. */
  readonly target?: Target
  /** Counts what arrives over one connection more against the same limit. */
  readonly watch: (stream: Duplex | undefined) => void
}

/** Everything that is the same for all doors: order, time, cost, size, cancellation, and silence about credentials. */
export type LimitedDoor = {
  /** Runs one piece of work on the target within the limits. */
  within<T>(work: (allowance: Allowance) => Promise<T>, signal?: AbortSignal): Promise<{ readonly outcome: T; readonly tookMs: number }>
  /** Checks a question against its schema, asks it within the limits and bounds the answer. */
  ask<Q extends z.ZodType>(schema: Q, question: unknown, answer: (question: z.output<Q>, allowance: Allowance) => Promise<Measured>, signal?: AbortSignal): Promise<Answer>
  /** After this every question is refused. */
  close(): void
}

export type DoorOptions = {
  readonly request: OpenRequest<unknown, unknown>
  /** Named in messages: `host:port`, `本机`. */
  readonly where: string
  /** Turns what the driver threw into a ConnectorError. */
  readonly explain: (error: unknown) => ConnectorError
  /** The one connection of the door: cut when it does not answer in time or floods; its questions go one after another. */
  readonly connection?: { readonly stream: () => Duplex | undefined; readonly sever: () => void }
  /** Given when each question connects anew: then each takes a place on the target. A promise where a name must be resolved. */
  readonly target?: () => Target | Promise<Target>
}

export function limitDoor(options: DoorOptions): LimitedDoor {
  const { limits } = options.request
  const redact = redactSecrets(options.request.secrets)
  let usedMs = 0
  /** Why no more questions are taken. Errors are made when they are thrown: their stack costs more than a question's whole accounting. */
  let closed: string | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const explain = (error: unknown): Error => {
    // An abort is the caller's own doing and keeps its reason.
    if (error instanceof DOMException && error.name === 'AbortError') return error
    const explained = options.explain(error)
    return new ConnectorError(explained.failure, redact(explained.message))
  }

  const runOne = async <T>(work: (allowance: Allowance) => Promise<T>, signal: AbortSignal | undefined): Promise<{ outcome: T; tookMs: number }> => {
    if (closed !== undefined) throw failure('unreachable', options.where, closed)
    const leftMs = limits.budgetMs - usedMs
    if (leftMs <= 0) throw failure('over-budget', options.where, `已用 ${Math.round(usedMs)} 毫秒，上限 ${limits.budgetMs} 毫秒`)
    const signals = signal === options.request.signal ? [signal] : [signal, options.request.signal]
    // A question given up while it waited for its turn has cost nothing: the connection stays.
    for (const each of signals) each?.throwIfAborted()
    const target = options.target === undefined ? undefined : await resolveInTime(options.target, signals)
    const leave = target === undefined ? undefined : await enterTarget(target, limits, signal ?? options.request.signal)
    const timeoutMs = Math.min(limits.questionTimeoutMs, leftMs)
    const late = () => (leftMs < limits.questionTimeoutMs ? failure('over-budget', options.where, `本次检查累计上限 ${limits.budgetMs} 毫秒`) : failure('timeout', options.where, `${limits.questionTimeoutMs} 毫秒内没有应答`))
    const sever = () => {
      if (options.connection === undefined) return
      closed = '前一次提问被中止，连接已断开，请重新打开'
      options.connection.sever()
    }
    const startedAt = performance.now()
    try {
      const outcome = await finishWithin({ ms: timeoutMs, late, signals, sever }, async (inner, stop) => {
        const { watch, unwatch } = meter(2 * limits.maxAnswerBytes + 65_536, () => stop(tooLarge()))
        watch(options.connection?.stream())
        try {
          return await work({ signal: inner, timeoutMs, watch, ...(target === undefined ? {} : { target }) })
        } finally {
          unwatch()
        }
      })
      return { outcome, tookMs: performance.now() - startedAt }
    } catch (error) {
      if (signals.some((each) => each?.aborted === true && each.reason === error)) throw error
      throw explain(error)
    } finally {
      usedMs += performance.now() - startedAt
      leave?.()
    }
  }

  const resolveInTime = (resolve: () => Target | Promise<Target>, signals: ReadonlyArray<AbortSignal | undefined>) => {
    const found = resolve()
    return found instanceof Promise ? finishWithin({ ms: limits.connectTimeoutMs, late: () => failure('timeout', options.where, '主机名解析超时'), signals }, () => found) : found
  }

  const tooLarge = () => failure('bad-answer', options.where, `应答超过 ${limits.maxAnswerBytes} 字节，已放弃`)

  const within: LimitedDoor['within'] = (work, signal) => {
    if (options.connection === undefined) return runOne(work, signal)
    const turn = queue.then(() => runOne(work, signal))
    queue = turn.catch(() => {})
    return turn
  }

  return {
    within,
    async ask(schema, question, answer, signal) {
      const parsed = schema.safeParse(question)
      if (!parsed.success) throw failure('unsupported', options.where, `提问格式有误：${z.prettifyError(parsed.error)}`)
      const { outcome, tookMs } = await within((allowance) => answer(parsed.data, allowance), signal)
      const raw = redact(outcome.raw)
      if (sizeOf(raw) + sizeOf(outcome.value) > limits.maxAnswerBytes) throw tooLarge()
      return { ...outcome, value: redact(outcome.value), raw, tookMs }
    },
    close() {
      closed ??= '连接已关闭，请重新打开'
    },
  }
}

/** Counts what arrives while a question is open: a driver buffers a whole answer before anyone could look at its size. */
function meter(maxBytes: number, flood: () => void) {
  const streams: Duplex[] = []
  let bytes = 0
  const count = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) flood()
  }
  return {
    watch(stream: Duplex | undefined) {
      if (stream === undefined) return
      streams.push(stream)
      stream.on('data', count)
    },
    unwatch() {
      for (const stream of streams) stream.off('data', count)
    },
  }
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) ?? '')
}

/** A door that keeps one connection: it holds its place on the target from before the first packet until `leave`. */
export type Entrance = { readonly target: Target; readonly signal: AbortSignal }

/**
 * The way into a target that a door stays connected to: allow-list, place on the target, then `connect` within
 * `connectTimeoutMs`. When anything fails the place is given back and the error explained without credentials.
 */
export async function enterAndConnect<T>(
  request: OpenRequest<{ readonly host: string; readonly port: number }, unknown>,
  explain: (error: unknown) => ConnectorError,
  connect: (entrance: Entrance) => Promise<T>,
  sever: () => void,
): Promise<{ readonly connection: T; readonly target: Target; readonly connectMs: number; readonly leave: () => void }> {
  const { limits, signal } = request
  const where = `${request.settings.host}:${request.settings.port}`
  signal?.throwIfAborted()
  const late = () => failure('timeout', where, `${limits.connectTimeoutMs} 毫秒内没有连上`)
  const target = await finishWithin({ ms: limits.connectTimeoutMs, late, signals: [signal] }, () => resolveTarget(request.allowList, request.settings))
  const leave = await enterTarget(target, limits, signal)
  const startedAt = performance.now()
  try {
    const connection = await finishWithin({ ms: limits.connectTimeoutMs, late, signals: [signal], sever }, (inner) => connect({ target, signal: inner }))
    return { connection, target, connectMs: performance.now() - startedAt, leave }
  } catch (error) {
    sever()
    leave()
    if (signal?.aborted === true && signal.reason === error) throw error
    const explained = explain(error)
    throw new ConnectorError(explained.failure, redactSecrets(request.secrets)(explained.message))
  }
}
