import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chineseNumber, composeDocument, formatFigureValue } from './compose-document.ts'
import { documentModel, type DocumentInput } from './document-model.ts'

const source = { query: '查询', parameters: { month: '2024-09' }, evidence: ['EV-1', 'EV-2'], asOf: '2024-09-30T16:00:00Z' }
const compose = (part: Partial<DocumentInput>) => composeDocument(documentModel.parse({ kind: '月报', title: '题', number: '1', version: '1', cover: { organisation: '单位', date: '日期' }, blocks: [], ...part }))

test('headings are numbered 一、（一）1. and anew in each annex', () => {
  const heading = (level: 1 | 2 | 3, numbered = true) => ({ kind: 'heading' as const, level, text: '题', numbered })
  const { blocks } = compose({ blocks: [heading(1), heading(2), heading(3), heading(3), heading(2), heading(3), heading(1, false), heading(1), heading(2), { kind: 'annex', title: '附' }, heading(2), heading(3), heading(2), { kind: 'annex', title: '附' }, heading(2)] })
  assert.deepEqual(blocks.map((block) => (block.kind === 'heading' ? block.number : '')), ['一、', '（一）', '1. ', '2. ', '（二）', '1. ', '', '二、', '（一）', '附件 1　', '1. ', '1.1 ', '2. ', '附件 2　', '1. '])
})

test('Chinese numbers from 1 to 99', () => {
  assert.deepEqual([1, 9, 10, 11, 19, 20, 21, 99].map(chineseNumber), ['一', '九', '十', '十一', '十九', '二十', '二十一', '九十九'])
})

test('a figure is noted once, in the order of the text; figures nobody cited come last', () => {
  const figure = (id: string) => ({ id, label: `项 ${id}`, value: 1234.5, unit: '件', source })
  const { blocks } = compose({ figures: [figure('unused'), figure('b'), figure('a')], blocks: [{ kind: 'paragraph', content: [{ figure: 'a' }, '与', { figure: 'b' }, '与', { figure: 'a' }] }] })
  const paragraph = blocks[0]
  assert.ok(paragraph?.kind === 'paragraph')
  assert.deepEqual(paragraph.spans, [{ text: '1,234.5件', source: 1 }, { text: '与' }, { text: '1,234.5件', source: 2 }, { text: '与' }, { text: '1,234.5件', source: 1 }])
  const sources = blocks.at(-1)
  assert.ok(sources?.kind === 'table' && sources.isSources)
  assert.deepEqual(sources.rows.map((row) => row.map((cell) => cell[0]?.text)), ['a', 'b', 'unused'].map((id, at) => [String(at + 1), `项 ${id}`, '1,234.5件', '查询\nmonth=2024-09', 'EV-1、EV-2', '2024-10-01 00:00']))
})

test('a document without figures has no annex of sources', () => {
  assert.deepEqual(compose({ blocks: [{ kind: 'paragraph', content: '文' }] }).blocks.length, 1)
})

test('values are grouped by thousands, keep their decimals, and strings stay', () => {
  assert.deepEqual([0, -1234567.25, 999, 1000, 0.1, 1e21].map(formatFigureValue), ['0', '-1,234,567.25', '999', '1,000', '0.1', '1e+21'])
  assert.equal(formatFigureValue('2 小时 14 分'), '2 小时 14 分')
})

test('no control character, lone surrogate or direction override survives composing', () => {
  const text = 'a\u0000\u001B\u202E\uD800\uFFFFb\r\nc✕'
  const printed = JSON.stringify(compose({ title: text, blocks: [{ kind: 'paragraph', content: text }, { kind: 'chart', chart: { type: 'bar', title: text, categories: [text], series: [] } }] }))
  assert.ok(printed.includes('ab\\nc×'))
  assert.ok(!/\\u0000|\\u001b|\u202E|\uD800|\uFFFF/i.test(printed))
})
