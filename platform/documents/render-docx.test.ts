import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { renderDocx } from './render-docx.ts'
import { contentsAgainstPages, convertToPdf, missingTools, pdfPages } from './testing/external-tools.ts'
import { hostileDocument, sampleHash, sampleRecord, sampleReport } from './testing/sample-documents.ts'

const skip = missingTools('soffice', 'pdftotext')
const partsOf = (docx: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(docx)).map(([name, bytes]) => [name, strFromU8(bytes)]))
const report = await renderDocx(sampleReport, sampleHash)
const hostile = await renderDocx(hostileDocument, '<&"\'>')
const words = (xml = '') => xml.replace(/<[^>]+>/g, '')

test('a report in Word has real styles, a filled contents field, captions as fields, header, footer and hash', async () => {
  const parts = partsOf(report)
  const body = parts['word/document.xml'] ?? ''
  const styles = parts['word/styles.xml'] ?? ''
  for (const id of ['Heading1', 'Heading2', 'Heading3', 'BodyText', 'TableText', 'Caption', 'TOC1']) {
    assert.match(styles, new RegExp(`w:styleId="${id}"`))
    assert.match(body, new RegExp(`<w:pStyle w:val="${id}"/>`), `${id} is not used`)
  }
  for (const face of ['方正小标宋简体', '黑体', '楷体', '仿宋', '宋体']) {
    assert.match(styles, new RegExp(`w:eastAsia="${face}"`))
    assert.match(parts['word/fontTable.xml'] ?? '', new RegExp(`<w:font w:name="${face}"><w:altName`))
  }
  assert.match(body, /TOC [^<]*\\o/)
  assert.match(body, /SEQ 表/)
  assert.match(body, /<w:tblHeader\/>/)
  const footers = Object.entries(parts).filter(([name]) => /^word\/footer\d\.xml$/.test(name))
  assert.equal(footers.length, 2)
  for (const [, footer] of footers) assert.ok(words(footer).includes(sampleHash))
  assert.ok(footers.some(([, footer]) => footer.includes('NUMPAGES')))
  assert.ok(Object.entries(parts).some(([name, xml]) => /^word\/header\d\.xml$/.test(name) && words(xml).includes('XY-YB-2024-09')))
  for (const note of body.matchAll(/w:anchor="(source_\d+)"/g)) assert.ok(body.includes(`w:name="${note[1]}"`), `${note[1]} leads nowhere`)
  assert.match(parts['docProps/core.xml'] ?? '', /2024-09-30T16:00:00Z/)
})

test('charts are embedded at 300 dots an inch over the width of the text', async () => {
  const images = Object.entries(unzipSync(report)).filter(([name]) => name.startsWith('word/media/'))
  assert.equal(images.length, 3)
  for (const [, png] of images) assert.equal(Buffer.from(png).readUInt32BE(16), 1843)
})

test('LibreOffice opens the report with its contents filled: every entry names the page of its heading', { skip }, async () => {
  const pages = await pdfPages(await convertToPdf(report, 'docx'))
  const text = pages.join('').replace(/[\s　]+/g, '')
  for (const part of ['一、概述', '附件2数据来源', '签署页', '第4页共10页', '1,286件[2]', '表4正文数据项、图、表的来源']) assert.ok(text.includes(part), `missing: ${part}`)
  const entries = contentsAgainstPages(pages, 2)
  assert.equal(entries.length, 9)
  for (const { entry, printed, actual } of entries) assert.equal(printed, actual, entry)
})

test('LibreOffice opens a record and hostile text without loss', { skip }, async () => {
  const record = (await pdfPages(await convertToPdf(await renderDocx(sampleRecord, sampleHash), 'docx'))).join('').replace(/\s+/g, '')
  assert.ok(record.includes('每周巡检记录') && record.includes('签字确认') && !record.includes('目录'))
  const text = (await pdfPages(await convertToPdf(hostile, 'docx'))).join('').replace(/\s+/g, '')
  assert.ok(text.includes('#eval("1+1")#import"/etc/passwd"'))
  assert.ok(text.includes('<script>alert(1)</script>'))
})

test('hostile text leaves every part well-formed and without control characters', async () => {
  const parts = partsOf(hostile)
  for (const [name, xml] of Object.entries(parts)) {
    if (!/\.(xml|rels)$/.test(name)) continue
    // oxlint-disable-next-line no-control-regex -- their absence is what is tested
    assert.ok(!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(xml), name)
    assert.ok(xml.isWellFormed(), name)
    assert.ok(!/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(xml), `${name} has a bare &`)
    assert.ok(!xml.includes('<script'), name)
  }
})

test('the same report gives the same bytes, also after other documents in the same process', async () => {
  await renderDocx(sampleRecord, sampleHash)
  assert.ok(report.equals(await renderDocx(sampleReport, sampleHash)))
  assert.ok(!report.equals(await renderDocx(sampleReport, `0${sampleHash.slice(1)}`)))
})
