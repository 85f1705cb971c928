import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { personnelQualification } from './subsystem.ts'

const { app, pool } = await testSubsystem(personnelQualification, createTestDatabase)

test('a person is locked to one project at a time', async () => {
  const locked = await pool.query('select person_id, project_id from personnel.person_project_lock where unlocked_on is null limit 1')
  assert.equal(locked.rows.length, 1)
  await assert.rejects(
    pool.query(`insert into personnel.person_project_lock (person_id, project_id, locked_on, reason) values ($1, $2, '2026-05-01', '担任项目经理')`, [locked.rows[0].person_id, locked.rows[0].project_id]),
    /person_project_lock_open/,
  )
})

test('certificates last as long as their kind says: two years for special trades, three for the others', async () => {
  const { rows } = await pool.query(`select distinct t.family, extract(year from age(c.valid_to + 1, c.valid_from))::int as years from personnel.person_certificate q join casework.certificate c using (certificate_id) join personnel.person_cert_type t on t.cert_type = q.cert_type order by 1, 2`)
  assert.deepEqual(new Map(rows.map(({ family, years }) => [family, years])), new Map([['二级建造师', 3], ['安管人员', 3], ['特种作业', 2]]))
  assert.equal(rows.length, 3)
})

test('the public verifies one certificate by its whole number, and sees its holder masked', async () => {
  const { rows } = await pool.query('select cert_no from casework.certificate limit 1')
  const certNo = String(rows[0].cert_no)
  const found = await app.inject({ url: `/api/public/person-certificates?certNo=${encodeURIComponent(certNo)}` })
  const [item] = found.json<{ items: Array<{ holder: string; idNoMask: string }> }>().items
  assert.match(item?.holder ?? '', /^.\*+$/)
  assert.match(item?.idNoMask ?? '', /^110\*{11}\d{3}[\dX]$/)
  const part = await app.inject({ url: `/api/public/person-certificates?certNo=${encodeURIComponent(certNo.slice(0, -1))}` })
  assert.deepEqual(part.json(), { items: [] })
})
