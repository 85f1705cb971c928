import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scorePopulation, type Subject } from './score.ts'

const rules = { blockMax: 88, rankStep: 2, rankDeduction: 0.5, rankFloor: 0.5 }
const subject = (enterpriseId: number, dynamic: number, events: Subject['events'] = []): Subject => ({ enterpriseId, projects: [{ projectId: enterpriseId, weight: 1, dynamic }], events })

test('places beyond the first step lose half a point a step', () => {
  const sheets = scorePopulation([subject(1, 90), subject(2, 80), subject(3, 70)], rules)
  assert.deepEqual(sheets.map(({ projectPoints }) => projectPoints), [88, 88, 87.5])
})

test('there is no base score: a subject without projects and events has nothing', () => {
  const [sheet] = scorePopulation([{ enterpriseId: 1, projects: [], events: [] }], rules)
  assert.equal(sheet?.total, 0)
  assert.equal(sheet?.grade, 'D')
})

test('equal totals share a place and the next place is skipped', () => {
  const sheets = scorePopulation([subject(1, 90), subject(2, 90), subject(3, 10)], rules)
  assert.deepEqual(sheets.map(({ rank }) => rank), [1, 1, 3])
})

test('enterprise events are added up by their sign', () => {
  const events: Subject['events'] = [
    { creditEventId: 1, projectId: null, block: '企业信息', kind: '良好', points: 5, title: '表彰' },
    { creditEventId: 2, projectId: null, block: '企业信息', kind: '不良', points: 2, title: '超越资质' },
  ]
  assert.equal(scorePopulation([subject(1, 90, events)], rules)[0]?.total, 91)
})

test('bad conduct on a project lowers its score before ranking', () => {
  const bad: Subject['events'] = [{ creditEventId: 9, projectId: 1, block: '项目履约', kind: '不良', points: 30, title: '转包' }]
  const sheets = scorePopulation([subject(1, 90, bad), subject(2, 80), subject(3, 70)], rules)
  assert.equal(sheets[0]?.projectPoints, 87.5)
})
