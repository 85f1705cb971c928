import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { marketSupervision } from './subsystem.ts'

const { app, pool } = await testSubsystem(marketSupervision, createTestDatabase)

test('the lines of every score sheet add up to its total', async () => {
  const { rows } = await pool.query(`select s.score_snapshot_id from market.score_snapshot s
    where s.total <> (select coalesce(sum(points), 0) from market.score_line l where l.score_snapshot_id = s.score_snapshot_id)`)
  assert.deepEqual(rows, [])
})

test('only published credit information counts', async () => {
  const { rows } = await pool.query(`select 1 from market.score_line join market.credit_event using (credit_event_id) where state <> 'published'`)
  assert.deepEqual(rows, [])
})

test('the public sees one score an enterprise: the newest', async () => {
  const answer = await app.inject({ url: '/api/public/credit-scores?pageSize=500' })
  const items = answer.json<{ items: Array<{ uscc: string; scoredOn: string }> }>().items
  assert.equal(new Set(items.map(({ uscc }) => uscc)).size, items.length)
  assert.deepEqual([...new Set(items.map(({ scoredOn }) => scoredOn))], ['2026-05-20'])
})
