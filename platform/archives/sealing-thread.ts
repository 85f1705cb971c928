import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { SealedStreamError } from './sealed-stream.ts'

/** What the thread is asked for; the content follows through the port. `begun`: bytes of the header, read and to be digested. */
export type SealingTask = ({ readonly kind: 'seal'; readonly header: string } | { readonly kind: 'open'; readonly begun: Uint8Array }) & { readonly key: Uint8Array }
export type SealingStart = SealingTask & { readonly port: MessagePort }
/** To the thread: content, its end, and leave to give more. */
export type ToSealing = { readonly content: Uint8Array } | 'end' | 'more'
/** From it: content, that a piece was taken, the SM3 of the whole sealed file, or why it cannot go on. */
export type FromSealing = { readonly content: Uint8Array } | 'taken' | { readonly digest: string } | { readonly failure: string; readonly isSealed: boolean }

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
 * `sealStream` or the opening of one beside the event loop: SM4 without hardware takes milliseconds a piece. `onDigest` gets the
 * SM3 of the sealed file when all of it has passed. What goes wrong on either side is thrown to whoever reads.
 */
export async function* inSealingThread(task: SealingTask, source: AsyncIterable<Buffer>, onDigest: (sm3: string) => void): AsyncGenerator<Buffer> {
  const { port1: port, port2 } = new MessageChannel()
  const iterator = source[Symbol.asyncIterator]()
  const ready: Buffer[] = []
  let [underWay, isEnded, isOver] = [0, false, false]
  let failure: unknown
  let wakeReader = () => {}
  let wakeFeeder = () => {}
  const fail = (error: unknown) => {
    failure ??= error
    isOver = true
    wakeReader()
    wakeFeeder()
  }
  const running = thread()
  const died = () => fail(new Error('加密线程意外退出，请重试；若反复出现，请检查内存'))
  running.once('exit', died)
  if ((tasks += 1) === 1) running.ref()
  port.on('message', (told: FromSealing) => {
    if (told === 'taken') {
      underWay -= 1
      wakeFeeder()
    } else if ('content' in told) {
      ready.push(asBuffer(told.content))
      wakeReader()
    } else if ('digest' in told) {
      onDigest(told.digest)
      isEnded = true
      wakeReader()
    } else fail(told.isSealed ? new SealedStreamError(told.failure) : new Error(told.failure))
  })
  running.postMessage({ ...task, key: new Uint8Array(task.key), port: port2 } satisfies SealingStart, [port2])
  const send = (message: ToSealing) => port.postMessage(message)
  const mustWait = () => underWay >= UNDER_WAY && !isOver
  const feed = async () => {
    for (;;) {
      while (mustWait()) await new Promise<void>((resolve) => (wakeFeeder = resolve))
      if (isOver) return
      const next = await iterator.next()
      if (isOver) return
      if (next.done === true) return send('end')
      underWay += 1
      // A buffer of its own, which moves: of a part of a larger one the whole would be copied.
      const content = new Uint8Array(next.value)
      port.postMessage({ content } satisfies ToSealing, [content.buffer])
    }
  }
  feed().catch(fail)
  try {
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
    if ((tasks -= 1) === 0) running.unref()
    // A source that is still at work hears of it after its next piece.
    void Promise.resolve(iterator.return?.()).catch(() => {})
  }
}

export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}
