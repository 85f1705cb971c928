import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import { previewReport, readReport, listReports } from './read-reports.ts'
import { performBuild, readBuild, requestBuild } from './report-builds.ts'
import { builder, client, reportTestBed, reviewer } from './testing/report-test-bed.ts'

const bed = await reportTestBed()
const request = (kind: 'monthly' | 'quarterly', periodKey: string) => bed.as(builder, (ctx) => requestBuild(ctx, { kind, periodKey }))
const read = (reportBuildId: string) => look(bed.runtime, builder, (ctx) => readBuild(ctx, reportBuildId))

test('a requested build is made in the name of who asked for it, with progress, once', async () => {
  const { reportBuildId } = await request('monthly', '2024-09')
  assert.deepEqual([(await read(reportBuildId)).state, bed.runtime.jobs.sent.some(({ name }) => name === 'spine.build-report')], ['waiting', true])
  await performBuild(bed.runtime, reportBuildId)
  await performBuild(bed.runtime, reportBuildId)
  const { state, percent, result } = await read(reportBuildId)
  assert.deepEqual([state, percent, result?.version, result?.files.map(({ format }) => format)], ['done', 100, 1, ['docx', 'pdf']])
  const mine = await look(bed.runtime, builder, (ctx) => readReport(ctx, result?.reportId ?? ''))
  assert.equal(mine.versions[0]?.builtByName, '编制人甲')
  assert.deepEqual(mine.actions, ['build', 'attach-scan'])
  const theirs = await look(bed.runtime, reviewer, (ctx) => readReport(ctx, result?.reportId ?? ''))
  assert.deepEqual(theirs.actions, ['review', 'attach-scan'])
})

test('a future period is refused when asked for, what is refused later fails in words', async () => {
  await assert.rejects(request('monthly', '2025-01'), { code: 'report.future-period' })
  await assert.rejects(bed.as(client, (ctx) => requestBuild(ctx, { kind: 'monthly', periodKey: '2024-09' })), { code: 'request.forbidden' })
  const { reportBuildId } = await request('quarterly', '2024-Q3')
  await performBuild(bed.runtime, reportBuildId)
  const { reportBuildId: second } = await request('quarterly', '2024-Q3')
  await bed.pool.query(`update spine.report set state = 'accepted' where period_key = '2024-Q3'`)
  await performBuild(bed.runtime, second)
  const failed = await read(second)
  assert.equal(failed.state, 'failed')
  assert.match(failed.failure, /已认可的报告不能重新编制/)
})

test('the preview names the figure behind every note, and the list finds the report', async () => {
  const { items } = await look(bed.runtime, client, (ctx) => listReports(ctx, { search: '9月', page: 1, pageSize: 50 }))
  assert.deepEqual(items.map(({ title, review }) => [title, review]), [['2024年9月运维月报', null]])
  const preview = (await look(bed.runtime, client, (ctx) => previewReport(ctx, items[0]?.reportId ?? '', 1))).document as unknown as { figureNotes: Array<string | null>; blocks: Array<{ kind: string; isSources?: boolean; rows?: unknown[] }> }
  const sources = preview.blocks.find((block) => block.isSources)
  assert.equal(sources?.rows?.length, preview.figureNotes.length)
  assert.ok(preview.figureNotes.includes('matrix-planned'))
})
