import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openWorkOrder, MANUAL_KIND } from '#spine/work-orders/open-work-order.ts'
import { assignWorkOrder } from '#spine/work-orders/take-work-order.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { dutyUserIds } from '../duty-user-ids.ts'
import { sendReminder } from '../send-reminder.ts'
import { countMessages, listMessages, markMessage, readAllMessages } from './handle-inbox.ts'
import { remindOfWork } from './remind-of-work.ts'

const bed = await spineTestBed({ document: null, now: '2024-09-02T09:00:00+08:00' })

/** A person who holds a role that gives the permissions. */
async function holder(displayName: string, role: string, permissions: readonly string[], { validTo = null, state = 'active' }: { validTo?: string | null; state?: string } = {}) {
  const person = await bed.person(displayName, permissions)
  await bed.pool.query("insert into platform.role (role_code, title, description) values ($1, $1, '测试用') on conflict do nothing", [role])
  for (const permission of permissions) await bed.pool.query('insert into platform.role_permission (role_code, permission) values ($1, $2) on conflict do nothing', [role, permission])
  await bed.pool.query(
    "insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at, valid_to) values ($1, $2, $3, '', $4, '测试', now(), $5)",
    [randomUUID(), person.userId, role, state, validTo],
  )
  return person
}

const manager = await holder('项目经理', 'manager', ['work-order:assign', 'work-order:review'])
const engineer = await bed.person('工程师', ['work-order:work'])
const messages = (person: typeof engineer, state?: 'unread' | 'open' | 'done') => bed.as(person, async (ctx) => (await listMessages(ctx, { page: 1, pageSize: 50, state })).items)
const kinds = async (person: typeof engineer) => (await messages(person, 'open')).map(({ kind }) => kind).toSorted()
const remind = () => bed.asSystem(remindOfWork)

async function order(title: string, dueAt: string, assigneeId?: string): Promise<string> {
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: MANUAL_KIND, service: 'inspection', subsystem: 'market-supervision', title, dueAt: new Date(dueAt), ...(assigneeId ? { assigneeId } : {}) }))
  return workOrderId
}
async function setState(workOrderId: string, state: string, event?: string): Promise<void> {
  await bed.pool.query('update spine.work_order set state = $2 where work_order_id = $1', [workOrderId, state])
  if (event) await bed.pool.query("insert into spine.work_order_event (work_order_id, at, kind, actor_name, note, details) values ($1, now(), $2, '测试', '请补照片', '{}')", [workOrderId, event])
}

test('Whoever holds an order is reminded a day and two hours before it is due, each once', async () => {
  const workOrderId = await order('补齐应急预案', '2024-09-03T09:30:00+08:00', engineer.userId)
  assert.equal(await remind(), 0)
  bed.at('2024-09-02T10:00:00+08:00')
  assert.equal(await remind(), 1)
  assert.equal(await remind(), 0)
  bed.at('2024-09-03T08:00:00+08:00')
  assert.equal(await remind(), 1)
  const [latest] = await messages(engineer)
  assert.deepEqual([latest?.title, latest?.link], ['将到期：补齐应急预案', `/work-orders/${workOrderId}`])
  assert.match(latest?.content ?? '', /GD-20240902-0001；期限 2024-09-03 09:30；2 小时内到期/)
})

test('What is overdue is also told to those who assign the work, and moving the due moment reminds anew', async () => {
  bed.at('2024-09-03T09:31:00+08:00')
  assert.equal(await remind(), 2)
  assert.deepEqual(await kinds(manager), ['overdue'])
  await bed.pool.query("update spine.work_order set due_at = '2024-09-03T11:00:00+08:00'")
  assert.equal(await remind(), 1, 'due soon again at the new moment')
})

test('An order that nobody holds is told to those who could assign it', async () => {
  bed.at('2024-09-04T09:00:00+08:00')
  await order('无人领取的工单', '2024-09-04T20:00:00+08:00')
  await remind()
  assert.ok((await messages(manager)).some(({ kind, title }) => kind === 'due-soon' && title === '将到期：无人领取的工单'))
})

test('A returned order is told to its holder with the reason, a submitted one to the reviewers, each event once', async () => {
  const workOrderId = await order('月度培训', '2024-10-30T20:00:00+08:00', engineer.userId)
  await setState(workOrderId, 'submitted', 'submitted')
  await remind()
  assert.ok((await messages(manager, 'open')).some(({ kind, link }) => kind === 'submitted' && link.endsWith(workOrderId)))
  await setState(workOrderId, 'returned', 'returned')
  assert.equal(await remind(), 1)
  assert.ok((await messages(engineer, 'open')).some(({ kind, content }) => kind === 'returned' && content.includes('请补照片')))
  assert.ok(!(await messages(manager, 'open')).some(({ kind }) => kind === 'submitted'), 'the review is done, so its reminder is')
  await setState(workOrderId, 'submitted', 'submitted')
  assert.equal(await remind(), 1, 'submitted again is a new event')
})

test('Reminders of an order that was closed are done by themselves', async () => {
  await bed.pool.query("update spine.work_order set state = 'closed'")
  await remind()
  assert.deepEqual([await kinds(engineer), await kinds(manager)], [[], []])
})

test('Everybody sees and marks only his own messages, and marking twice changes nothing', async () => {
  const send = (dedupeKey: string) => bed.asSystem((ctx) => sendReminder(ctx, { userIds: [engineer.userId, engineer.userId], permission: 'work-order:review', kind: 'information', dedupeKey, title: '知会一件事', link: '/' }))
  assert.equal(await send('one'), 2)
  assert.equal(await send('one'), 0)
  assert.equal(await send('two'), 2)
  const [mine] = await messages(engineer, 'open')
  const id = mine?.inboxMessageId ?? ''
  await assert.rejects(bed.as(manager, (ctx) => markMessage(ctx, id, 'done')), { code: 'inbox.not-found' })
  const before = await bed.as(engineer, countMessages)
  await bed.as(engineer, (ctx) => markMessage(ctx, id, 'read'))
  await bed.as(engineer, (ctx) => markMessage(ctx, id, 'read'))
  assert.deepEqual(await bed.as(engineer, countMessages), { unread: before.unread - 1, open: before.open })
  await bed.as(engineer, (ctx) => markMessage(ctx, id, 'done'))
  assert.equal((await bed.as(engineer, countMessages)).open, before.open - 1)
  await bed.as(engineer, readAllMessages)
  assert.equal((await bed.as(engineer, countMessages)).unread, 0)
  await assert.rejects(bed.as({ kind: 'nobody' }, countMessages), { code: 'request.not-signed-in' })
})

test('On duty are the active holders of the role whose grant still holds on that day', async () => {
  const [today, ended, asked] = [await holder('值班甲', 'duty-officer', []), await holder('值班乙', 'duty-officer', [], { validTo: '2024-09-30' }), await holder('值班丙', 'duty-officer', [], { state: 'pending' })]
  const suspended = await holder('值班丁', 'duty-officer', [])
  await bed.pool.query("update platform.user_account set state = 'suspended' where user_id = $1", [suspended.userId])
  const on = (day: string) => bed.asSystem((ctx) => dutyUserIds(ctx, new Date(day)))
  assert.deepEqual((await on('2024-09-30T23:00:00+08:00')).toSorted(), [today.userId, ended.userId].toSorted())
  assert.deepEqual(await on('2024-10-01T00:00:00+08:00'), [today.userId])
  assert.ok(asked)
})

test('An order can be assigned and its reminder follows the new holder', async () => {
  bed.at('2024-09-05T09:00:00+08:00')
  const workOrderId = await order('改派的工单', '2024-09-05T20:00:00+08:00')
  await bed.as(manager, (ctx) => assignWorkOrder(ctx, workOrderId, 1, engineer.userId, ''))
  await remind()
  assert.ok((await messages(engineer, 'open')).some(({ title }) => title === '将到期：改派的工单'))
})
