import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import type { LadderStep } from './ladder-step.ts'
import { escalationUserIds, ladderFor } from './ladders.ts'
import { listLadders } from './read-ladders.ts'
import { setLadder, type SetLadder } from './set-ladder.ts'

const bed = await spineTestBed({ now: '2024-09-02T09:00:00+08:00' })
const manager = await bed.person('项目经理', ['escalation:read', 'escalation:set'])
const step = (minutes: number): LadderStep => ({ moment: 'after-start', minutes, whom: 'on-duty', channel: 'inbox' })
const set = (more: Partial<SetLadder>) => bed.as(manager, (ctx) => setLadder(ctx, { ladderId: randomUUID(), service: 'service-desk', subsystem: null, priority: null, effectiveOn: '2024-09-02', steps: [step(30)], reason: '与甲方商定', ...more }))
const minutes = async (subsystem: string, priority: string | null, date = '2024-09-10') => (await bed.asSystem((ctx) => ladderFor(ctx, { service: 'service-desk', subsystem, priority }, date)))?.steps.map((one) => one.minutes)
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))

test('The narrowest ladder in effect holds, by the day of the case; one without steps gives way to the next wider', async () => {
  assert.equal(await minutes('market-supervision', 'p1'), undefined)
  await set({})
  await set({ priority: 'p1', steps: [step(10)] })
  await set({ subsystem: 'market-supervision', steps: [step(20)] })
  await set({ subsystem: 'market-supervision', effectiveOn: '2024-10-01', steps: [] })
  assert.deepEqual(await minutes('cost-information', 'p3'), [30])
  assert.deepEqual(await minutes('cost-information', 'p1'), [10])
  assert.deepEqual(await minutes('market-supervision', 'p1'), [20])
  assert.deepEqual(await minutes('market-supervision', 'p3', '2024-10-01'), [30])
  assert.equal(await minutes('cost-information', 'p3', '2024-09-01'), undefined)
  const { items } = await bed.as(manager, (ctx) => listLadders(ctx, { page: 1, pageSize: 50 }))
  assert.deepEqual(items.map(({ state }) => state), ['current', 'current', 'coming', 'current'])
})

test('A ladder is set for today or later, once a day for each scope, in order, by whoever may', async () => {
  assert.equal((await refusal(set({ effectiveOn: '2024-09-01' }))).code, 'escalation.past')
  assert.equal((await refusal(set({}))).code, 'escalation.exists')
  assert.equal((await refusal(set({ effectiveOn: '2024-09-05', steps: [step(30), step(10)] }))).code, 'escalation.invalid')
  assert.equal((await refusal(set({ subsystem: 'elsewhere' }))).code, 'system.unknown-subsystem')
  assert.equal((await refusal(bed.as(await bed.person('外人', ['escalation:read']), (ctx) => setLadder(ctx, { ladderId: randomUUID(), service: 'service-desk', subsystem: null, priority: null, effectiveOn: '2024-09-06', steps: [], reason: '停用' })))).code, 'request.forbidden')
})

test('A step means people who can be told: without a leader on the roster, the project manager', async () => {
  await bed.pool.query("insert into platform.role (role_code, title, description) values ('project-manager', '项目经理', '测试用')")
  await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, 'project-manager', '', 'active', '测试', now())", [randomUUID(), manager.userId])
  for (const whom of ['leader', 'project-manager'] as const) assert.deepEqual(await bed.asSystem((ctx) => escalationUserIds(ctx, whom, new Date('2024-09-02T10:00:00+08:00'))), [manager.userId])
  assert.deepEqual(await bed.asSystem((ctx) => escalationUserIds(ctx, 'client-lead', new Date('2024-09-02T10:00:00+08:00'))), [])
})
