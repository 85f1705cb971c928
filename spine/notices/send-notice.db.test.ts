import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import { acceptWorkOrder, submitWorkOrder } from '#spine/work-orders/submit-work-order.ts'
import { takeWorkOrder } from '#spine/work-orders/take-work-order.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { listAnnounceable, listNotices, readNotice } from './read-notices.ts'
import { sendNotice, type SendNotice } from './send-notice.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00' })
const manager = await bed.person('项目经理', ['notice:read', 'notice:send', 'work-order:work', 'work-order:review'])
const reviewer = await bed.person('审核人', ['work-order:review'])

const impossible = (occurrenceIds: string[], more: Partial<SendNotice> = {}): SendNotice => ({
  noticeId: randomUUID(), kind: 'inspection-impossible', title: '机房停电不能巡检', content: '机房停电，当日不能巡检，次一工作日补做。', recipient: '甲方项目负责人', channel: 'mail', channelNote: '', sentAt: bed.clock.now(), eventOn: null, occurrenceIds, ...more,
})
const send = (request: SendNotice) => bed.as(manager, (ctx) => sendNotice(ctx, request))
const read = (noticeId: string) => bed.as(manager, (ctx) => readNotice(ctx, noticeId))
const assess = (occurrenceId: string) => bed.asSystem((ctx) => assessOccurrences(ctx, [occurrenceId]))
const verdictOf = async (occurrenceId: string) => bed.asSystem((ctx) => spineTables(ctx).selectFrom('spine.assessment').select(['verdict', 'lines']).where('occurrenceId', '=', occurrenceId).executeTakeFirstOrThrow())
const codeOf = (call: Promise<unknown>) => call.then(() => 'done', (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))

test('A notice before the due moment excuses a daily inspection of S2 and opens a make-up until the end of the next working day', async () => {
  bed.at('2024-09-02T09:00:00+08:00')
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-09-06')
  const noticeId = await send(impossible([day.occurrenceId]))
  const notice = await read(noticeId)
  assert.deepEqual([notice.verdict, notice.kindTitle, notice.number], ['in-time', '不能巡检的提前告知', 'GZ-20240902-0001'])
  const [link] = notice.occurrences
  // 6 September is a Friday: Monday the 9th is the next working day.
  assert.equal(link?.makeUpBy?.toISOString(), '2024-09-09T15:59:59.999Z')
  assert.equal(link?.workOrderState, 'waiting')

  bed.at('2024-09-07T08:00:00+08:00')
  await assess(day.occurrenceId)
  const { verdict, lines } = await verdictOf(day.occurrenceId)
  assert.equal(verdict, 'excused')
  assert.match((lines as string[]).join('\n'), /告知 GZ-20240902-0001 于 2024-09-02T09:00:00\.000\+08:00 即期限前发出，免责（二·S2·3.*应于 2024-09-09T23:59:59\.999\+08:00 前补做，尚未补做/)
})

test('The make-up that was carried out is told in the verdict of what it makes up for', async () => {
  bed.at('2024-09-09T09:00:00+08:00')
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-09-10')
  const [link] = (await read(await send(impossible([day.occurrenceId])))).occurrences
  const workOrderId = link?.workOrderId ?? ''
  bed.at('2024-09-11T10:00:00+08:00')
  await bed.as(manager, async (ctx) => {
    await takeWorkOrder(ctx, workOrderId, 1)
    const { evidenceId } = await recordEvidence(ctx, { kind: 'inspection-record', title: '补检记录', about: {}, body: {} })
    await attachEvidence(ctx, workOrderId, [evidenceId])
    await submitWorkOrder(ctx, workOrderId, 2, '')
  })
  await bed.as(reviewer, (ctx) => acceptWorkOrder(ctx, workOrderId, 3, ''))
  await assess(day.occurrenceId)
  const { verdict, lines } = await verdictOf(day.occurrenceId)
  assert.equal(verdict, 'excused')
  assert.match((lines as string[]).join('\n'), /已于 2024-09-11T10:00:00\.000\+08:00 补做/)
})

test('A notice after the due moment is recorded, excuses nothing, opens nothing, and the verdict says so at once', async () => {
  bed.at('2024-09-14T00:00:01+08:00')
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-09-13')
  const notice = await read(await send(impossible([day.occurrenceId])))
  assert.equal(notice.verdict, 'late')
  assert.equal(notice.occurrences[0]?.workOrderId, null)
  const { verdict, lines } = await verdictOf(day.occurrenceId)
  assert.equal(verdict, 'missed')
  assert.match((lines as string[]).join('\n'), /晚于期限，不免责/)
})

test('Where the clause does not foresee it, an advance notice is recorded and does not excuse', async () => {
  bed.at('2024-09-16T09:00:00+08:00')
  const week = await bed.asSystem((ctx) =>
    spineTables(ctx).selectFrom('spine.occurrence as o').innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId').select('o.occurrenceId').where('b.service', '=', 'inspection').where('b.subsystem', '=', 'cost-information').where('o.endsOn', '=', '2024-09-22').executeTakeFirstOrThrow(),
  )
  const notice = await read(await send(impossible([week.occurrenceId])))
  assert.equal(notice.occurrences[0]?.workOrderId, null)
  bed.at('2024-09-23T09:00:00+08:00')
  await assess(week.occurrenceId)
  const { verdict, lines } = await verdictOf(week.occurrenceId)
  assert.equal(verdict, 'missed')
  assert.match((lines as string[]).join('\n'), /条款和甲方决定都没有规定告知可免责/)
})

test('A second submission of the same notice changes nothing', async () => {
  bed.at('2024-09-24T09:00:00+08:00')
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-09-26')
  const request = impossible([day.occurrenceId])
  assert.equal(await send(request), await send(request))
  const { rows } = await bed.pool.query("select count(*)::int as orders from spine.work_order where input ->> 'occurrence' = $1", [day.occurrenceId])
  assert.deepEqual(rows, [{ orders: 1 }])
})

test('A notice entered later needs its proof of delivery, and then counts from when it was sent', async () => {
  bed.at('2024-09-28T09:00:00+08:00')
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-09-27')
  const sentAt = new Date('2024-09-27T08:00:00+08:00')
  const refused = await codeOf(send(impossible([day.occurrenceId], { sentAt })))
  assert.ok(refused instanceof AppError)
  assert.deepEqual(refused.problems.map(({ place }) => place), ['body.proof'])
  const stored = await bed.runtime.attached.files.put(Readable.from([Buffer.from('回执')]))
  const noticeId = await send(impossible([day.occurrenceId], { sentAt, makeUpBy: new Date('2024-09-30T18:00:00+08:00'), proof: { ...stored, fileName: '回执.pdf', mediaType: 'application/pdf' } }))
  const notice = await read(noticeId)
  assert.deepEqual([notice.verdict, notice.hasProof, notice.flags], ['in-time', true, []])
  assert.equal((await verdictOf(day.occurrenceId)).verdict, 'excused')
  const { rows } = await bed.pool.query('select e.kind, count(f.*)::int as files from spine.evidence e left join spine.evidence_file f using (evidence_id) where evidence_id = $1 group by 1', [notice.evidenceId])
  assert.deepEqual(rows, [{ kind: 'advance-notice', files: 1 }])
})

test('All that is wrong with a notice is told at once and nothing is kept', async () => {
  bed.at('2024-10-08T09:00:00+08:00')
  const before = await bed.pool.query('select count(*) from spine.notice')
  const refused = await codeOf(send(impossible([randomUUID()], { channel: 'other', sentAt: new Date('2024-10-09T00:00:00+08:00'), makeUpBy: new Date('2024-10-01T00:00:00+08:00') })))
  assert.ok(refused instanceof AppError)
  assert.deepEqual(refused.problems.map(({ place }) => place), ['body.sentAt', 'body.channelNote', 'body.occurrenceIds', 'body.makeUpBy'])
  assert.deepEqual((await bed.pool.query('select count(*) from spine.notice')).rows, before.rows)
})

test('A kind that tells of an event asks for its day, and its limit is computed from the contract', async () => {
  bed.at('2024-10-14T09:00:00+08:00')
  const staff = impossible([], { kind: 'key-staff-replacement', title: '更换项目经理的通知', channel: 'paper' })
  const refused = await codeOf(send(staff))
  assert.ok(refused instanceof AppError)
  assert.deepEqual(refused.problems.map(({ place }) => place), ['body.eventOn'])
  const inTime = await read(await send({ ...staff, noticeId: randomUUID(), eventOn: '2024-10-22' }))
  assert.deepEqual([inTime.latest, inTime.verdict], ['2024-10-14', 'in-time'])
  const late = await read(await send({ ...staff, noticeId: randomUUID(), eventOn: '2024-10-21' }))
  assert.deepEqual([late.latest, late.verdict], ['2024-10-12', 'late'])
  const day = await bed.occurrence('M3-04', 'market-supervision', '2024-10-15')
  const unfit = await codeOf(send({ ...staff, noticeId: randomUUID(), eventOn: '2024-10-22', occurrenceIds: [day.occurrenceId] }))
  assert.ok(unfit instanceof AppError)
  assert.match(unfit.problems[0]?.message ?? '', /不对应应办事项/)
})

test('What can be announced tells beforehand whether the notice would excuse', async () => {
  bed.at('2024-10-14T09:00:00+08:00')
  const { items } = await bed.as(manager, (ctx) => listAnnounceable(ctx, { kind: 'inspection-impossible', days: 7 }))
  assert.ok(items.some(({ subsystem, excuses }) => subsystem === 'market-supervision' && excuses))
  assert.ok(items.every(({ subsystem, excuses }) => subsystem === 'market-supervision' || !excuses))
  assert.deepEqual((await bed.as(manager, (ctx) => listAnnounceable(ctx, { kind: 'serious-risk', days: 7 }))).items, [])
})

test('Notices are listed with their verdicts, and nobody sends one without the permission', async () => {
  const page = await bed.as(manager, (ctx) => listNotices(ctx, { page: 1, pageSize: 50, kind: 'key-staff-replacement' }))
  assert.deepEqual(page.items.map(({ verdict }) => verdict).toSorted(), ['in-time', 'late'])
  const refused = await codeOf(bed.as(reviewer, (ctx) => sendNotice(ctx, impossible([]))))
  assert.ok(refused instanceof AppError && refused.code === 'request.forbidden')
})
