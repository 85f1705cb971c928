import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineWorkflow, targetsOf } from '../reference/workflow.ts'
import { createDraw } from './draw.ts'
import { historyOf, tellWalk, walkWorkflow } from './walk-workflow.ts'

const workflow = defineWorkflow('tree', '树', { seed: ['种子', 'tree', 'eaten'], tree: ['树', 'felled'], felled: ['砍伐'], eaten: ['被吃'] })

test('a drawn life takes only steps that the workflow allows and ends before now', () => {
  for (let at = 0; at < 50; at += 1) {
    const walk = walkWorkflow(workflow, createDraw(`life ${at}`), '2026-01-01T00:00:00Z', '2026-01-06T00:00:00Z')
    for (const { from, to, at: when } of walk.steps) {
      if (from !== null) assert.ok(targetsOf(workflow, from).includes(to))
      assert.ok(when <= '2026-01-06T00:00:00.000Z')
    }
    assert.equal(walk.steps.at(-1)?.to, walk.state)
  }
})

test('a told life leaves out what would lie after now, but never its beginning', () => {
  const walk = tellWalk(['seed', ['tree', '2026-03-01']], '2026-02-01T00:00:00Z', '2026-02-15T00:00:00Z')
  assert.equal(walk.state, 'seed')
  assert.equal(walk.reached('tree'), undefined)
  assert.equal(tellWalk(['seed'], '2026-03-01T00:00:00Z', '2026-02-15T00:00:00Z').state, 'seed')
})

test('history rows chain: each begins where the one before ended', () => {
  const rows = historyOf('tree', 7, tellWalk(['seed', 'tree', 'felled'], '2026-01-01T00:00:00Z', '2026-02-15T00:00:00Z'), '林业岗')
  assert.deepEqual(rows.map(({ from_state, to_state }) => [from_state, to_state]), [[null, 'seed'], ['seed', 'tree'], ['tree', 'felled']])
})

test('a workflow that leads to an unknown state is refused', () => {
  assert.throws(() => defineWorkflow('broken', '坏', { start: ['起', 'nowhere'] }), /unknown state nowhere/)
})
