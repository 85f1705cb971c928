import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { SealedStreamError } from '#platform/crypto/sealed-stream.ts'
import { toolSearchPath } from '#platform/tools/find-tool.ts'
import { ToolOutput, type ToolRun } from '#platform/tools/run-tool.ts'

/** What the thread is asked for; the content follows through the port. */
export type SealingTask = { readonly key: Uint8Array; readonly isCompressed?: boolean } & (
  | { readonly kind: 'seal'; readonly header: string }
  /** `begun`: bytes of the header, read and to be digested. `into`: a new file instead of the reader, or nowhere at all. */
  | { readonly kind: 'open'; readonly begun: Uint8Array; readonly into?: Into }
)
export type Into = 'nowhere' | { readonly file: string }
/** `tool`: the thread starts it itself and reads what it writes. */
export type SealingStart = SealingTask & { readonly port: MessagePort; readonly tool?: ToolCommand | undefined }
type ToolCommand = Pick<ToolRun, 'tool' | 'parameters' | 'environment' | 'user'> & { readonly before?: Uint8Array | undefined }
/** To the thread: content, its end, and leave to give more. */
export type ToSealing = { readonly content: Uint8Array } | 'end' | 'more'
/** From it: content, that a piece was taken, how much content has passed, the SM3 of the whole sealed file, or why it cannot go on. */
export type FromSealing =
  | { readonly content: Uint8Array }
  | 'taken'
  | { readonly passed: number }
  | { readonly digest: string }
  | { readonly failure: string; readonly of: 'tool' | 'seal' | 'thread'; readonly code?: string | undefined }

export type SealingOptions = {
  /** Bytes of plain content so far. */
  readonly onPassed?: (bytes: number) => void
  /** SM3 of the sealed file, when all of it has passed. */
  readonly onDigest?: (sm3: string) => void
  readonly signal?: AbortSignal | undefined
}

/** Pieces under way in each direction: memory stays that of a few. */
export const UNDER_WAY = 4

let worker: Worker | undefined
let tasks = 0

/** One thread for all archives of the process, started at the first, idle without keeping the process alive. */
function thread(): Worker {
  if (worker !== undefined) return worker
  const started = new Worker(new URL('sealing-worker.ts', import.meta.url))
  worker = started
  started.unref()
  const gone = () => void (worker === started && (worker = undefined))
  started.on('error', gone)
  started.on('exit', gone)
  return started
}

/**
 * Compresses and seals, or opens and unpacks, beside the event loop: SM4 without hardware takes milliseconds a piece, and a database
 * that passed through the heap of the centre cost it as much in collecting garbage. Content of a tool does not pass through this
 * thread at all: the other one starts the tool. What goes wrong on either side is thrown to whoever reads.
 */
export async function* inSealingThread(task: SealingTask, source: AsyncIterable<Buffer>, { onPassed, onDigest, signal }: SealingOptions = {}): AsyncGenerator<Buffer> {
  const tool = task.kind === 'seal' && source instanceof ToolOutput ? source.run : undefined
  const halts = [signal, tool?.signal].filter((one) => one !== undefined)
  const { port1: port, port2 } = new MessageChannel()
  const iterator = tool ? undefined : source[Symbol.asyncIterator]()
  const ready: Buffer[] = []
  let [underWay, hasBegun, isEnded, isOver] = [0, false, false, false]
  let failure: unknown
  let wakeReader = () => {}
  let wakeFeeder = () => {}
  const fail = (error: unknown) => {
    failure ??= error
    isOver = true
    wakeReader()
    wakeFeeder()
  }
  const begin = async () => {
    if (hasBegun) return
    hasBegun = true
    await tool?.begun?.()
  }
  const finish = async (digest: string) => {
    await begin()
    await tool?.ended?.()
    onDigest?.(digest)
    isEnded = true
    wakeReader()
  }
  const hear = (told: FromSealing) => {
    if (told === 'taken') {
      underWay -= 1
      wakeFeeder()
    } else if ('content' in told) {
      ready.push(asBuffer(told.content))
      wakeReader()
    } else if ('passed' in told) {
      onPassed?.(told.passed)
      begin().catch(fail)
    } else if ('digest' in told) finish(told.digest).catch(fail)
    else fail(told.of === 'seal' ? new SealedStreamError(told.failure) : told.of === 'tool' && tool ? tool.fail(told.failure) : Object.assign(new Error(told.failure), told.code === undefined ? {} : { code: told.code }))
  }
  const running = thread()
  const died = () => fail(new Error('加密线程意外退出，请重试；若反复出现，请检查内存'))
  const halt = () => fail(halts.find(({ aborted }) => aborted)?.reason)
  running.once('exit', died)
  for (const one of halts) one.addEventListener('abort', halt, { once: true })
  if ((tasks += 1) === 1) running.ref()
  port.on('message', hear)
  const send = (message: ToSealing) => port.postMessage(message)
  const mustWait = () => underWay >= UNDER_WAY && !isOver
  const feed = async (from: AsyncIterator<Buffer>) => {
    for (;;) {
      while (mustWait()) await new Promise<void>((resolve) => (wakeFeeder = resolve))
      if (isOver) return
      const next = await from.next()
      if (isOver) return
      if (next.done === true) return send('end')
      underWay += 1
      // A buffer of its own, which moves: of a part of a larger one the whole would be copied.
      const content = new Uint8Array(next.value)
      port.postMessage({ content } satisfies ToSealing, [content.buffer])
    }
  }
  try {
    if (halts.some(({ aborted }) => aborted)) halt()
    else {
      // Only our thread knows today's search path: the other one has the environment of its start.
      const command = tool && { tool: tool.tool, parameters: tool.parameters, user: tool.user, environment: { PATH: await toolSearchPath(), ...tool.environment }, before: tool.before && new Uint8Array(tool.before) }
      running.postMessage({ ...task, key: new Uint8Array(task.key), tool: command, port: port2 } satisfies SealingStart, [port2])
      if (iterator) feed(iterator).catch(fail)
    }
    for (;;) {
      const content = ready.shift()
      if (content !== undefined) {
        send('more')
        yield content
      } else if (failure !== undefined) throw failure
      else if (isEnded) return
      else await new Promise<void>((resolve) => (wakeReader = resolve))
    }
  } finally {
    isOver = true
    wakeFeeder()
    port.close()
    running.off('exit', died)
    for (const one of halts) one.removeEventListener('abort', halt)
    if ((tasks -= 1) === 0) running.unref()
    // A source that is still at work hears of it after its next piece.
    void Promise.resolve(iterator?.return?.()).catch(() => {})
    await tool?.over(isEnded ? undefined : (failure ?? new Error('nobody reads any more')))
  }
}

export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}
