import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { openDocumentRenderer } from './document-renderer.ts'
import { longTable, sampleHash, sampleReport } from './testing/sample-documents.ts'

const renderer = openDocumentRenderer()
after(() => renderer.close())

test('rendering leaves the event loop free', async () => {
  await renderer.warmUp()
  let worst = 0
  let last = performance.now()
  const ticker = setInterval(() => {
    worst = Math.max(worst, performance.now() - last)
    last = performance.now()
  }, 5)
  const began = performance.now()
  const pdf = await renderer.renderPdf(longTable(2_000), sampleHash)
  clearInterval(ticker)
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.ok(worst < (performance.now() - began) / 2, `the loop stood still for ${Math.round(worst)} ms`)
})

test('another process renders the same bytes, and 2,000 table rows in Word and PDF together peak under 900 MB', async () => {
  const script = fileURLToPath(new URL('testing/render-samples.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { ...process.env, TZ: 'America/New_York' } })
  const other: unknown = JSON.parse(stdout)
  const [pdf, docx] = await Promise.all([renderer.renderPdf(sampleReport, sampleHash), renderer.renderDocx(sampleReport, sampleHash)])
  const digests = [pdf, docx].map((bytes) => createHash('sha256').update(bytes).digest('hex'))
  assert.ok(typeof other === 'object' && other !== null && 'report' in other && 'peakMegabytes' in other)
  assert.deepEqual(other.report, digests)
  assert.ok(Number(other.peakMegabytes) < 900, `${String(other.peakMegabytes)} MB`)
})

test('a document that cannot be drawn rejects with the reason and the next one is rendered', async () => {
  const broken = { ...sampleReport, blocks: [{ kind: 'paragraph' as const, content: [{ figure: 'nowhere' }] }] }
  await assert.rejects(renderer.renderPdf(broken, sampleHash), /nowhere/)
  const svg = await renderer.renderChartSvg({ type: 'bar', title: '一', alternative: '', categories: ['甲'], x: { title: '', unit: '' }, y: { title: '', unit: '' }, series: [{ name: '数', values: [1] }], thresholds: [], horizontal: false })
  assert.match(svg, /^<svg/)
})

test('closing rejects what is under way and refuses what comes after', async () => {
  const brief = openDocumentRenderer()
  const pending = assert.rejects(brief.renderPdf(sampleReport, sampleHash), /已停止/)
  await brief.close()
  await pending
  await assert.rejects(brief.warmUp(), /已停止/)
})
