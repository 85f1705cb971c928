import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { siteWorkforce } from './subsystem.ts'

const { app, pool } = await testSubsystem(siteWorkforce, createTestDatabase)

test('attendance lies in the partition of its month and nobody is at the gate before joining', async () => {
  const { rows } = await pool.query(`select distinct tableoid::regclass::text as partition, to_char(at at time zone 'Asia/Shanghai', 'YYYYMM') as month from workforce.attendance`)
  assert.ok(rows.length >= 2)
  for (const { partition, month } of rows) assert.equal(partition, `workforce.attendance_${month}`)
  const { rows: early } = await pool.query(`select 1 from workforce.attendance a join workforce.project_worker w using (project_worker_id) where (a.at at time zone 'Asia/Shanghai')::date < w.joined_on limit 1`)
  assert.deepEqual(early, [])
})

test('a month’s partition can be asked for twice and comes with its comments', async () => {
  await pool.query(`select workforce.ensure_attendance_month('2027-03-15'), workforce.ensure_attendance_month('2027-03-01')`)
  const { rows } = await pool.query(`select obj_description('workforce.attendance_202703'::regclass) as title, col_description('workforce.attendance_202703'::regclass, 1) as first`)
  assert.deepEqual(rows, [{ title: '考勤记录，2027年03月分区', first: '考勤编号' }])
})

test('a worker who is paid had signed a contract, and deductions are never above the pay', async () => {
  const { rows } = await pool.query(`select 1 from workforce.wage_detail d join workforce.project_worker w using (project_worker_id) where not w.is_contract_signed or d.actual_pay < 0`)
  assert.deepEqual(rows, [])
})

test('public attendance counts people and names none', async () => {
  const answer = await app.inject({ url: '/api/public/site-attendance' })
  const [item] = answer.json<{ items: Array<Record<string, unknown>> }>().items
  assert.deepEqual(Object.keys(item ?? {}).toSorted(), ['contractorName', 'managersPresent', 'onDate', 'present', 'projectName', 'regionTitle', 'registered'])
})
