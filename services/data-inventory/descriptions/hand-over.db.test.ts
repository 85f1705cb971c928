import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { SpineCtx } from '#spine/spine.ts'
import { handOverBed } from '#tests/support/hand-over-bed.ts'
import { listDrift } from '../drift/cover-drift.ts'
import { listInventories } from '../snapshots/read-inventories.ts'
import { takeSnapshots } from '../snapshots/take-snapshots.ts'
import { listEntries } from '../tables/read-tables.ts'
import { handOverDescriptions } from './hand-over.ts'
import { writeDescriptions } from './write-descriptions.ts'

const bed = await handOverBed()
const { databaseId, describer } = bed
const as = <T>(work: (ctx: SpineCtx) => Promise<T>) => bed.as(describer, work)
const drift = async () => (await as((ctx) => listDrift(ctx, databaseId))).items.map(({ object, cover }) => [object, cover?.orderNumber ?? null])
const openDrift = async () => (await as(listInventories)).items.find((one) => one.componentId === databaseId)?.openDrift
const openFindings = async () => (await bed.pool.query("select title from spine.finding where source = 'data-inventory.drift' and state = 'open'")).rows
const entry = async (column: string | null) => (await as((ctx) => listEntries(ctx, { page: 1, pageSize: 50, componentId: databaseId, table: 'enterprise' }))).items.find(({ columnName }) => columnName === column)
const line = (column: string, text: string) => ({ schema: 'field', table: 'enterprise', column, text })
const comment = async (column: string) => (await bed.pool.query<{ text: string | null }>(`select col_description('field.enterprise'::regclass, attnum) as text from pg_attribute where attrelid = 'field.enterprise'::regclass and attname = $1`, [column])).rows[0]?.text ?? null
await takeSnapshots(bed.runtime)

test('descriptions are handed over, written once approved, read back, told as written, and are no drift', async () => {
  await as((ctx) => writeDescriptions(ctx, databaseId, [line('', "企业'; drop table field.enterprise; --"), line('state', '登记状态')]))
  const requestId = randomUUID()
  const handed = await as((ctx) => handOverDescriptions(ctx, databaseId, { requestId, reason: '补写数据字典' }))
  assert.deepEqual([handed.comments, handed.left], [2, 0])
  assert.equal((await as((ctx) => handOverDescriptions(ctx, databaseId, { requestId, reason: '补写数据字典' }))).number, handed.number, 'sent twice, opened once')
  await assert.rejects(as((ctx) => handOverDescriptions(ctx, databaseId, { requestId: randomUUID(), reason: '补写数据字典' })), { code: 'inventory.nothing-to-hand-over' })
  assert.deepEqual([(await entry('state'))?.orderNumber, (await entry('state'))?.orderState, (await entry('state'))?.drafted], [handed.number, 'in-approval', '登记状态'])
  assert.equal(await comment('state'), null, 'nothing is written before the approval')
  bed.at('2024-09-02T15:00:00+08:00')
  await bed.decide(requestId)
  await bed.work()
  assert.equal(await comment('state'), '登记状态')
  assert.equal((await bed.read(requestId)).state, 'closed')
  const written = await entry('state')
  assert.deepEqual([written?.comment, written?.drafted, written?.orderNumber], ['登记状态', null, handed.number])
  assert.ok(written?.inDatabaseAt)
  assert.deepEqual([await openDrift(), await openFindings()], [0, []])
  const { rows } = await bed.pool.query("select kind from spine.evidence where about ->> 'request' = $1 order by kind", [handed.number])
  assert.deepEqual(rows.map(({ kind }) => kind), ['data-inventory.drift-cover', 'data-maintenance.comment-record'])
})

test('a description that somebody changed meanwhile is not overwritten; a refused order gives its drafts back', async () => {
  await as((ctx) => writeDescriptions(ctx, databaseId, [line('phone', '联系电话')]))
  const refused = randomUUID()
  await as((ctx) => handOverDescriptions(ctx, databaseId, { requestId: refused, reason: '补写数据字典' }))
  await bed.decide(refused, 'refused')
  const requestId = randomUUID()
  const { number } = await as((ctx) => handOverDescriptions(ctx, databaseId, { requestId, reason: '补写数据字典' }))
  await bed.pool.query("comment on column field.enterprise.phone is '别人写的'")
  await bed.decide(requestId)
  await bed.work()
  assert.equal(await comment('phone'), '别人写的')
  assert.equal((await bed.read(requestId)).state, 'ready')
  const { rows } = await bed.pool.query<{ result: { state: string; lines: string[] } }>("select result from spine.work_order where request_id = $1 and kind = 'data-maintenance.write-comments'", [requestId])
  assert.match(rows[0]?.result.lines.join() ?? '', /又被改过，不覆盖：field\.enterprise\.phone/)
  await takeSnapshots(bed.runtime)
  assert.deepEqual(await drift(), [['field.enterprise.phone', null]], `${number} approved another text: what somebody wrote is drift`)
  assert.equal((await openFindings()).length, 1)
  await bed.pool.query('comment on column field.enterprise.phone is null')
  await takeSnapshots(bed.runtime)
})

test('what an approved change announces is no drift; what it does not name, or was seen before its approval, is', async () => {
  const change = (number: string, structure: string[], approvedAt: string) =>
    bed.pool.query(
      `with r as (insert into spine.request (request_id, number, kind, service, subsystem, title, state, requester_name, origin, opened_at, approved_at, form_version) values (gen_random_uuid(), $1, 'change-request.change', 'change-request', 'law-enforcement', '发布', 'in-progress', '测试', 'console', $4, $4, 1) returning request_id)
       insert into spine.request_form (request_id, form_version, form, form_sm3, submitted_at, submitted_by, submitted_by_name, reason) select request_id, 1, jsonb_build_object('componentIds', jsonb_build_array($2::text), 'structure', $3::jsonb), repeat('0', 64), $4, $5, '测试', '' from r`,
      [number, databaseId, JSON.stringify(structure), approvedAt, describer.userId],
    )
  await bed.pool.query('alter table field.enterprise add column early text')
  bed.at('2024-09-03T05:20:00+08:00')
  await takeSnapshots(bed.runtime)
  await change('BG-7', ['field.enterprise.level', 'field.enterprise.early', 'field.licence'], '2024-09-03T10:00:00+08:00')
  await bed.pool.query('alter table field.enterprise add column level text, add column hidden text; create table field.licence (id int primary key)')
  bed.at('2024-09-04T05:20:00+08:00')
  await takeSnapshots(bed.runtime)
  assert.deepEqual(await drift(), [['field.enterprise.early', null], ['field.enterprise.hidden', null], ['field.enterprise.level', 'BG-7'], ['field.licence', 'BG-7']])
  assert.deepEqual(new Set((await openFindings()).map(({ title }) => /字段 (\w+)/.exec(String(title))?.[1])), new Set(['early', 'hidden']))
})
