import { createHash } from 'node:crypto'
import { renderDocx } from '../render-docx.ts'
import { renderPdf } from '../render-pdf.ts'
import { longTable, sampleHash, sampleReport } from './sample-documents.ts'

// Run as a process of its own: prints what it rendered and the memory it took, for a parent to compare.
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const report = [digest(renderPdf(sampleReport, sampleHash)), digest(await renderDocx(sampleReport, sampleHash))]
const long = longTable(2_000)
const longPdf = renderPdf(long, sampleHash).length
const longDocx = (await renderDocx(long, sampleHash)).length
process.stdout.write(JSON.stringify({ report, longPdf, longDocx, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }))
