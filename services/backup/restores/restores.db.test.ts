import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { test } from 'node:test'
import { withConnection } from '#platform/database/connect.ts'
import { RESTORED_COPY_KIND, restoredCopyContext, restoredCopyResult } from '#shared/maintenance/restored-copy.ts'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { performBackup } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'
import { backupTestBed, registerDatabase } from '../testing/backup-test-bed.ts'
import { removeCopies } from './restore-copy.ts'
import { orderRestore } from './restore-to.ts'

const bed = await backupTestBed()
const target = await registerDatabase(bed, 'market-supervision', { rows: 300 })
const [source] = await bed.asSystem((ctx) => listSources(ctx, 'market-supervision'))
if (!source) throw new Error('no source')

test('a scratch copy is asked for by a work order, holds the data of the backup, and is gone when its time is over', async () => {
  assert.equal((await performBackup(bed.runtime, source, { workOrderId: null })).state, 'done')
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: RESTORED_COPY_KIND, service: 'backup', subsystem: 'market-supervision', title: '演练副本', input: { subsystem: 'market-supervision', lifetimeMinutes: 30 } }))
  await bed.work()
  const { rows } = await bed.pool.query<{ result: unknown }>('select result from spine.work_order where work_order_id = $1', [workOrderId])
  const result = restoredCopyResult.parse(rows[0]?.result)
  assert.equal(result.verdict, 'ready', result.lines.join())
  assert.ok(result.connection && result.copyId)
  assert.equal(result.connection.includes('postgres://'), false, 'the address is sealed')
  const url = bed.runtime.attached.secretBox.open(result.connection, restoredCopyContext(result.copyId)).toString('utf8')
  const count = await withConnection(url, async (client) => (await client.query<{ n: number }>('select count(*)::int as n from enterprise')).rows[0]?.n)
  assert.equal(count, 300)
  const { rows: copies } = await bed.pool.query<{ folder: string }>('select folder from backup.scratch_copy')
  assert.equal(await removeCopies(bed.runtime, 'expired'), 0, 'its time is not over yet')
  bed.clock.advance(31 * 60_000)
  assert.equal(await removeCopies(bed.runtime, 'expired'), 1)
  await assert.rejects(stat(copies[0]?.folder ?? ''), { code: 'ENOENT' })
  await assert.rejects(withConnection(url, (client) => client.query('select 1')))
})

test('anywhere but scratch only by an approved order, only into a new database, and the password is seen by nobody', async (t) => {
  const asker = await bed.person('申请人', ['backup:restore', 'request:open', 'request:read'])
  const approver = await bed.person('批准人', ['request:approve', 'request:read-all'])
  await bed.pool.query("insert into platform.role (role_code, title, description) values ('client-lead', '甲方项目负责人', '-') on conflict do nothing")
  await bed.pool.query("insert into platform.role_permission (role_code, permission) values ('client-lead', 'request:approve') on conflict do nothing")
  await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values (gen_random_uuid(), $1, 'client-lead', '', 'active', '测试', now())", [approver.userId])
  const url = new URL(await testServerUrl())
  const password = decodeURIComponent(url.password)
  url.password = ''
  const name = `restored_${process.pid}`
  t.after(() => withConnection(`${new URL(url).protocol}//${url.username}:${password}@${url.host}/postgres`, (client) => client.query(`drop database if exists ${name} with (force)`)))
  url.pathname = `/${name}`
  const asked = await bed.as(asker, (ctx) => orderRestore(ctx, { subsystem: 'market-supervision', url: url.toString(), password, reason: '核对历史数据' }))
  assert.equal(asked.state, 'in-approval')
  const { rows: before } = await bed.pool.query(`select 1 from spine.work_order where kind = 'backup.restore-to'`)
  assert.equal(before.length, 0, 'nothing happens before it is approved')
  const { rows: forms } = await bed.pool.query<{ form: unknown }>('select form from spine.request_form where request_id = $1', [asked.requestId])
  assert.equal(JSON.stringify(forms).includes(password), false)
  const version = async () => (await bed.pool.query<{ version: number }>('select version from spine.request where request_id = $1', [asked.requestId])).rows[0]?.version ?? 0
  await bed.as(approver, async (ctx) => decideRequest(ctx, asked.requestId, await version(), { step: 1, decision: 'approved', note: '' }))
  await bed.work()
  const { rows: requests } = await bed.pool.query<{ state: string; solution: string }>('select state, solution from spine.request where request_id = $1', [asked.requestId])
  assert.equal(requests[0]?.state, 'closed')
  assert.match(requests[0]?.solution ?? '', /已恢复并核对一致/)

  await target.execute('select 1')
  const again = await bed.as(asker, (ctx) => orderRestore(ctx, { subsystem: 'market-supervision', url: url.toString(), password, reason: '再恢复一次' }))
  await bed.as(approver, async (ctx) => decideRequest(ctx, again.requestId, (await bed.pool.query<{ version: number }>('select version from spine.request where request_id = $1', [again.requestId])).rows[0]?.version ?? 0, { step: 1, decision: 'approved', note: '' }))
  await bed.work()
  const { rows: refused } = await bed.pool.query<{ solution: string }>('select solution from spine.request where request_id = $1', [again.requestId])
  assert.match(refused[0]?.solution ?? '', /已有名为 .* 不覆盖|不覆盖已有的库/)
})
