import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findTools, isAtLeast, type Tool, toolSearchPath } from './find-tool.ts'

/** How much of a tool's complaints is kept. */
const MAX_COMPLAINT = 4_000
/** A tool that does not end when it is told to is killed. */
const PATIENCE_MS = 5_000

export type ToolRun = {
  readonly tool: Tool
  readonly parameters: readonly string[]
  /** Credentials travel here, never among the parameters, which every user of the machine can see. */
  readonly environment: Readonly<Record<string, string>>
  /** Makes the error that is thrown of what the tool said, without credentials. */
  readonly fail: (text: string) => Error
  readonly signal?: AbortSignal | undefined
  /** Whom the tool runs as, where that is not whom we run as. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined
}

/** The tool that fits a server: the nearest version that is not older. Throws what `missing` makes of the cure. */
export async function fittingTool(name: string, server: { readonly title: string; readonly version: string; readonly parts: number; readonly isMariadb?: boolean }, install: string, missing: (text: string) => Error): Promise<Tool> {
  const found = (await findTools(name)).filter((tool) => server.isMariadb === undefined || tool.isMariadb === server.isMariadb)
  const fitting = found.filter((tool) => isAtLeast(tool.version, server.version, server.parts)).toSorted((one, other) => (isAtLeast(one.version, other.version, 3) ? 1 : -1))
  if (fitting[0]) return fitting[0]
  const seen = found.length === 0 ? '本机没有' : `本机只有 ${[...new Set(found.map((tool) => tool.version))].join('、')} 版`
  throw missing(`服务器是 ${server.title} ${server.version}，需要同版或更新的 ${name}，${seen}。请安装（${install}），或用 XINYUN_TOOL_PATH 指明其所在目录；无须重启，下次作业即会找到`)
}

/** The output of a tool, chunk by chunk. It ends only when the tool ended with 0: what a broken tool wrote never looks whole. */
export async function* readTool(run: ToolRun): AsyncGenerator<Buffer> {
  const { child, ended } = await start(run, 'ignore')
  child.stdin?.destroy()
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk
    await ended
  } finally {
    end(child)
  }
}

/**
 * What a tool writes, to be read once: by whoever iterates over it, or by a thread that starts the tool itself and tells the same
 * moments. It ends only when the tool ended well and `ended` has settled.
 */
export class ToolOutput implements AsyncIterable<Buffer> {
  readonly run: ToolRun & {
    /** Goes before its first bytes. */
    readonly before?: Buffer
    /** Its first bytes have come. */
    readonly begun?: () => unknown
    /** It ended well; what this throws spoils the output. */
    readonly ended?: () => unknown
    /** Nothing more will come, for this reason if it did not end well. */
    readonly over: (error?: unknown) => unknown
  }

  constructor(run: ToolOutput['run']) {
    this.run = run
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const { before, begun, ended, over } = this.run
    let hasBegun = false
    let failure: unknown
    try {
      for await (const chunk of readTool(this.run)) {
        if (!hasBegun) {
          hasBegun = true
          await begun?.()
          if (before) yield before
        }
        yield chunk
      }
      if (!hasBegun) await begun?.()
      await ended?.()
    } catch (error) {
      failure = error
      throw error
    } finally {
      await over(failure)
    }
  }
}

/** Runs a tool of whose output nobody wants anything; resolves when it ended well. */
export async function runTool(run: ToolRun): Promise<void> {
  for await (const _ of readTool(run)) continue
}

/** Feeds a tool; resolves when it has taken everything and ended with 0. */
export async function feedTool(run: ToolRun, content: AsyncIterable<Buffer>): Promise<void> {
  const { child, ended } = await start(run, 'pipe')
  child.stdout?.resume()
  // The tool's own words say more than the broken pipe that follows them.
  ended.catch(() => {})
  try {
    await pipeline(Readable.from(content, { objectMode: false, highWaterMark: 1024 * 1024 }), child.stdin as NonNullable<typeof child.stdin>).catch(async (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return ended
      throw error
    })
    await ended
  } finally {
    end(child)
  }
}

async function start({ tool, parameters, environment, fail, signal, user }: ToolRun, input: 'ignore' | 'pipe'): Promise<{ child: ChildProcess; ended: Promise<void> }> {
  signal?.throwIfAborted()
  const child = spawn(tool.path, parameters, { stdio: [input, 'pipe', 'pipe'], env: { PATH: await toolSearchPath(), LC_ALL: 'C.UTF-8', ...environment }, ...(user ? { uid: user.uid, gid: user.gid, cwd: '/' } : {}) })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-MAX_COMPLAINT)
  })
  const stop = () => void child.kill('SIGTERM')
  signal?.addEventListener('abort', stop, { once: true })
  const ended = (async () => {
    const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null]
    signal?.removeEventListener('abort', stop)
    signal?.throwIfAborted()
    if (code === 0) return
    const how = killedBy ? `被信号 ${killedBy} 中止` : `退出码 ${code}`
    throw fail(`${tool.name} ${tool.version} ${how}${complaint.trim() === '' ? '' : `：${complaint.trim()}`}`)
  })()
  ended.catch(() => {})
  return { child, ended }
}

/** Nobody reads on: the tool must not live for ever on a full pipe. */
function end(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref()
}
