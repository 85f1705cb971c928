import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { enterpriseQualification } from './subsystem.ts'

const { pool } = await testSubsystem(enterpriseQualification, createTestDatabase)

test('every grant is published, due on the seventh working day after the decision', async () => {
  const { rows } = await pool.query(`select a.qual_application_id from qualification.qual_application a left join qualification.permit_publicity p using (qual_application_id) where a.decision = '准予' and p.xk_wsh is distinct from a.decision_doc_no`)
  assert.deepEqual(rows, [])
  const { rows: published } = await pool.query<{ decided: string; due: string }>('select xk_jdrq as decided, upload_due_on as due from qualification.permit_publicity')
  assert.notEqual(published.length, 0)
  for (const { decided, due } of published) assert.equal(due, shippedCalendar().addWorkingDays(decided, 7).date)
})

test('the pre-check states the gap to the standard of the grade applied for', async () => {
  const { rows } = await pool.query(`select 1 from qualification.qual_precheck c join qualification.qual_indicator i using (qual_indicator_id)
    where c.gap <> c.verified - i.value or not exists (select 1 from qualification.qual_application_item a where a.qual_application_id = c.qual_application_id and a.qual_category_id = i.qual_category_id)`)
  assert.deepEqual(rows, [])
})

test('the national category list is whole: 12 general, 36 special, one labour', async () => {
  const { rows } = await pool.query(`select sequence, count(distinct category_code)::int as categories from qualification.qual_category group by 1 order by 2`)
  assert.deepEqual(rows.map(({ sequence, categories }) => [sequence, categories]), [['施工劳务', 1], ['施工总承包', 12], ['专业承包', 36]])
})
