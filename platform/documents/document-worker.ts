import { parentPort } from 'node:worker_threads'
import { documentModel } from '#shared/document-model.ts'
import type { RenderAnswer, RenderTask } from './document-renderer.ts'
import { renderChartPng, renderChartSvg } from './render-chart.ts'
import { renderDocx } from './render-docx.ts'
import { renderPdf } from './render-pdf.ts'

const port = parentPort
if (!port) throw new Error('document-worker.ts runs as a worker thread: use openDocumentRenderer')

let queue: Promise<void> = Promise.resolve()
port.on('message', (task: RenderTask) => {
  queue = queue.then(async () => { port.postMessage(await answer(task)) })
})

async function answer(task: RenderTask): Promise<RenderAnswer> {
  try {
    return { id: task.id, bytes: await render(task) }
  } catch (error) {
    return { id: task.id, failure: error instanceof Error ? error.message : String(error) }
  }
}

async function render(task: RenderTask): Promise<Uint8Array> {
  switch (task.kind) {
    case 'pdf': return renderPdf(task.document, task.hash)
    case 'docx': return renderDocx(task.document, task.hash)
    case 'chart-svg': return Buffer.from(renderChartSvg(task.chart))
    case 'chart-png': return renderChartPng(task.chart)
    case 'warm-up': return renderPdf(documentModel.parse({
      kind: '预热', title: '预热', number: '0', version: '0', cover: { organisation: '', date: '' },
      blocks: [{ kind: 'chart', chart: { type: 'bar', title: '预热', categories: ['一'], series: [{ name: '一', values: [1] }] } }],
    }), '0')
  }
}
