import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { AppError } from '#platform/errors/app-error.ts'
import { act, look } from '#platform/context/runtime.ts'
import { outsideWork } from '#platform/context/outside.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import { z } from 'zod'
import { defineService } from '#spine/service.ts'
import { defineRequestKind, openWorkOrder, readRequest, submitRequest } from '#spine/spine.ts'
import { accessAdjustment } from '../service.ts'
import { accessBed, prepareTarget } from '../testing/access-bed.ts'
import { readExecution } from '../adjustments/read-execution.ts'
import { proposeRoles, readAnalysis } from '../roles/propose-roles.ts'
import { dryRunForm } from './dry-run.ts'
import { importLines } from './import-lines.ts'

const bed = await accessBed()
const componentId = await prepareTarget(bed, 'cost-information', 'target')
const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem: 'cost-information', title: '核对', input: { kind: 'on-demand' } }))
await bed.perform(workOrderId)

const titles = ['对象', '账号', '姓名', '单位', '岗位', '授予角色', '收回角色']
async function sheet(rows: ReadonlyArray<readonly string[]>) {
  const content = Buffer.concat(await renderXlsx({ title: '账号', at: new Date(0), columns: titles.map((title) => ({ title, type: 'text' })) }, rows).toArray())
  return bed.asSystem(async (ctx) => [{ ...(await ctx.files.put(Readable.from([content]))), field: 'file', fileName: '账号.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }])
}
const person = (n: number): string[] => ['网页端', `user${String(n).padStart(4, '0')}`, `人员${n}`, '一处', '科员', 'reader、clerk', '']
const read = (requestId: string) => bed.as(bed.people.asker, (ctx) => readRequest(ctx, requestId))
const form = (more: object = {}) => ({ subsystem: 'cost-information' as const, kind: 'new' as const, lines: [], ...more })

test('of 5,000 rows with 7 wrong ones all 7 are named by their row, and nothing is written', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => person(n))
  const wrong: Array<[row: number, (row: string[]) => void, RegExp]> = [
    [10, (row) => (row[1] = ''), /账号/], [20, (row) => (row[0] = '微信'), /对象“微信”/], [30, (row) => (row[5] = 'no-such'), /没有角色 no-such/], [40, (row) => (row[2] = ''), /须填写姓名/],
    [50, (row) => (row[1] = 'user0001'), /出现多次/], [60, (row) => (row[1] = 'zhang'), /已存在/], [70, (row) => (row[5] = 'administrator、auditor'), /administrator 与 auditor/],
  ]
  for (const [row, spoil] of wrong) spoil(rows[row - 2] as string[])
  const draft = await bed.draft(form())
  const files = await sheet(rows)
  const error = await bed.as(bed.people.asker, (ctx) => importLines(ctx, draft.requestId, draft.version, files)).then(() => assert.fail(), (reason: unknown) => reason as AppError)
  assert.equal(error.code, 'access-import.rows-wrong')
  assert.deepEqual(error.problems.map(({ place }) => place).toSorted(), wrong.map(([row]) => `第 ${row} 行`).toSorted())
  for (const [row, , words] of wrong) assert.match(error.problems.find(({ place }) => place === `第 ${row} 行`)?.message ?? '', words)
  assert.equal(((await read(draft.requestId)).form as { lines: unknown[] }).lines.length, 0)
})

test('a sheet without the columns, and one on a draft that does not say for what, are refused in words', async () => {
  const draft = await bed.draft(form({ kind: undefined as never }))
  const files = await sheet([person(1)])
  await assert.rejects(bed.as(bed.people.asker, (ctx) => importLines(ctx, draft.requestId, draft.version, files)), { code: 'access-import.head-first' })
})

test('many lines are executed one by one, each with its own result, and prove the form together', async () => {
  const draft = await bed.draft(form())
  const files = await sheet(Array.from({ length: 230 }, (_, n) => person(n)))
  const { version, lines } = await bed.as(bed.people.asker, (ctx) => importLines(ctx, draft.requestId, draft.version, files))
  assert.equal(lines, 230)
  await bed.as(bed.people.asker, (ctx) => submitRequest(ctx, draft.requestId, version))
  assert.equal((await read(draft.requestId)).title, '新建 user0000 等 230 个账号')

  const wait = outsideWork(await bed.as(bed.people.reviewer, (ctx) => dryRunForm(ctx, draft.requestId)))
  const keep = await wait?.()
  assert.deepEqual(keep && (await bed.as(bed.people.reviewer, keep)), { lines: 200, problems: 0 })
  assert.equal((await bed.pool.query('select count(*)::int as n from target.app_user')).rows[0].n, 4, 'a dry run writes nothing')

  await bed.approve(draft.requestId)
  await bed.execute(draft.requestId)
  assert.equal((await read(draft.requestId)).state, 'closed')
  assert.equal((await bed.pool.query('select count(*)::int as n from target.app_user')).rows[0].n, 234)
  const execution = await look(bed.runtime, bed.people.handler, (ctx) => readExecution(ctx, draft.requestId))
  assert.deepEqual([execution.counts, execution.isCut, execution.adjustments.length], [{ waiting: 0, applying: 0, applied: 230, refused: 0 }, true, 200])
  assert.deepEqual(execution.adjustments[0]?.differences.map(({ title, after }) => [title, after]), [['姓名', '人员0'], ['单位', '一处'], ['岗位', '科员'], ['状态', '启用'], ['角色 clerk', '持有'], ['角色 reader', '持有']])
  const { rows } = await bed.pool.query(`select count(*)::int as n, sum((e.body->>'applied')::int)::int as applied from spine.work_order w join spine.work_order_evidence l using (work_order_id) join spine.evidence e using (evidence_id) where w.request_id = $1 and w.kind = 'access-adjustment.execute'`, [draft.requestId])
  assert.deepEqual(rows[0], { n: 2, applied: 230 })
})

test('the roles are analysed from what was last read', async () => {
  const { items } = await look(bed.runtime, bed.people.handler, (ctx) => readAnalysis(ctx, 'cost-information'))
  assert.equal(items[0]?.componentId, componentId)
  assert.deepEqual(items[0]?.unused, ['administrator', 'auditor', 'boss'])
})

test('what the analysis suggests becomes a draft of a change, with the targets and the numbers', async () => {
  // The module that takes changes in is another one: here stands only the door by which it does.
  const changes = defineRequestKind({ kind: 'change-request.change', title: '变更单', prefix: 'BG', form: z.looseObject({}), permissions: { open: 'request:open', handle: 'request:handle' }, facts: (draft) => ({ title: String(draft['title']), subsystem: String(draft['subsystem']) }), describe: () => [], startsClock: 'submitted', targets: () => [], acceptance: 'none' })
  const service = defineService({ ...accessAdjustment, name: 'change-request', obligations: { codes: [] }, workOrders: [], requests: [changes] })
  const runtime = { ...bed.runtime, attached: { ...bed.runtime.attached, services: new Map([...bed.runtime.attached.services, [service.name, service]]) } }
  const requestId = crypto.randomUUID()
  const { number } = await act(runtime, bed.people.handler, (ctx) => proposeRoles(ctx, { requestId, subsystem: 'cost-information', proposal: '停用无人持有的角色 boss' }))
  assert.match(number, /^BG-/)
  const { rows } = await bed.pool.query('select title, draft from spine.request where request_id = $1', [requestId])
  assert.equal(rows[0].title, '优化权限体系：工程造价服务平台')
  assert.deepEqual(rows[0].draft.componentIds, [componentId])
  assert.match(rows[0].draft.demand, /无人持有 3/)
})
