import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareContent } from './describe-content.ts'
import { maintainedContent, type MaintainedContent } from './maintained-content.ts'

const benchmark = (max: string): MaintainedContent => ({ kind: 'benchmark', code: 'C1600200', title: '对建设单位违反建筑节能标准的处罚', body: { basisFinding: '第三十五条', basisPenalty: '第七十九条', steps: [{ code: 'C1600200B010', discretionClass: 'B', condition: '情节较轻', measure: '处罚款', min: '200000', max, unit: '元' }] } })
const sheet = (...items: string[]): MaintainedContent => ({ kind: 'check-sheet', code: 'JCD-1', title: '检查单', body: { items: items.map((content) => ({ content, method: '查验', standard: '齐全', powerCode: null })) } })

test('a changed figure of a named row is one difference with its column', () => {
  assert.deepEqual(compareContent(benchmark('300000'), benchmark('350000')), [{ place: '裁量档次 C1600200B010 上限', before: '300000', after: '350000' }])
  assert.deepEqual(compareContent(benchmark('300000'), benchmark('300000')), [])
})

test('an item put in between is one difference, not one for each that moved', () => {
  assert.deepEqual(compareContent(sheet('甲', '乙', '丙'), sheet('甲', '新', '乙', '丙')), [{ place: '检查项 第 2 项', before: null, after: '新 ｜ 查验 ｜ 齐全' }])
  assert.deepEqual(compareContent(sheet('甲', '乙', '丙'), sheet('甲', '丙')).map(({ place, after }) => [place, after]), [['检查项 原第 2 项', null]])
})

test('against nothing, everything is new', () => {
  assert.deepEqual(new Set(compareContent(null, sheet('甲')).map(({ before }) => before)), new Set([null]))
})

test('what contradicts itself within a text is told at its place, all at once', () => {
  const page = { kind: 'reporting-page', code: 'TB-1', title: '页', body: { usedFor: '检查', fields: ['a', 'a'].map((name) => ({ section: '一', name, label: '项', type: 'choice', isRequired: true, unit: '', options: ['一'], help: '' })) } }
  const template = { kind: 'document-template', code: 'WS1', title: '书', body: { phase: '检查', numberTemplate: '号', fields: [], paragraphs: [{ look: 'body', text: '致 {{partyName}}' }] } }
  assert.deepEqual(maintainedContent.safeParse(page).error?.issues.map(({ path }) => path.join('.')), ['body.fields.1.name', 'body.fields.0.options', 'body.fields.1.options'])
  assert.deepEqual(maintainedContent.safeParse(template).error?.issues.map(({ message }) => message), ['{{partyName}} 没有在填写项中说明'])
})
