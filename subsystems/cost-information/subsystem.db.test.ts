import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { laspeyresIndex } from './measure-price.ts'
import { costInformation } from './subsystem.ts'

const { app, pool } = await testSubsystem(costInformation, createTestDatabase)

test('a stored index can be computed again from the published prices', async () => {
  const { rows: indices } = await pool.query(`select price_index_id, title, price_issue_id, base_issue_id, weights_version, value from cost.price_index where index_type = '拉氏综合'`)
  assert.notEqual(indices.length, 0)
  for (const index of indices) {
    const { rows } = await pool.query(
      `select w.weight, b.price_ex_tax as base, p.price_ex_tax as present from cost.index_weight w join cost.issue_price b on b.resource_id = w.resource_id and b.price_issue_id = $1
         join cost.issue_price p on p.resource_id = w.resource_id and p.price_issue_id = $2 where w.title = $3 and w.weights_version = $4 order by w.index_weight_id`,
      [index.base_issue_id, index.price_issue_id, index.title, index.weights_version],
    )
    assert.equal(laspeyresIndex(rows.map((row) => ({ weight: Number(row.weight), base: Number(row.base), present: Number(row.present) }))), Number(index.value))
  }
})

test('a corrected price is shown corrected, with its revision, and the first one stays', async () => {
  const { rows } = await pool.query(`select i.issue_no, r.code, p.price_ex_tax, e.corrected_ex_tax from cost.price_erratum e join cost.issue_price p using (issue_price_id) join cost.price_issue i using (price_issue_id) join cost.resource r using (resource_id) limit 1`)
  const answer = await app.inject({ url: `/api/public/prices?issueNo=${encodeURIComponent(String(rows[0].issue_no))}&code=${rows[0].code}` })
  const [item] = answer.json<{ items: Array<{ priceExTax: string; revision: number }> }>().items
  assert.equal(item?.priceExTax, rows[0].corrected_ex_tax)
  assert.equal(item?.revision, 1)
  assert.notEqual(rows[0].price_ex_tax, rows[0].corrected_ex_tax)
})

test('unpublished months are not public', async () => {
  const { rows } = await pool.query(`select issue_no from cost.price_issue where published_at is null`)
  assert.notEqual(rows.length, 0)
  for (const { issue_no: issueNo } of rows) {
    const answer = await app.inject({ url: `/api/public/prices?issueNo=${encodeURIComponent(String(issueNo))}` })
    assert.equal(answer.json<{ total: number }>().total, 0)
  }
})

test('a jump of more than five per cent has a reason', async () => {
  const { rows } = await pool.query(`select 1 from cost.issue_price where abs(month_on_month) > 5 and jump_reason is null`)
  assert.deepEqual(rows, [])
})
