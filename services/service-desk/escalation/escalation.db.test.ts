import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { resumeRequest, waitForOthers } from '#spine/requests/handle-request.ts'
import { setLadder } from '#spine/parties/escalation/set-ladder.ts'
import { readRequest } from '#spine/spine.ts'
import { deskTestBed } from '../testing/desk-test-bed.ts'
import { climbLadders } from './climb-ladders.ts'

const { bed, officer, enter } = await deskTestBed({ now: '2024-09-02T09:00:00+08:00' })
const manager = await bed.person('项目经理', ['escalation:set'])
await bed.pool.query("insert into platform.role (role_code, title, description) values ('project-manager', '项目经理', '测试用')")
await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, 'project-manager', '', 'active', '测试', now())", [randomUUID(), manager.userId])
await bed.as(manager, (ctx) =>
  setLadder(ctx, {
    ladderId: randomUUID(), service: 'service-desk', subsystem: null, priority: 'p2', effectiveOn: '2024-09-02', reason: '与甲方商定',
    steps: [{ moment: 'before-due', minutes: 60, whom: 'project-manager', channel: 'inbox' }, { moment: 'after-due', minutes: 30, whom: 'client-lead', channel: 'phone' }],
  }),
)
const escalated = async (ticketId: string) => (await bed.as(officer, (ctx) => readRequest(ctx, ticketId))).events.filter(({ kind }) => kind === 'escalated').map(({ note }) => note)
const version = async (ticketId: string) => (await bed.as(officer, (ctx) => readRequest(ctx, ticketId))).version
const climb = () => bed.asSystem(climbLadders)

test('A step is taken once, to whom it names, and the timeline tells it; a step that reaches nobody says so', async () => {
  const [ticketId, other] = [await enter({ impact: 'unit', urgency: 'stopped' }, { firstAnswer: '正在处理' }), await enter({ impact: 'person', urgency: 'hindered' }, { firstAnswer: '正在处理' })]
  bed.at('2024-09-02T15:59:00+08:00')
  await climb()
  assert.deepEqual(await escalated(ticketId), [])
  bed.at('2024-09-02T16:00:00+08:00')
  assert.equal(await climb(), 1)
  assert.equal(await climb(), 0)
  assert.match((await escalated(ticketId))[0] ?? '', /解决：到期前 60 分钟.*项目经理/)
  const { rows } = await bed.pool.query("select link from spine.inbox_message where user_id = $1 and dedupe_key like 'ticket-escalation:%'", [manager.userId])
  assert.deepEqual(rows, [{ link: `/tickets/${ticketId}` }])
  bed.at('2024-09-02T17:30:00+08:00')
  await climb()
  assert.match((await escalated(ticketId)).at(-1) ?? '', /逾期后 30 分钟.*没有可提醒的人员/)
  assert.deepEqual(await escalated(other), [], 'no ladder for its priority')
})

test('A paused clock climbs nothing; resumed, the steps come with the new moment', async () => {
  bed.at('2024-09-03T09:00:00+08:00')
  const ticketId = await enter({ impact: 'unit', urgency: 'stopped' }, { firstAnswer: '正在处理' })
  bed.at('2024-09-03T10:00:00+08:00')
  await bed.as(officer, async (ctx) => waitForOthers(ctx, ticketId, await version(ticketId), { reason: '等待业务部门', owner: '业务部门', proof: '通话记录' }))
  bed.at('2024-09-03T17:30:00+08:00')
  await climb()
  assert.deepEqual(await escalated(ticketId), [])
  await bed.as(officer, async (ctx) => resumeRequest(ctx, ticketId, await version(ticketId), ''))
  await climb()
  assert.deepEqual(await escalated(ticketId), [])
  bed.at('2024-09-04T14:30:00+08:00')
  await climb()
  assert.deepEqual((await escalated(ticketId)).length, 1)
})
