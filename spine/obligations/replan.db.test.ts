import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCalendar } from '#shared/calendar/working-calendar.ts'
import { shippedYears } from '#shared/calendar/shipped-calendar.ts'
import { importContract } from '#spine/contracts/import-contract.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { recordDecision } from '#spine/decisions/record-decision.ts'
import { CONTRACT_2024, spineTestBed } from '#tests/support/spine-test-bed.ts'
import { importCalendarYear } from './calendar-years.ts'
import { openDueWork } from './open-due-work.ts'
import { replan } from './replan.ts'

const bed = await spineTestBed({ now: '2024-07-19T08:00:00+08:00' })
const count = async (sql: string, ...values: unknown[]) => Number((await bed.pool.query<{ n: number }>(sql, values)).rows[0]?.n)
const PLANNED = `select count(*) as n from spine.occurrence o join spine.obligation b using (obligation_id)
  where o.withdrawn_at is null and not o.tags && array['not-applicable', 'previous-operator'] and o.ends_on between '2024-07-19' and '2024-12-31'`

test('the planned year holds the golden counts', async () => {
  assert.equal(await count(`${PLANNED} and b.code in ('M3-02', 'M3-05')`), 138)
  assert.equal(await count(`${PLANNED} and b.code = 'M3-04'`), 166)
  assert.equal(await count(`${PLANNED} and b.code = 'M7-01'`), 996)
})

test('planning again changes nothing and leaves no event', async () => {
  const before = await count('select count(*) as n from spine.occurrence_event')
  assert.deepEqual(await bed.asSystem((ctx) => replan(ctx, '再次')), { planned: 0, moved: 0, withdrawn: 0, restored: 0 })
  assert.equal(await count('select count(*) as n from spine.occurrence_event'), before)
})

test('loading the same contract again is no new version', async () => {
  assert.deepEqual((await bed.asSystem((ctx) => importContract(ctx, loadContract(CONTRACT_2024)))).isNew, false)
})

test('a changed default withdraws exactly its occurrences, and its revocation restores them', async () => {
  const lead = await bed.person('甲方负责人', ['decision:record'])
  const base = { reason: '按工作日执行每日巡检', effectiveOn: '2024-07-19', decidedByName: '甲方负责人', decidedOn: '2024-07-19' }
  const decided = await bed.as(lead, (ctx) => recordDecision(ctx, { ...base, kind: 'ambiguity-default', subject: { ambiguity: 'AMB-11', option: 'working-days' } }))
  assert.ok((decided.replanned?.withdrawn ?? 0) >= 166 - 114)
  assert.equal(await count(`${PLANNED} and b.code = 'M3-04'`), 114)
  assert.equal(await count(`${PLANNED} and b.code = 'M7-01'`), 996)
  const revoked = await bed.as(lead, (ctx) => recordDecision(ctx, { ...base, kind: 'revocation', subject: { decision: decided.decisionId } }))
  assert.equal(revoked.replanned?.restored, decided.replanned?.withdrawn)
  assert.equal(await count(`${PLANNED} and b.code = 'M3-04'`), 166)
  await assert.rejects(bed.as(lead, (ctx) => recordDecision(ctx, { ...base, kind: 'revocation', subject: { decision: decided.decisionId } })), { code: 'decision.already-revoked' })
})

test('an unknown ambiguity or option is refused and nothing is kept', async () => {
  const lead = await bed.person('甲方负责人', ['decision:record'])
  const before = await count('select count(*) as n from spine.decision')
  await assert.rejects(
    bed.as(lead, (ctx) => recordDecision(ctx, { kind: 'ambiguity-default', subject: { ambiguity: 'AMB-99', option: 'x' }, reason: '试一试', effectiveOn: '2024-08-01', decidedByName: '某', decidedOn: '2024-08-01' })),
    { code: 'decision.unknown-option' },
  )
  assert.equal(await count('select count(*) as n from spine.decision'), before)
})

test('due work opens one order an occurrence, also when two schedulers run at once', async () => {
  const open = async () => {
    let opened = 0
    for (let batch = await bed.asSystem(openDueWork); batch > 0; batch = await bed.asSystem(openDueWork)) opened += batch
    return opened
  }
  await Promise.all([open(), open()])
  assert.ok((await count('select count(*) as n from spine.work_order')) > 20)
  assert.equal(await count('select count(*) as n from (select occurrence_id from spine.work_order group by 1 having count(*) > 1) twice'), 0)
  assert.equal(await open(), 0)
  assert.equal(await count("select count(*) as n from spine.work_order w join spine.occurrence o using (occurrence_id) join spine.obligation b using (obligation_id) where not 'operator' = any(b.actors)"), 0, 'the client\'s duties are not our work')
})

test('importing the official year moves what was provisional and keeps the history', async () => {
  const imported = await spineTestBed({ now: '2026-11-20T08:00:00+08:00', document: null })
  imported.calendar.current = buildCalendar(shippedYears.filter(({ year }) => year < 2026))
  const document = loadContract(CONTRACT_2024)
  const { demonstrationTerm } = await import('#spine/contracts/demonstration-term.ts')
  await imported.asSystem((ctx) => importContract(ctx, demonstrationTerm(document, '2026-11-20')))
  const before = Number((await imported.pool.query('select count(*) as n from spine.occurrence where is_provisional')).rows[0].n)
  assert.ok(before > 100)
  imported.calendar.current = buildCalendar(shippedYears)
  const manager = await imported.person('项目经理', ['calendar:import'])
  const year2027 = { year: 2027, version: 1, source: { document: '测试用放假安排' }, offDays: [{ holiday: '元旦', from: '2027-01-01', to: '2027-01-03' }, { holiday: '春节', from: '2027-02-05', to: '2027-02-11' }], makeUpDays: [{ holiday: '春节', date: '2027-02-14' }] }
  const { replanned } = await imported.as(manager, (ctx) => importCalendarYear(ctx, year2027))
  assert.ok(replanned.moved > 100)
  assert.ok(Number((await imported.pool.query('select count(*) as n from spine.occurrence where is_provisional')).rows[0].n) < before)
  assert.ok(Number((await imported.pool.query("select count(*) as n from spine.occurrence_event where kind = 'moved' and cause like '导入 2027 年%'")).rows[0].n) > 100)
  await assert.rejects(imported.as(manager, (ctx) => importCalendarYear(ctx, year2027)), { code: 'calendar.exists' })
  await assert.rejects(imported.as(manager, (ctx) => importCalendarYear(ctx, { year: 2028, version: 0 })), (error: { code?: string; problems?: unknown[] }) => error.code === 'calendar.invalid' && (error.problems?.length ?? 0) >= 3)
})
