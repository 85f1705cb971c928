import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOfLadder, stepsDue, type LadderStep } from './ladder-step.ts'

const ladder: readonly LadderStep[] = [
  { moment: 'after-start', minutes: 10, whom: 'on-duty', channel: 'inbox' },
  { moment: 'before-due', minutes: 60, whom: 'leader', channel: 'inbox' },
  { moment: 'before-due', minutes: 15, whom: 'project-manager', channel: 'phone' },
  { moment: 'after-due', minutes: 0, whom: 'project-manager', channel: 'mail' },
  { moment: 'after-due', minutes: 30, whom: 'client-lead', channel: 'phone' },
]
const due = (elapsed: number, remaining: number | null) => stepsDue(ladder, elapsed, remaining).map((step) => ladder.indexOf(step))

test('A step is due from its minute on, not one minute earlier', () => {
  assert.deepEqual(due(9, 231), [])
  assert.deepEqual(due(10, 230), [0])
  assert.deepEqual(due(179, 61), [0])
  assert.deepEqual(due(180, 60), [0, 1])
  assert.deepEqual(due(225, 15), [0, 1, 2])
  assert.deepEqual(due(239, 1), [0, 1, 2])
  assert.deepEqual(due(240, 0), [0, 1, 2, 3])
  assert.deepEqual(due(269, -29), [0, 1, 2, 3])
  assert.deepEqual(due(270, -30), [0, 1, 2, 3, 4])
})

test('A short clock is at once within what comes before its due moment; one without a due moment only knows its start', () => {
  assert.deepEqual(due(0, 30), [1])
  assert.deepEqual(due(1_000, null), [0])
})

test('A ladder out of order or with a step twice is refused, every such step named', () => {
  assert.deepEqual(problemsOfLadder(ladder), [])
  const [first, second, third] = ladder as [LadderStep, LadderStep, LadderStep]
  assert.deepEqual(problemsOfLadder([third, second, first, third]).map(({ place }) => place), ['body.steps.1.minutes', 'body.steps.2.minutes', 'body.steps.3.minutes'])
  assert.match(problemsOfLadder([first, first])[0]?.message ?? '', /相同/)
  assert.deepEqual(problemsOfLadder([first, { ...first, whom: 'leader' }]), [])
})
