import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { lawEnforcement } from './subsystem.ts'

const { app, opened, pool, signIn } = await testSubsystem(lawEnforcement, createTestDatabase)

test('the app signs in for a token and sees only its own officer’s tasks', async () => {
  await signIn('zhifa1')
  const signedIn = await app.inject({ method: 'POST', url: '/api/app/sign-in', headers: { 'x-xinyun': '1' }, payload: { username: 'zhifa1', password: 'Own-Secret-77-Wd' } })
  assert.equal(signedIn.statusCode, 200, signedIn.body)
  const { state, token } = signedIn.json<{ state: string; token: string }>()
  assert.equal(state, 'signed-in')
  const authorization = `Bearer ${token}`

  const tasks = (await app.inject({ url: '/api/app/tasks', headers: { authorization } })).json<{ items: Array<{ inspectionCheckId: number; checkSheetTemplateId: number; state: string }> }>().items
  assert.ok(tasks.length > 0)
  const { rows } = await pool.query(`select inspection_check_id from enforcement.inspection_officer join enforcement.officer using (officer_id) where username = 'zhifa1'`)
  const mine = new Set(rows.map((row) => Number(row.inspection_check_id)))
  assert.ok(tasks.every(({ inspectionCheckId }) => mine.has(inspectionCheckId)))

  const sheet = await app.inject({ url: `/api/app/check-sheets/${tasks[0]?.checkSheetTemplateId}`, headers: { authorization } })
  assert.notEqual(sheet.json<{ items: unknown[] }>().items.length, 0)
})

test('sync hands out every change once, in order, however small the pages are', async () => {
  const cookies = await signIn('zhifa2')
  const seen: number[] = []
  for (let since = 0, hasMore = true; hasMore; ) {
    const page = (await app.inject({ url: `/api/app/sync?since=${since}&limit=7`, cookies })).json<{ changes: Array<{ cursor: number }>; cursor: number; hasMore: boolean }>()
    seen.push(...page.changes.map(({ cursor }) => cursor))
    since = page.cursor
    hasMore = page.hasMore
  }
  const { rows } = await pool.query(`select state_change_id::int as id from casework.state_change where workflow = 'inspection-check' and object_id in (select inspection_check_id from enforcement.inspection_officer join enforcement.officer using (officer_id) where username = 'zhifa2') order by 1`)
  assert.deepEqual(seen, rows.map(({ id }) => id))
})

test('the app’s tasks are refused to whoever is not an officer', async () => {
  const cookies = await signIn('fazhi')
  assert.equal((await app.inject({ url: '/api/app/tasks', cookies })).statusCode, 403)
})

test('an outdated client is told so before it signs in', async () => {
  const answer = await app.inject({ url: '/api/app/version?platform=android&version=1.1.9' })
  assert.equal(answer.json<{ isSupported: boolean }>().isSupported, false)
})

test('published penalties state 万元 where our own tables hold 元', async () => {
  const { rows } = await pool.query(`select count(*)::int as wrong from enforcement.penalty_publicity join enforcement.penalty_decision using (penalty_case_id) where cf_nr_fk * 10000 <> fine_amount`)
  assert.deepEqual(rows, [{ wrong: 0 }])
})

test('this month and the last quarter have the rows that the exports are made of', async () => {
  const { rows } = await pool.query(`select
    (select count(*)::int from enforcement.penalty_decision where decided_on >= '2026-04-01' and decided_on < '2026-05-01') as decisions,
    (select count(*)::int from enforcement.inspection_check where checked_at >= '2026-01-01' and checked_at < '2026-04-01' and published_on is not null) as published`)
  assert.ok(rows[0].decisions > 0)
  assert.ok(rows[0].published > 0)
})

test('every penalty stays within its discretion step and every act has two officers', async () => {
  const { rows } = await pool.query(`select
    (select count(*)::int from enforcement.case_discretion join enforcement.benchmark using (benchmark_id) where unit = '元' and chosen_amount not between min_amount and max_amount) as outside,
    (select count(*)::int from enforcement.inspection_check c where (select count(*) from enforcement.inspection_officer o where o.inspection_check_id = c.inspection_check_id) < 2) as alone`)
  assert.deepEqual(rows, [{ outside: 0, alone: 0 }])
  assert.equal(opened.isFilled, true)
})
