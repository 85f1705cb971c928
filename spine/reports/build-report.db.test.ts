import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { reportTestBed } from './report-test-bed.ts'

test('a month report is built from the matrix into PDF and Word with the digest of its frozen data', async () => {
  const bed = await reportTestBed()
  assert.equal(await bed.fulfil({ service: 'inspection', subsystem: 'enterprise-qualification', month: '2024-09', count: 4 }), 4)
  await bed.assess()
  const built = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  const pdf = await bed.read(built.files.pdf.sm3)
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const out = process.env['REPORT_OUT']
  if (out) {
    writeFileSync(`${out}/report.pdf`, pdf)
    writeFileSync(`${out}/report.docx`, await bed.read(built.files.docx.sm3))
  }
})
