import { Worker } from 'node:worker_threads'
import type { ChartSpec } from '#shared/chart-spec.ts'
import type { DocumentModel } from '#shared/document-model.ts'

/** What the worker is asked for; every answer carries the same `id`. */
export type RenderTask =
  | { id: number; kind: 'pdf' | 'docx'; document: DocumentModel; hash: string }
  | { id: number; kind: 'chart-svg' | 'chart-png'; chart: ChartSpec }
  | { id: number; kind: 'warm-up' }
export type RenderAnswer = { id: number; bytes: Uint8Array } | { id: number; failure: string }

/** Renders documents beside the event loop: typesetting is synchronous and takes up to seconds. */
export type DocumentRenderer = {
  renderPdf(document: DocumentModel, hash: string): Promise<Buffer>
  renderDocx(document: DocumentModel, hash: string): Promise<Buffer>
  renderChartSvg(chart: ChartSpec): Promise<string>
  renderChartPng(chart: ChartSpec): Promise<Buffer>
  /** Loads compiler and fonts (seconds on a cold disk), so that the first reader does not wait; call it at boot. */
  warmUp(): Promise<void>
  /** Ends the worker; renderings under way are rejected. */
  close(): Promise<void>
}

type Waiting = { resolve: (bytes: Buffer) => void; reject: (error: Error) => void }
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/**
 * One worker thread, started at the first task, restarted after a crash, idle without keeping the process alive.
 * Tasks run one after another: memory stays that of one document (about 300 MB for 2,000 table rows).
 */
export function openDocumentRenderer(): DocumentRenderer {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0
  let closed = false

  const fail = (reason: string) => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(new Error(reason))
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('document-worker.ts', import.meta.url))
    started.on('message', (answer: RenderAnswer) => {
      const task = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) started.unref()
      if ('failure' in answer) task?.reject(new Error(answer.failure))
      else task?.resolve(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength))
    })
    started.on('error', (error) => { if (worker === started) fail(`文档渲染线程出错：${error instanceof Error ? error.message : String(error)}`) })
    started.on('exit', () => { if (worker === started) fail('文档渲染线程意外退出，请重试；若反复出现，请检查内存。') })
    return started
  }
  const ask = (task: Unnumbered<RenderTask>): Promise<Buffer> => new Promise((resolve, reject) => {
    if (closed) {
      reject(new Error('文档渲染已停止（系统正在关闭）'))
      return
    }
    worker ??= start()
    const id = ++lastId
    waiting.set(id, { resolve, reject })
    worker.ref()
    worker.postMessage({ ...task, id })
  })

  return {
    renderPdf: (document, hash) => ask({ kind: 'pdf', document, hash }),
    renderDocx: (document, hash) => ask({ kind: 'docx', document, hash }),
    renderChartSvg: async (chart) => (await ask({ kind: 'chart-svg', chart })).toString('utf8'),
    renderChartPng: (chart) => ask({ kind: 'chart-png', chart }),
    warmUp: async () => { await ask({ kind: 'warm-up' }) },
    async close() {
      closed = true
      const ending = worker
      fail('文档渲染已停止（系统正在关闭）')
      await ending?.terminate()
    },
  }
}
