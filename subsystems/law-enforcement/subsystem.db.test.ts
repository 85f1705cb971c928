import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reviewQuery } from '#services/data-maintenance/exports/export-script.ts'
import { bindQuery } from '#services/data-maintenance/exports/bind-query.ts'
import { shippedQueries } from '#services/data-maintenance/queries/shipped-queries.ts'
import { readyToReview } from '#services/data-maintenance/review/review-sql.ts'
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

  const tasks = (await app.inject({ url: '/api/app/tasks', headers: { authorization } })).json<{ items: Array<{ inspectionCheckId: number; contentVersionId: number; state: string }> }>().items
  assert.ok(tasks.length > 0)
  const { rows } = await pool.query(`select inspection_check_id from enforcement.inspection_officer join enforcement.officer using (officer_id) where username = 'zhifa1'`)
  const mine = new Set(rows.map((row) => Number(row.inspection_check_id)))
  assert.ok(tasks.every(({ inspectionCheckId }) => mine.has(inspectionCheckId)))

  const sheet = await app.inject({ url: `/api/app/check-sheets/${tasks[0]?.contentVersionId}`, headers: { authorization } })
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
    (select count(*)::int from enforcement.case_discretion d join enforcement.benchmark_step b on b.content_version_id = d.content_version_id and b.code = d.benchmark_code where b.unit = '元' and chosen_amount not between min_amount and max_amount) as outside,
    (select count(*)::int from enforcement.inspection_check c where (select count(*) from enforcement.inspection_officer o where o.inspection_check_id = c.inspection_check_id) < 2) as alone`)
  assert.deepEqual(rows, [{ outside: 0, alone: 0 }])
  assert.equal(opened.isFilled, true)
})

test('the exports that the contract asks for run on this schema as shipped, pass the review, and tell of what is there', async () => {
  await readyToReview()
  const { rows: [told] } = await pool.query<{ checked: string; published: string }>("select to_char(max(checked_at), 'YYYY-MM') as checked, to_char(max(published_on), 'YYYY-MM') as published from enforcement.inspection_check")
  for (const { code, script, parameters } of shippedQueries) {
    const target = { componentId: '', subsystem: 'law-enforcement', title: '', dialect: 'postgres', schemas: ['enforcement', 'casework', 'master'], changes: {} } as const
    assert.deepEqual(reviewQuery(target, { script, parameters }).findings.filter(({ severity }) => severity === 'error'), [], code)
    const from = `${(code === 'ZFKH' ? told?.checked : told?.published) ?? ''}-01`
    const question = bindQuery(script, 'postgres', { from, to: '2100-01-01' })
    const { rows } = await pool.query<Record<string, unknown>>(question.text, [...question.parameters])
    if (code === 'ZFKH') {
      const { rows: [counted] } = await pool.query<{ checks: string; organs: string }>('select (select count(*) from enforcement.inspection_check where checked_at >= $1) as checks, (select count(*) from enforcement.enforcement_organ) as organs', [from])
      assert.deepEqual([rows.length, rows.reduce((sum, row) => sum + Number(row['检查量']), 0)], [Number(counted?.organs), Number(counted?.checks)])
      assert.ok(Number(counted?.checks) > 0)
    } else {
      assert.ok(rows.length > 0)
      assert.deepEqual(Object.keys(rows[0] ?? {}), ['序号', '检查对象', '统一社会信用代码', '检查日期', '检查机关', '检查类型', '检查事项', '检查单编号', '检查结果', '处理情况', '公示日期'])
    }
  }
})
