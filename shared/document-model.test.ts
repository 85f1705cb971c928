import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentModel } from './document-model.ts'

const frame = { kind: '月报', title: '题', number: '1', version: '1', cover: { organisation: '单位', date: '日期' } }

test('all inconsistencies of a document are reported at once, with their place', () => {
  const figure = { id: 'f', label: '数', value: 1, source: { query: 'q', asOf: '2024-10-01T00:00:00+08:00' } }
  const parsed = documentModel.safeParse({
    ...frame, figures: [figure, figure],
    blocks: [
      { kind: 'paragraph', content: [{ figure: 'absent' }] },
      { kind: 'table', caption: '表', columns: [{ title: 'a' }, { title: 'b' }], rows: [['1'], ['1', [{ figure: 'missing' }]]] },
      { kind: 'chart', chart: { type: 'line', title: '线', categories: ['一', '二'], series: [{ name: 's', values: [1] }] } },
      { kind: 'annex', title: '附' }, { kind: 'heading', level: 1, text: '章' },
    ],
  })
  assert.ok(!parsed.success)
  const found = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  assert.equal(found.length, 6)
  for (const part of ['figures: 数据项编号重复：f', 'blocks.0: 引用了不存在的数据项「absent」', 'blocks.1.rows.0: 表「表」第 1 行有 1 格，应为 2 格', 'missing', '有 1 个值，横轴有 2 个类别', 'blocks.4: 附件之内只用二级、三级标题']) {
    assert.ok(found.some((line) => line.includes(part)), part)
  }
})

test('a document is JSON through and through', () => {
  const document = documentModel.parse({ ...frame, blocks: [{ kind: 'pageBreak' }, { kind: 'heading', level: 1, text: '章' }] })
  assert.deepEqual(documentModel.parse(JSON.parse(JSON.stringify(document))), document)
})

test('unknown fields are refused rather than lost', () => {
  assert.ok(!documentModel.safeParse({ ...frame, blocks: [{ kind: 'paragraph', content: '', colour: 'red' }] }).success)
})
