import { open } from 'node:fs/promises'
import { parentPort, type MessagePort } from 'node:worker_threads'
import { openPieces, SealedStreamError, sealedDigest, sealStream } from '#platform/crypto/sealed-stream.ts'
import { ToolOutput } from '#platform/tools/run-tool.ts'
import { compress, decompress } from './compression.ts'
import { asBuffer, UNDER_WAY, type FromSealing, type Into, type SealingStart, type ToSealing } from './sealing-thread.ts'

if (!parentPort) throw new Error('sealing-worker.ts runs as a worker thread: use inSealingThread')
parentPort.on('message', (start: SealingStart) => void work(start))

/** Told of what has passed after so much more. */
const STEP_BYTES = 4 * 1024 * 1024

class ToolFailure extends Error {}

async function work({ port, tool, ...task }: SealingStart): Promise<void> {
  const digest = sealedDigest()
  const link = linkOf(port)
  const tell = (told: FromSealing, moved: ArrayBuffer[] = []) => port.postMessage(told, moved)
  const give = async (content: Buffer) => {
    await link.leave()
    const { buffer } = content
    tell({ content }, content.byteLength === buffer.byteLength ? [buffer as ArrayBuffer] : [])
  }
  let [passed, told] = [0, -1]
  const counted = async function* (content: AsyncIterable<Buffer>) {
    for await (const chunk of content) {
      passed += chunk.length
      if (told < 0 || passed - told >= STEP_BYTES) tell({ passed: (told = passed) })
      yield chunk
    }
    tell({ passed })
  }
  try {
    const key = asBuffer(task.key)
    if (task.kind === 'seal') {
      const run = tool && { ...tool, before: tool.before && asBuffer(tool.before), signal: link.signal, fail: (text: string) => new ToolFailure(text), over: () => {} }
      const content = counted(run ? new ToolOutput(run) : link.content())
      for await (const piece of sealStream(task.isCompressed ? compress(content) : content, key, task.header, digest)) await give(piece)
    } else {
      digest.update(task.begun)
      const pieces = openPieces(link.content(), digest, key)
      await deliver(counted(task.isCompressed ? decompress(pieces) : pieces), task.into, give)
    }
    tell({ digest: digest.digest('hex') })
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
    tell({ failure: error instanceof Error ? error.message : String(error), of: error instanceof SealedStreamError ? 'seal' : error instanceof ToolFailure ? 'tool' : 'thread', code })
  }
}

async function deliver(content: AsyncIterable<Buffer>, into: Into | undefined, give: (content: Buffer) => Promise<void>): Promise<void> {
  if (into === undefined) {
    for await (const chunk of content) await give(chunk)
  } else if (into === 'nowhere') {
    for await (const _ of content) continue
  } else {
    await using file = await open(into.file, 'wx', 0o600)
    for await (const chunk of content) await file.writeFile(chunk)
  }
}

/** The content as it comes, and leave to give more; both end when the other side has closed, and `signal` says so. */
function linkOf(port: MessagePort) {
  const waiting: Array<Buffer | undefined> = []
  const closing = new AbortController()
  let allowed = UNDER_WAY
  let wake = () => {}
  port.on('message', (told: ToSealing) => {
    if (told === 'more') allowed += 1
    else waiting.push(told === 'end' ? undefined : asBuffer(told.content))
    wake()
  })
  port.on('close', () => {
    closing.abort(new Error('nobody reads any more'))
    wake()
  })
  const until = async (isSo: () => boolean) => {
    const mustWait = () => !isSo() && !closing.signal.aborted
    while (mustWait()) await new Promise<void>((resolve) => (wake = resolve))
    closing.signal.throwIfAborted()
  }
  return {
    signal: closing.signal,
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
