import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { look } from '#platform/context/runtime.ts'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { restoredCopyContext } from '#shared/maintenance/restored-copy.ts'
import { readRequest } from '#spine/spine.ts'
import { FIELD_TABLES, maintenanceBed } from '../testing/maintenance-bed.ts'
import { executeDataOrder } from './open-execution.ts'
import { exceptRehearsal, readDataImage, readDataOrder, tryDataOrder, undoDataExecution } from './read-order.ts'
import { goOnAfterCopy } from './rehearse-order.ts'
import { reviewDataOrder, reviewScript } from './review-order.ts'

const bed = await maintenanceBed()
const { writer, reviewer, security, executor } = bed.people
const script = "update field.enterprise set state = '注销' where id = 7"

test('an order is reviewed, approved, tried, executed, read back, proven, and taken back by an order of its own', async () => {
  const requestId = await bed.approved({ script })
  const before = await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  assert.deepEqual(before.review?.findings.filter(({ severity }) => severity === 'error'), [])
  assert.match(before.obstacles.join(), /备份模块没有启用/, 'the missing rehearsal is said')
  await assert.rejects(bed.as(executor, (ctx) => executeDataOrder(ctx, requestId)), { code: 'data-order.not-ready' })
  await assert.rejects(bed.as(executor, (ctx) => exceptRehearsal(ctx, requestId, '本次只改一行，已试运行')), { code: 'data-order.not-an-approver' })
  await bed.as(security, (ctx) => exceptRehearsal(ctx, requestId, '本次只改一行，已试运行'))
  assert.deepEqual((await bed.act(executor, (ctx) => tryDataOrder(ctx, requestId))).affected, [1])
  assert.equal((await bed.enterprise(7))?.state, '有效', 'a trial leaves nothing')

  for (const who of [writer, reviewer]) await assert.rejects(bed.as(who, (ctx) => executeDataOrder(ctx, requestId)), { code: 'data-order.not-ready' }, who.displayName)
  const { workOrderId } = await bed.as(executor, (ctx) => executeDataOrder(ctx, requestId))
  await bed.perform(workOrderId)
  assert.equal((await bed.enterprise(7))?.state, '注销')
  const request = await bed.read(requestId)
  assert.equal(request.state, 'closed')
  const { executions: [execution] } = await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  assert.ok(execution)
  assert.deepEqual([execution.state, execution.affectedRows, execution.readBack, execution.images, execution.canUndo], ['applied', 1, { rows: 1, differing: [] }, 1, true])
  const { steps } = await bed.as(executor, (ctx) => readDataImage(ctx, execution.dataExecutionId))
  assert.deepEqual(steps[0]?.rows, [{ key: '7', changes: [{ column: 'state', before: '有效', after: '注销' }] }])
  const kinds = (await bed.pool.query<{ kind: string }>('select e.kind from spine.evidence e where e.about ->> $1 = $2 order by 1', ['request', request.number])).rows.map(({ kind }) => kind)
  assert.deepEqual(kinds, ['data-change-record', 'demand-form'])
  // The image on disk is sealed: nobody reads a business row from it.
  const { rows: [image] } = await bed.pool.query<{ fileSm3: string }>('select file_sm3 as "fileSm3" from data_maintenance.data_image')
  const chunks: Buffer[] = []
  for await (const chunk of await bed.runtime.attached.files.read(image?.fileSm3 ?? '')) chunks.push(chunk as Buffer)
  assert.match(Buffer.concat(chunks).toString(), /^sm4ctr1\./)

  const undo = await bed.as(writer, (ctx) => undoDataExecution(ctx, execution.dataExecutionId, randomUUID(), '公文撤回，恢复原状'))
  await bed.attach(undo, writer)
  await bed.submit({ ...undo, version: 1 })
  await bed.approve(undo.requestId)
  await bed.perform((await bed.as(executor, (ctx) => executeDataOrder(ctx, undo.requestId))).workOrderId)
  assert.equal((await bed.enterprise(7))?.state, '有效')
  assert.equal((await bed.read(undo.requestId)).state, 'closed')
  assert.equal((await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))).executions[0]?.undoneBy?.requestId, undo.requestId)
})

test('a rehearsal runs forward and back on the copy, leaves the target alone, and opens the way; one that fails does not', async () => {
  const name = `rehearsal_${process.pid}`
  const copyUrl = databaseUrl(bed.url, name)
  await bed.pool.query(`create database ${name}`)
  after(() => withConnection(databaseUrl(bed.url, 'postgres'), (connection) => connection.query(`drop database if exists ${name} with (force)`)))
  await withConnection(copyUrl, (connection) => connection.query(FIELD_TABLES))
  const copyId = randomUUID()
  const copy = { verdict: 'ready', lines: [], copyId, archiveId: randomUUID(), snapshotAt: '2024-09-02T02:00:00+08:00', expiresAt: null, seconds: 1, connection: bed.runtime.attached.secretBox.seal(copyUrl, restoredCopyContext(copyId)) }
  const rehearsed = async (requestId: string) => {
    await bed.asSystem(async (ctx) => goOnAfterCopy(ctx, (await readRequest(ctx, requestId)) as never, copy))
    const { rows } = await bed.pool.query<{ id: string }>("select work_order_id as id from spine.work_order where request_id = $1 and kind = 'data-maintenance.rehearse-order'", [requestId])
    await bed.perform(rows[0]?.id ?? '')
    return bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  }
  const good = await rehearsed(await bed.approved({ script: "update field.enterprise set state = '注销' where id = 60; delete from field.enterprise where id = 61", rows: [1, 1] }))
  assert.deepEqual([good.rehearsal?.isCurrent, good.rehearsal?.affected, good.obstacles, good.canExecute], [true, [1, 1], [], true])
  assert.equal((await bed.enterprise(60))?.state, '有效')
  assert.equal((await withConnection(copyUrl, (connection) => connection.query('select count(*)::int as n from field.enterprise where (id = 60 and state = $1) or id = 61', ['有效']))).rows[0]?.n, 2, 'the copy is as it was')
  const bad = await rehearsed(await bed.approved({ script: "update field.enterprise set state = '注销' where id in (70, 71)", rows: [1] }))
  assert.deepEqual([bad.rehearsal, bad.canExecute], [null, false])
})

test('a script with errors, an unreviewed or edited one, and one without its paper are not submitted', async () => {
  const bad = await bed.draft({ script: 'delete from field.enterprise', rows: [3000] })
  await assert.rejects(bed.submit(bad), (error: { problems?: Array<{ message: string }> }) => /还没有.*审查/.test(JSON.stringify(error.problems)))
  assert.deepEqual(await bed.act(writer, (ctx) => reviewDataOrder(ctx, bad.requestId)), { errors: 1, warnings: 0 })
  await assert.rejects(bed.submit(bad), (error: { problems?: unknown }) => /没有条件/.test(JSON.stringify(error.problems)))
  const shown = await bed.act(writer, (ctx) => reviewScript(ctx, { componentId: bed.componentId, script: "update field.enterprise set nothing = 1 where name like '%x'", tables: ['field.enterprise'], rows: [1] }))
  assert.deepEqual(shown.findings.map(({ code }) => code).toSorted(), ['leading-wildcard', 'unknown-column'])
})

test('a count that differs at execution changes nothing, is told, and the order can be corrected', async () => {
  const requestId = await bed.approved({ script: "update field.enterprise set state = '注销' where id in (20, 21)", rows: [1] })
  await bed.as(security, (ctx) => exceptRehearsal(ctx, requestId, '只改少量行，免演练'))
  await bed.perform((await bed.as(executor, (ctx) => executeDataOrder(ctx, requestId))).workOrderId)
  const { executions: [execution], canExecute } = await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  assert.match(execution?.reason ?? '', /2 行.*批准的是 1 行/)
  assert.deepEqual([execution?.state, canExecute, (await bed.enterprise(20))?.state], ['refused', true, '有效'])
  assert.notEqual((await bed.read(requestId)).state, 'closed')
})

test('a large change goes in batches, and one that dies half way is carried on without doubling', async () => {
  const requestId = await bed.approved({ script: 'update field.enterprise set amount = amount + 1 where id > 2000', rows: [1000], batchSize: 300 })
  await bed.as(security, (ctx) => exceptRehearsal(ctx, requestId, '按主键分批，可撤销'))
  const { workOrderId } = await bed.as(executor, (ctx) => executeDataOrder(ctx, requestId))
  // Its worker dies after the second batch: the third image cannot be kept any more.
  const { files } = bed.runtime.attached
  let kept = 0
  const dying = { ...bed.runtime, attached: { ...bed.runtime.attached, files: { ...files, put: (...asked: Parameters<typeof files.put>) => ((kept += 1) > 2 ? Promise.reject(new Error('killed')) : files.put(...asked)) } } }
  const { performExecution } = await import('./perform-execution.ts')
  await assert.rejects(performExecution(dying, { workOrderId, subsystem: 'law-enforcement', occurrenceId: null, obligationCode: null, input: { requestId }, signal: new AbortController().signal }), /killed/)
  assert.equal((await bed.pool.query('select count(*)::int as n from field.enterprise where amount <> id')).rows[0]?.n, 600)
  await bed.perform(workOrderId)
  assert.equal((await bed.pool.query('select count(*)::int as n from field.enterprise where amount = id + 1')).rows[0]?.n, 1_000)
  const { executions: [execution] } = await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  assert.deepEqual([execution?.state, execution?.affectedRows, execution?.readBack], ['applied', 1_000, { rows: 1_000, differing: [] }])
})

test('when the target says no to a later batch, what was committed is told and can be taken back', async () => {
  const requestId = await bed.approved({ script: "update field.enterprise set state = '停业' where id > 2500", rows: [500], batchSize: 300 })
  await bed.as(security, (ctx) => exceptRehearsal(ctx, requestId, '按主键分批，可撤销'))
  const { workOrderId } = await bed.as(executor, (ctx) => executeDataOrder(ctx, requestId))
  const { files } = bed.runtime.attached
  // Between the batches somebody adds rows that the condition finds too.
  let isGrown = false
  const grow = async (...asked: Parameters<typeof files.put>) => {
    const stored = await files.put(...asked)
    if (!isGrown) await bed.pool.query("insert into field.enterprise (id, name, state) select n, '新', '有效' from generate_series(3001, 3100) n")
    isGrown = true
    return stored
  }
  const { performExecution } = await import('./perform-execution.ts')
  await performExecution({ ...bed.runtime, attached: { ...bed.runtime.attached, files: { ...files, put: grow } } }, { workOrderId, subsystem: 'law-enforcement', occurrenceId: null, obligationCode: null, input: { requestId }, signal: new AbortController().signal })
  const { executions: [execution] } = await bed.as(executor, (ctx) => readDataOrder(ctx, requestId))
  assert.deepEqual([execution?.state, execution?.affectedRows, execution?.canUndo], ['applied', 300, true])
  assert.match(execution?.reason ?? '', /第 2 批没有执行.*超出批准的 500 行/)
  assert.notEqual((await bed.read(requestId)).state, 'closed', 'half done is not delivered')
})

test('outside the approved time nothing is executed', async () => {
  const requestId = await bed.approved({ script: "update field.enterprise set state = '注销' where id = 30", startsAt: '2024-09-10T00:00:00+08:00' })
  await bed.as(security, (ctx) => exceptRehearsal(ctx, requestId, '只改一行，免演练'))
  await assert.rejects(bed.as(executor, (ctx) => executeDataOrder(ctx, requestId)), { code: 'data-order.not-ready', message: /执行时段自/ })
  // As the server reads: in a transaction that may not write.
  assert.match((await look(bed.runtime, executor, (ctx) => readDataOrder(ctx, requestId))).obstacles.join(), /执行时段自/)
})
