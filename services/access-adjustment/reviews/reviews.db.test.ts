import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outsideWork } from '#platform/context/outside.ts'
import { openWorkOrder } from '#spine/spine.ts'
import { openDueWork } from '#spine/obligations/open-due-work.ts'
import { accessBed, prepareTarget } from '../testing/access-bed.ts'
import { openWeeklyReviews } from './start-review.ts'
import { takeBaseline } from './take-baseline.ts'

const bed = await accessBed('2024-08-05T09:00:00+08:00')
const componentId = await prepareTarget(bed, 'cost-information', 'target')

async function baseline() {
  const keep = await outsideWork(await bed.as(bed.people.handler, (ctx) => takeBaseline(ctx, { componentId, reason: '接管时已有的账号' })))?.()
  return keep && bed.as(bed.people.handler, keep)
}
async function review(): Promise<{ counts: Record<string, number>; unexplained: number; items: string[] }> {
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem: 'cost-information', title: '临时核对', input: { kind: 'on-demand' } }))
  await bed.perform(workOrderId)
  const { rows } = await bed.pool.query(`select r.review_id, r.summary from access_adjustment.review r where work_order_id = $1`, [workOrderId])
  const items = await bed.pool.query<{ line: string }>(`select account || ' ' || kind as line from access_adjustment.review_item where review_id = $1 order by position`, [rows[0].review_id])
  return { ...rows[0].summary, items: items.rows.map(({ line }) => line) }
}
const findings = async () => (await bed.pool.query(`select state, severity, title from spine.finding where source = 'access-adjustment.review' order by number`)).rows

test('before a baseline all accounts are one thing to tell; with it the live accounts are what should be', async () => {
  assert.deepEqual((await review()).items, ['* orphan'])
  assert.deepEqual(await baseline(), { baselineId: (await bed.pool.query('select baseline_id from access_adjustment.baseline')).rows[0].baseline_id, accounts: 4 })
  assert.deepEqual((await review()).items, [])
  assert.deepEqual((await findings()).map(({ state }) => state), ['fixed'], 'the finding is mended by the next review')
})

test('what somebody did on the target by hand is found in both directions, and mended findings close', async () => {
  await bed.pool.query(`insert into target.app_user_role (user_id, role_id) select id, 3 from target.app_user where login = 'zhang'; delete from target.app_user_role where user_id = (select id from target.app_user where login = 'li'); insert into target.app_user (login, real_name, status) values ('ghost', '无名', '1')`)
  const { items, unexplained } = await review()
  assert.deepEqual(items, ['ghost orphan', 'li form-without-effect', 'zhang effect-without-form'])
  assert.equal(unexplained, 3)
  await bed.pool.query(`delete from target.app_user_role where role_id = 3; delete from target.app_user where login = 'ghost'; insert into target.app_user_role (user_id, role_id) select id, 1 from target.app_user where login = 'li'`)
  assert.deepEqual((await review()).items, [])
  assert.ok((await findings()).every(({ state }) => state === 'fixed'))
})

test('the quarter rests on its newest review: found once, it is met when mended', async () => {
  while ((await bed.asSystem(openDueWork)) > 0);
  const { occurrenceId } = await bed.occurrence('M2-03', 'cost-information', '2024-Q3')
  const { rows } = await bed.pool.query<{ id: string }>('select work_order_id as id from spine.work_order where occurrence_id = $1', [occurrenceId])
  bed.at('2024-09-30T09:30:00+08:00')
  await bed.pool.query(`insert into target.app_user_role (user_id, role_id) select id, r from target.app_user, (values (4), (5)) as role (r) where login = 'wang'`)
  await bed.perform(rows[0]?.id ?? '')
  const { assessOccurrences } = await import('#spine/spine.ts')
  await bed.asSystem((ctx) => assessOccurrences(ctx, [occurrenceId]))
  const before = await bed.occurrence('M2-03', 'cost-information', '2024-Q3')
  assert.notEqual(before.verdict, 'met')
  assert.match(JSON.stringify(before.lines), /超权 1/)
  await bed.pool.query('delete from target.app_user_role where role_id in (4, 5)')
  await review()
  assert.equal((await bed.occurrence('M2-03', 'cost-information', '2024-Q3')).verdict, 'met')
})

test('once a week every subsystem that can be reached is reviewed, however often the job runs', async () => {
  assert.equal(await bed.asSystem(openWeeklyReviews), 1)
  assert.equal(await bed.asSystem(openWeeklyReviews), 0)
  bed.at('2024-10-07T03:30:00+08:00')
  assert.equal(await bed.asSystem(openWeeklyReviews), 1)
})
