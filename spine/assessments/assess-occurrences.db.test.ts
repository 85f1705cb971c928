import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordDecision } from '#spine/decisions/record-decision.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import { acceptWorkOrder, returnWorkOrder, submitWorkOrder } from '#spine/work-orders/submit-work-order.ts'
import { cancelWorkOrder, takeWorkOrder } from '#spine/work-orders/take-work-order.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { assessOccurrences } from './assess-occurrences.ts'

const bed = await spineTestBed({ now: '2024-08-05T08:00:00+08:00' })
const engineer = await bed.person('巡检工程师', ['work-order:work', 'work-order:cancel'])
const manager = await bed.person('项目经理', ['work-order:review', 'work-order:work'])
while ((await bed.asSystem(openDueWork)) > 0);

/** The weekly inspection of one subsystem as manual work: ISO week 32 of 2024, due Sunday 2024-08-11. */
async function weekly(subsystem: string) {
  const occurrence = await bed.occurrence('M3-02', subsystem, '2024-W32')
  const order = async () => bed.asSystem((ctx) => spineTables(ctx).selectFrom('spine.workOrder').selectAll().where('occurrenceId', '=', occurrence.occurrenceId).where('state', '<>', 'cancelled').executeTakeFirstOrThrow())
  return { occurrenceId: occurrence.occurrenceId, order }
}

async function prove(workOrderId: string, occurrenceId: string, kind = 'inspection-record') {
  await bed.as(engineer, async (ctx) => {
    const { evidenceId } = await recordEvidence(ctx, { kind, title: '巡检记录', about: { occurrence: occurrenceId }, body: { note: '各项正常' } })
    await attachEvidence(ctx, workOrderId, [evidenceId])
  })
}

async function verdictOf(occurrenceId: string): Promise<{ verdict: string; lines: string[] }> {
  await bed.asSystem((ctx) => assessOccurrences(ctx, [occurrenceId]))
  const { rows } = await bed.pool.query<{ verdict: string; lines: string[] }>('select verdict, lines from spine.assessment where occurrence_id = $1', [occurrenceId])
  return rows[0] ?? { verdict: 'none', lines: [] }
}

test('work done, proven and accepted in time is met, as of its submission', async () => {
  const { occurrenceId, order } = await weekly('enterprise-qualification')
  assert.equal((await verdictOf(occurrenceId)).verdict, 'not-yet-due')
  const opened = await order()
  await bed.as(engineer, (ctx) => takeWorkOrder(ctx, opened.workOrderId, opened.version))
  await assert.rejects(bed.as(engineer, async (ctx) => submitWorkOrder(ctx, opened.workOrderId, (await order()).version, '')), { code: 'work-order.no-evidence' })
  await prove(opened.workOrderId, occurrenceId)
  bed.at('2024-08-09T17:00:00+08:00')
  const taken = await order()
  await bed.as(engineer, (ctx) => submitWorkOrder(ctx, opened.workOrderId, taken.version, '完成'))
  await assert.rejects(bed.as({ ...engineer, permissions: new Set(['work-order:review']) }, (ctx) => acceptWorkOrder(ctx, opened.workOrderId, taken.version + 1, '')), { code: 'work-order.own-review' })
  // Reviewed after the due moment: what counts is when the work was handed in.
  bed.at('2024-08-14T10:00:00+08:00')
  assert.equal((await verdictOf(occurrenceId)).verdict, 'undecided')
  await bed.as(manager, (ctx) => acceptWorkOrder(ctx, opened.workOrderId, taken.version + 1, '同意'))
  const { verdict, lines } = await verdictOf(occurrenceId)
  assert.equal(verdict, 'met')
  assert.ok(lines.some((line) => line.includes('2024-08-09T17:00')), lines.join('\n'))
})

test('no evidence is missed, and says so with the overrun', async () => {
  bed.at('2024-08-14T10:00:00+08:00')
  const { occurrenceId } = await weekly('personnel-qualification')
  const { verdict, lines } = await verdictOf(occurrenceId)
  assert.equal(verdict, 'missed')
  assert.match(lines.at(-1) ?? '', /已逾期 2 天 10 小时/)
})

test('work handed in after the due moment is late; a submission sent back does not count', async () => {
  const { occurrenceId, order } = await weekly('site-workforce')
  bed.at('2024-08-09T10:00:00+08:00')
  let row = await order()
  await bed.as(engineer, (ctx) => takeWorkOrder(ctx, row.workOrderId, row.version))
  await prove(row.workOrderId, occurrenceId)
  row = await order()
  await bed.as(engineer, (ctx) => submitWorkOrder(ctx, row.workOrderId, row.version, ''))
  row = await order()
  await bed.as(manager, (ctx) => returnWorkOrder(ctx, row.workOrderId, row.version, '缺照片，请补充'))
  bed.at('2024-08-13T10:00:00+08:00')
  assert.equal((await verdictOf(occurrenceId)).verdict, 'missed')
  row = await order()
  await bed.as(engineer, (ctx) => submitWorkOrder(ctx, row.workOrderId, row.version, '已补'))
  row = await order()
  await bed.as(manager, (ctx) => acceptWorkOrder(ctx, row.workOrderId, row.version, ''))
  assert.equal((await verdictOf(occurrenceId)).verdict, 'late')
})

test('two people acting on what they both saw: the second is told, nothing is overwritten', async () => {
  const { order } = await weekly('law-enforcement')
  const row = await order()
  await bed.as(engineer, (ctx) => takeWorkOrder(ctx, row.workOrderId, row.version))
  await assert.rejects(bed.as(manager, (ctx) => takeWorkOrder(ctx, row.workOrderId, row.version)), { code: 'work-order.changed', status: 409 })
})

test('a cancelled order leaves its duty standing and a new order opens', async () => {
  bed.at('2024-08-07T10:00:00+08:00')
  const { occurrenceId, order } = await weekly('law-enforcement')
  const row = await order()
  await bed.as(engineer, (ctx) => cancelWorkOrder(ctx, row.workOrderId, row.version, '重复开立'))
  assert.ok((await bed.asSystem(openDueWork)) >= 1)
  assert.notEqual((await order()).number, row.number)
  assert.equal((await verdictOf(occurrenceId)).verdict, 'not-yet-due')
})

test('a decision of the client waives, suspends or sets aside, and its revocation gives the facts back', async () => {
  bed.at('2024-08-14T10:00:00+08:00')
  const lead = await bed.person('甲方负责人', ['decision:record'])
  const { occurrenceId } = await weekly('cost-information')
  assert.equal((await verdictOf(occurrenceId)).verdict, 'missed')
  const about = { reason: '系统整体迁移期间', effectiveOn: '2024-08-01', decidedByName: '甲方负责人', decidedOn: '2024-08-12' }
  for (const [kind, verdict] of [['waiver', 'waived'], ['suspension', 'suspended'], ['not-applicable', 'not-applicable']] as const) {
    const { decisionId } = await bed.as(lead, (ctx) => recordDecision(ctx, { ...about, kind, subject: { subsystem: 'cost-information', obligation: 'M3-02', from: '2024-08-05', to: '2024-08-11' } }))
    assert.equal((await verdictOf(occurrenceId)).verdict, verdict)
    await bed.as(lead, (ctx) => recordDecision(ctx, { ...about, kind: 'revocation', subject: { decision: decisionId } }))
    assert.equal((await verdictOf(occurrenceId)).verdict, 'missed')
  }
})

test('the time before the signing is the previous operator\'s and never missed', async () => {
  const { rows } = await bed.pool.query<{ occurrence_id: string }>("select occurrence_id from spine.occurrence where 'previous-operator' = any(tags) and ends_on < '2024-07-01' limit 1")
  const [first] = rows
  assert.ok(first, 'the plan shows the months before the signing')
  assert.equal((await verdictOf(first.occurrence_id)).verdict, 'not-applicable')
})

test('judging again from the same facts writes nothing', async () => {
  const { occurrenceId } = await weekly('enterprise-qualification')
  const before = await bed.pool.query('select xmin from spine.assessment where occurrence_id = $1', [occurrenceId])
  await bed.asSystem((ctx) => assessOccurrences(ctx, [occurrenceId]))
  const after = await bed.pool.query('select xmin from spine.assessment where occurrence_id = $1', [occurrenceId])
  assert.deepEqual(after.rows, before.rows)
})

test('verdicts can not be set by hand through the api, and derive from nothing but facts when rebuilt', async () => {
  const { rows: kept } = await bed.pool.query('select occurrence_id, verdict from spine.assessment order by 1')
  await bed.pool.query('delete from spine.assessment')
  await bed.asSystem((ctx) => assessOccurrences(ctx, kept.map((row) => row.occurrence_id)))
  const { rows: rebuilt } = await bed.pool.query('select occurrence_id, verdict from spine.assessment order by 1')
  assert.deepEqual(rebuilt, kept)
})
