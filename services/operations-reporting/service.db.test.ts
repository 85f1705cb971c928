import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import { thawReport } from '#spine/reports/frozen-report.ts'
import { builder, reportTestBed } from '#spine/reports/testing/report-test-bed.ts'
import { verifyReport } from '#spine/reports/verification/verify-report.ts'
import { draftEndedPeriods } from './draft-ended-periods.ts'
import { operationsReporting } from './service.ts'

const bed = await reportTestBed({ services: [operationsReporting], contract: 'demonstration' })
for (const cell of [{ service: 'inspection', subsystem: 'enterprise-qualification', count: 5 }, { service: 'inspection', subsystem: 'market-supervision', count: 20 }, { service: 'backup', subsystem: 'law-enforcement', count: 30 }, { service: 'data-exchange', subsystem: 'cost-information', count: 1 }]) {
  await bed.fulfil({ ...cell, month: '2024-09' })
}
await bed.assess()

const documentOf = async (reportId: string) => {
  const { rows } = await bed.pool.query<{ frozen_text: string }>('select frozen_text from spine.report_version where report_id = $1 order by version desc limit 1', [reportId])
  return thawReport(rows[0]?.frozen_text ?? '').document
}
const chaptersIn = (document: Awaited<ReturnType<typeof documentOf>>) => document.blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : []))

test('the month report has the four parts of the contract in order, and every figure can be asked again', async () => {
  const built = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  const document = await documentOf(built.reportId)
  const chapters = chaptersIn(document)
  assert.deepEqual(chapters.filter((title) => new Set(['系统运行', '中间件', '数据库', '数据备份']).has(title)), ['系统运行', '中间件', '数据库', '数据备份'])
  assert.deepEqual([chapters[0], chapters.at(-1)], ['摘要', '问题、风险与下期计划'])
  assert.equal(document.classification, '演示数据，不作履约凭据')
  const check = await look(bed.runtime, builder, (ctx) => verifyReport(ctx, built.reportId, 1))
  assert.deepEqual([check.differing, check.rows.differing], [[], []])
  assert.ok(check.rows.checked > 50)
  const out = process.env['REPORT_OUT']
  if (out) for (const [name, file] of Object.entries(built.files)) writeFileSync(`${out}/report.${name}`, await bed.read(file.sm3))
})

test('a module in which nothing was recorded says so, and shares without cases are not given as a number', async () => {
  const { reportId } = await bed.build({ kind: 'monthly', periodKey: '2024-09' })
  const document = await documentOf(reportId)
  const emergencies = document.blocks.find((block) => block.kind === 'table' && block.caption.startsWith('突发情况应急处置'))
  assert.ok(emergencies?.kind === 'table' && emergencies.rows.length === 0 && emergencies.zeroRows === '本期没有登记。')
  const { reportId: first } = await bed.build({ kind: 'monthly', periodKey: '2024-07' })
  const share = (await documentOf(first)).figures.find(({ id }) => id === 'sla-holiday-assurance')
  assert.equal(share?.value, '无此类事项')
})

test('the yearly security report has the three parts that the contract demands and lists what is missing', async () => {
  const { reportId } = await bed.build({ kind: 'security-yearly', periodKey: '2024' })
  const document = await documentOf(reportId)
  const chapters = chaptersIn(document)
  for (const title of ['数据安全管理', '关键软件和核心硬件供应链管理', '管理技术团队变化']) assert.ok(chapters.includes(title), title)
  assert.ok(document.blocks.some((block) => block.kind === 'note' && block.tone === 'bad' && JSON.stringify(block.content).includes('人员名册')))
})

test('periods that ended get one draft each, also when asked twice', async () => {
  bed.runtime.clock.set(new Date('2024-11-05T01:20:00+08:00'))
  await draftEndedPeriods(bed.runtime)
  await draftEndedPeriods(bed.runtime)
  bed.runtime.clock.set(new Date('2024-11-12T01:20:00+08:00'))
  await draftEndedPeriods(bed.runtime)
  const { rows } = await bed.pool.query<{ kind: string; period_key: string; current_version: number }>(`select kind, period_key, current_version from spine.report where period_key = '2024-10'`)
  assert.deepEqual(rows, [{ kind: 'monthly', period_key: '2024-10', current_version: 1 }])
})
