import { parentPort, type MessagePort } from 'node:worker_threads'
import { openPieces, SealedStreamError, sealedDigest, sealStream } from './sealed-stream.ts'
import { asBuffer, UNDER_WAY, type FromSealing, type SealingStart, type ToSealing } from './sealing-thread.ts'

if (!parentPort) throw new Error('sealing-worker.ts runs as a worker thread: use inSealingThread')
parentPort.on('message', (start: SealingStart) => void work(start))

async function work({ port, ...task }: SealingStart): Promise<void> {
  const digest = sealedDigest()
  const link = linkOf(port)
  const tell = (told: FromSealing, moved: ArrayBuffer[] = []) => port.postMessage(told, moved)
  try {
    const key = asBuffer(task.key)
    if (task.kind === 'open') digest.update(task.begun)
    for await (const content of task.kind === 'seal' ? sealStream(link.content(), key, task.header, digest) : openPieces(link.content(), digest, key)) {
      await link.leave()
      const { buffer } = content
      tell({ content }, content.byteLength === buffer.byteLength ? [buffer as ArrayBuffer] : [])
    }
    tell({ digest: digest.digest('hex') })
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error), isSealed: error instanceof SealedStreamError })
  }
}

/** The content as it comes, and leave to give more; both end when the other side has closed. */
function linkOf(port: MessagePort) {
  const waiting: Array<Buffer | undefined> = []
  let [allowed, isClosed] = [UNDER_WAY, false]
  let wake = () => {}
  port.on('message', (told: ToSealing) => {
    if (told === 'more') allowed += 1
    else waiting.push(told === 'end' ? undefined : asBuffer(told.content))
    wake()
  })
  port.on('close', () => {
    isClosed = true
    wake()
  })
  const until = async (isSo: () => boolean) => {
    const mustWait = () => !isSo() && !isClosed
    while (mustWait()) await new Promise<void>((resolve) => (wake = resolve))
    if (isClosed) throw new Error('nobody reads any more')
  }
  return {
    async *content(): AsyncGenerator<Buffer> {
      for (;;) {
        await until(() => waiting.length > 0)
        const content = waiting.shift()
        if (content === undefined) return
        port.postMessage('taken' satisfies FromSealing)
        yield content
      }
    },
    async leave() {
      await until(() => allowed > 0)
      allowed -= 1
    },
  }
}
