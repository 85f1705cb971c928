import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outsideWork } from '#platform/context/outside.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { decideClasses, listClasses, sampleClass } from './classes/classes.ts'
import { prepareComments, writeDescriptions } from './descriptions/write-descriptions.ts'
import { acceptDocument, makeDocument } from './documents/make-document.ts'
import { downloadDocument, listDocuments } from './documents/read-documents.ts'
import { coverDrift, listDrift } from './drift/cover-drift.ts'
import { decideRelation, listRelations, sampleRelation } from './relations/decide-relations.ts'
import { dataInventory } from './service.ts'
import { compareVersions, listInventories, listVersions } from './snapshots/read-inventories.ts'
import { takeSnapshots } from './snapshots/take-snapshots.ts'
import { listEntries, listIssues, listTables, readMap, readTable } from './tables/read-tables.ts'
import { prepareDatabase } from './testing/inventory-bed.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services: [dataInventory], migrations: dataInventory.migrations ? [dataInventory.migrations] : [] })
const { componentId, run } = await prepareDatabase(bed, 'market-supervision')
const manager = await bed.person('盘点员', ['inventory:read', 'inventory:scan', 'inventory:decide', 'inventory:describe'])
const as = <T>(work: (ctx: SpineCtx) => Promise<T>) => bed.as(manager, work)
const snapshot = () => takeSnapshots(bed.runtime)
const page = { page: 1, pageSize: 50 }
const findings = async () => (await bed.pool.query<{ state: string; title: string }>(`select state, title from spine.finding where source = 'data-inventory.drift' order by number`)).rows
const overview = async () => (await as(listInventories)).items.find((one) => one.componentId === componentId) ?? assert.fail('no inventory')

test('a day without a change points to the version before it; a version is kept as it was read', async () => {
  await snapshot()
  bed.at('2024-09-03T05:20:00+08:00')
  await snapshot()
  const { items } = await as((ctx) => listVersions(ctx, page))
  assert.deepEqual(items.map(({ number, days, changeCount, isApproved }) => ({ number, days, changeCount, isApproved })), [{ number: 1, days: 2, changeCount: 0, isApproved: true }])
  const { coverage, openDrift, documentState } = await overview()
  assert.deepEqual([coverage?.tables, coverage?.columnsDescribed, openDrift, documentState], [4, 1, 0, 'none'])
  await assert.rejects(bed.pool.query('update data_inventory.catalogue_version set number = 9'), /只允许新增/)
})

test('search finds a table by its name, its comment and its columns; gaps and issues are told with advice', async () => {
  const find = async (search: string) => (await as((ctx) => listTables(ctx, { ...page, search }))).items.map(({ tableName }) => tableName)
  assert.deepEqual(await find('建设'), ['owner'])
  assert.deepEqual(await find('contract_id'), ['payment'])
  assert.deepEqual(await find('100%'), [])
  assert.deepEqual((await as((ctx) => listTables(ctx, { ...page, gap: 'key' }))).items.map(({ tableName }) => tableName), ['log'])
  const kinds = (await as((ctx) => listIssues(ctx, { ...page, componentId }))).items.map(({ kind, table }) => `${table} ${kind}`)
  for (const wanted of ['log no-key', 'contract no-table-comment', 'payment duplicate-index', 'contract undeclared-relation']) assert.ok(kinds.includes(wanted), wanted)
  assert.ok(!kinds.includes('payment undeclared-relation'))
  const detail = await as((ctx) => readTable(ctx, componentId, { schema: 'trade', table: 'contract' }))
  assert.deepEqual(detail.referencedBy, [{ schema: 'trade', table: 'payment', columns: ['contract_id'] }])
  const map = await as((ctx) => readMap(ctx, componentId))
  assert.deepEqual(map.edges.map(({ column, isInferred }) => [column, isInferred]), [['contract_id', false], ['owner_id', true]])
})

test('a relation is sampled by its values and decided by a person; a class is confirmed with its level', async () => {
  const relation = (await as((ctx) => listRelations(ctx, page))).items[0] ?? assert.fail('nothing inferred')
  assert.deepEqual([relation.tableName, relation.columnName, relation.toTable, relation.toColumn], ['contract', 'owner_id', 'owner', 'id'])
  const keep = await outsideWork(await as((ctx) => sampleRelation(ctx, relation.inferredRelationId)))?.()
  assert.deepEqual(keep && (await as(keep)), { sampled: 40, contained: 40, confidence: 0.81 })
  await as((ctx) => decideRelation(ctx, relation.inferredRelationId, { state: 'confirmed', note: '' }))
  const classes = (await as((ctx) => listClasses(ctx, page))).items
  assert.deepEqual(classes.map((one) => `${one.columnName} ${one.class} ${one.level}`).toSorted((a, b) => (a < b ? -1 : 1)), ['contact_name name 3', 'credit_code organisation-code 1', 'mobile mobile 3'])
  const code = classes.find((one) => one.columnName === 'credit_code')?.columnClassId ?? ''
  const count = await outsideWork(await as((ctx) => sampleClass(ctx, code)))?.()
  assert.deepEqual(count && (await as(count)), { sampled: 40, matching: 40, confidence: 0.98 })
  const mobile = classes.find((one) => one.columnName === 'mobile')?.columnClassId ?? ''
  await as((ctx) => decideClasses(ctx, { columnClassIds: [mobile], state: 'confirmed', level: '4' }))
  assert.equal((await as((ctx) => listClasses(ctx, { ...page, state: 'confirmed' }))).items[0]?.level, '4')
})

test('descriptions are written all or none, enter the document at once, and leave as statements', async () => {
  await assert.rejects(as((ctx) => writeDescriptions(ctx, componentId, [{ schema: 'trade', table: 'owner', column: 'mobile', text: '手机' }, { schema: 'trade', table: 'absent', column: '', text: '没有' }, { schema: 'trade', table: 'log', column: '', text: '——' }])), (error: { problems: unknown[] }) => error.problems.length === 2)
  assert.equal((await as((ctx) => listEntries(ctx, { ...page, gap: 'drafted' }))).total, 0)
  const lines = [{ schema: 'trade', table: 'owner', column: 'mobile', text: "手机'; drop table x; --" }, { schema: 'trade', table: 'log', column: '', text: '日志' }]
  assert.deepEqual(await as((ctx) => writeDescriptions(ctx, componentId, lines)), { written: 2, withdrawn: 0 })
  const prepared = await as((ctx) => prepareComments(ctx, componentId))
  assert.deepEqual(prepared.statements, [`comment on table "trade"."log" is '日志';`, `comment on column "trade"."owner"."mobile" is '手机''; drop table x; --';`])
  const made = await as((ctx) => makeDocument(ctx, componentId))
  assert.deepEqual(await as((ctx) => makeDocument(ctx, componentId)), made, 'the same facts are the same version')
  const markdown = String((await as((ctx) => downloadDocument(ctx, made.inventoryDocumentId, 'md'))).content)
  assert.match(markdown, /日志/)
  assert.equal((await overview()).documentState, 'draft')
  await as((ctx) => acceptDocument(ctx, made.inventoryDocumentId))
  assert.equal((await overview()).documentState, 'accepted')
})

test('a change without an order is a finding that names the column; an approved order covers it, a draft does not', async () => {
  bed.at('2024-09-04T05:20:00+08:00')
  await run('alter table trade.contract alter column amount type numeric(16,4); alter table trade.contract add column note text')
  await snapshot()
  assert.deepEqual(await findings(), [
    { state: 'open', title: '结构变化没有批准依据：表 trade.contract 的字段 amount 的类型由“numeric(14,2)”改为“numeric(16,4)”' },
    { state: 'open', title: '结构变化没有批准依据：新增表 trade.contract 的字段 note，类型 text，可空，没有说明' },
  ])
  const { documentState, openDrift } = await overview()
  assert.deepEqual([documentState, openDrift], ['stale', 2])
  const { items } = await as((ctx) => listDrift(ctx, componentId))
  const cover = (orderNumber: string) => as((ctx) => coverDrift(ctx, componentId, { keys: items.map(({ key }) => key), orderNumber, reason: '发布时增加的字段' }))
  await assert.rejects(cover('BG-0'), /单号不能作为依据/)
  await bed.pool.query(`insert into spine.request (request_id, number, kind, service, subsystem, title, state, requester_name, origin, opened_at) select gen_random_uuid(), n, 'change-request.normal-change', 'change-request', s, n, 'draft', '测试', 'console', now() from (values ('BG-1', 'market-supervision'), ('BG-2', 'cost-information')) x (n, s)`)
  await assert.rejects(cover('BG-1'), /单号不能作为依据/)
  await bed.pool.query(`update spine.request set approved_at = now(), state = 'in-progress'`)
  await assert.rejects(cover('BG-2'), /单号不能作为依据/)
  assert.deepEqual(await cover('BG-1'), { covered: 2, openDrift: 0 })
  assert.deepEqual((await findings()).map(({ state }) => state), ['fixed', 'fixed'])
})

test('a change that is taken back is no drift, and a comment written by an order withdraws its draft', async () => {
  bed.at('2024-09-05T05:20:00+08:00')
  await run('drop table trade.log')
  await snapshot()
  assert.equal((await overview()).openDrift, 1)
  await run(`create table trade.log (line text); comment on column trade.owner.mobile is '手机''; drop table x; --'`)
  await snapshot()
  assert.deepEqual((await as((ctx) => listDrift(ctx, componentId))).items.map(({ object }) => object), ['trade.owner.mobile'])
  assert.deepEqual((await as((ctx) => listEntries(ctx, { ...page, gap: 'drafted' }))).items.map(({ tableName }) => tableName), ['log'])
  const versions = (await as((ctx) => listVersions(ctx, page))).items
  const compared = await as((ctx) => compareVersions(ctx, { before: versions.at(-1)?.catalogueVersionId ?? '', after: versions[0]?.catalogueVersionId ?? '' }))
  assert.match(compared.script, /alter table "trade"\."contract" add column "note" text;/)
})

test('a changed structure obliges to a new document within five working days, which the order makes', async () => {
  while ((await bed.asSystem(openDueWork)) > 0);
  const { rows } = await bed.pool.query<{ id: string; due: Date }>(`select w.work_order_id as id, o.due_at as due from spine.work_order w join spine.occurrence o using (occurrence_id) join spine.obligation b using (obligation_id) where b.code = 'M6-02' and b.subsystem = 'market-supervision' order by o.due_at`)
  assert.equal(rows[0]?.due.toISOString(), '2024-09-11T16:00:00.000Z')
  await performWorkOrderJob.perform(bed.runtime, { workOrderId: rows[0]?.id ?? '' }, { id: 'test', signal: new AbortController().signal })
  const [newest] = (await as((ctx) => listDocuments(ctx, page))).items
  assert.deepEqual([newest?.version, newest?.state], [2, 'draft'])
})

test('a database that does not answer is told as such and keeps what is known of it', async () => {
  await bed.pool.query(`update spine.connection set settings = jsonb_set(settings, '{port}', '1'), version = version + 1`)
  await snapshot()
  const { failure, versionNumber } = await overview()
  assert.match(failure ?? '', /目标无法连接/)
  assert.ok((versionNumber ?? 0) >= 3)
})

test('who may not decide, decides nothing', async () => {
  const reader = await bed.person('只读', ['inventory:read'])
  await assert.rejects(bed.as(reader, (ctx) => makeDocument(ctx, componentId)), { code: 'request.forbidden' })
  await assert.rejects(bed.as(reader, (ctx) => writeDescriptions(ctx, componentId, [])), { code: 'request.forbidden' })
})
