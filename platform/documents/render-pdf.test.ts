import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakLongWords, renderPdf } from './render-pdf.ts'
import { contentsAgainstPages, missingTools, pdfFacts, pdfPages } from './testing/external-tools.ts'
import { hostileDocument, HOSTILE, longTable, sampleHash, sampleRecord, sampleReport } from './testing/sample-documents.ts'

const skip = missingTools('pdftotext', 'pdfinfo')
const squeezed = (pages: string[]) => pages.join('').replace(/\s+/g, '')

test('a report in PDF is A4, carries its hash and page numbers on every page and its text can be taken out', { skip }, async () => {
  const pdf = renderPdf(sampleReport, sampleHash)
  assert.match(await pdfFacts(pdf), /Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/)
  const pages = await pdfPages(pdf)
  for (const [at, page] of pages.entries()) {
    assert.ok(page.includes(`文档校验值 ${sampleHash}`), `page ${at + 1} has no hash`)
    if (at > 0) assert.match(page.replace(/ /g, ''), new RegExp(`第${at + 1}页　?共${pages.length}页`))
  }
  const text = squeezed(pages)
  for (const part of ['一、概述', '（一）可用率', '附件1　巡检记录清单'.replace('　', ''), '签署页', '确认（甲方项目负责人）', '本月无数据库变更。', '1,286件[2]', '图2表空间使用率趋势']) {
    assert.ok(text.replaceAll('　', '').includes(part), `missing: ${part}`)
  }
})

test('contents of the PDF name the page on which each heading stands', { skip }, async () => {
  const entries = contentsAgainstPages(await pdfPages(renderPdf(sampleReport, sampleHash)), 2)
  assert.equal(entries.length, 9)
  for (const { entry, printed, actual } of entries) assert.equal(printed, actual, entry)
})

test('every figure of the text has its query, parameters and evidence in 数据来源', { skip }, async () => {
  const pages = await pdfPages(renderPdf(sampleReport, sampleHash))
  const annex = squeezed(pages.slice(-1))
  for (const figure of sampleReport.figures) {
    assert.ok(annex.includes(figure.source.query.replace(/\s/g, '')), figure.id)
    for (const evidence of figure.source.evidence) assert.ok(annex.includes(evidence), evidence)
  }
})

test('a table longer than a page repeats its head on each page', { skip }, async () => {
  const pages = await pdfPages(renderPdf(longTable(200), sampleHash))
  const withRows = pages.filter((page) => page.includes('连接数使用率'))
  assert.ok(withRows.length > 3)
  for (const page of withRows) assert.match(page, /序号\s+对象\s+项目\s+数值\s+阈值\s+结论/)
})

test('a record has no cover or contents and is signed after its body, before its sources', { skip }, async () => {
  const pages = await pdfPages(renderPdf(sampleRecord, sampleHash))
  const text = squeezed(pages)
  assert.ok(!text.includes('目录'))
  assert.ok(text.indexOf('图1') < text.indexOf('签字确认') && text.indexOf('签字确认') < text.indexOf('数据来源'))
})

test('hostile text is printed as it stands and runs nothing', { skip }, async () => {
  const text = squeezed(await pdfPages(renderPdf(hostileDocument, '#"hash"')))
  assert.ok(text.includes('#eval("1+1")#import"/etc/passwd":*$x$`raw`*粗*_斜_=标题@ref<label>\\u{41}//注释/*x*/#{panic("boom")}'))
  assert.ok(text.includes('<script>alert(1)</script>'))
  assert.ok(text.includes('a'.repeat(60)))
  assert.ok(!text.includes('\u0000') && !text.includes('\u202E'))
})

test('the same report gives the same bytes, and another hash or value gives others', () => {
  const first = renderPdf(sampleReport, sampleHash)
  assert.ok(first.equals(renderPdf(sampleReport, sampleHash)))
  assert.ok(!first.equals(renderPdf(sampleReport, `0${sampleHash.slice(1)}`)))
  assert.ok(!first.equals(renderPdf({ ...sampleReport, subtitle: '2024 年 10 月' }, sampleHash)))
})

test('long words get places to break, short words and Chinese text none', () => {
  assert.equal(breakLongWords('信用服务监管平台运行维护月度报告 PostgreSQL', 12), '信用服务监管平台运行维护月度报告 PostgreSQL')
  assert.equal(breakLongWords('db-primary-01.internal', 10), 'db-\u200Bprimary-\u200B01.\u200Binternal')
  assert.equal(breakLongWords('abcdef', 3), Array.from('abcdef').join('\u200B'))
  assert.equal(HOSTILE.map((text) => breakLongWords(text, 5).replaceAll('\u200B', '')).join(), HOSTILE.join())
})
