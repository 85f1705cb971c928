/** The plan against the golden numbers of the contract, and the properties that every plan must have. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { array, assert as holds, constantFrom, integer, property, tuple } from 'fast-check'
import { addDays } from '#shared/calendar/dates.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { buildCalendar } from '#shared/calendar/working-calendar.ts'
import { BEIJING, EXAMPLE } from './checks/contract-files.fixture.ts'
import { loadContract } from './load-contract.ts'
import { countOccurrences, identityOf, isRequired, planOccurrences, type Occurrence } from './plan-occurrences.ts'

const document = loadContract(BEIJING)
const calendar = shippedCalendar()
const TERM = { from: '2024-07-19', to: '2024-12-31' }
const YEAR = { from: '2024-01-01', to: '2024-12-31' }

const planOf = (range: { from: string; to: string }, choices: Record<string, string> = {}) =>
  planOccurrences({ document, calendar, ...range, decisions: Object.entries(choices).map(([ambiguity, option]) => ({ ambiguity, option, effectiveOn: '2024-01-01' })) }).occurrences
const count = (occurrences: readonly Occurrence[], keep: (one: Occurrence) => boolean) => occurrences.filter((one) => isRequired(one) && keep(one)).length
const weekly = (one: Occurrence) => one.obligation === 'M3-02' || one.obligation === 'M3-05'
const titled = (obligation: string, title: string) => (one: Occurrence) => one.obligation === obligation && one.title.endsWith(title)

describe('the contract planned from signing to the end of the term', () => {
  const plan = planOf(TERM)
  const golden: ReadonlyArray<[string, (one: Occurrence) => boolean, number]> = [
    ['weekly inspections 23 × 6', weekly, 138],
    ['weekly inspections of five subsystems', (one) => one.obligation === 'M3-02', 115],
    ['weekly sections of 市场监管', (one) => one.obligation === 'M3-05' && one.subsystem === 'market-supervision', 23],
    ['daily inspections of 市场监管', (one) => one.obligation === 'M3-04', 166],
    ['daily backups', (one) => one.obligation === 'M7-01', 996],
    ['backup checks', titled('M7-02', '备份检查'), 138],
    ['restore tests', titled('M7-02', '恢复测试'), 36],
    ['monthly reports, 6 months × 6 cells', titled('M11-02', '运维月报'), 36],
    ['quarterly reports 2 × 6', titled('M11-02', '运维季报'), 12],
    ['yearly reports', titled('M11-02', '运维年报'), 6],
    ['half-year summaries', titled('K-02', '半年总结'), 1],
    ['执法考核 exports', (one) => one.obligation === 'M5-03', 6],
    ['检查公示 exports', (one) => one.obligation === 'M5-04', 2],
    ['inventory documents', (one) => one.obligation === 'M6-01', 6],
    ['risk assessments', (one) => one.obligation === 'M10-01', 6],
    ['emergency plans', (one) => one.obligation === 'M10-02', 6],
    ['网络安全报告', (one) => one.obligation === 'C-13', 1],
    ['dated payments', (one) => one.obligation === 'F-04' || one.obligation === 'F-05', 2],
  ]
  for (const [name, keep, expected] of golden) it(`${name}: ${expected}`, () => assert.equal(count(plan, keep), expected))

  it('covers 中秋, 国庆 and the 节前 phase of 元旦 2025', () => {
    const holidays = plan.filter(({ service, subsystem }) => service === 'holiday-assurance' && subsystem === 'law-enforcement')
    assert.deepEqual(holidays.map(({ obligation, periodKey, dueAt }) => `${obligation} ${periodKey} ${dueAt.slice(0, 10)}`), [
      'M4-01 2024-中秋节 2024-09-14',
      'M4-02 2024-中秋节 2024-09-17',
      'M4-03 2024-中秋节 2024-09-18',
      'M4-01 2024-国庆节 2024-09-30',
      'M4-02 2024-国庆节 2024-10-07',
      'M4-03 2024-国庆节 2024-10-08',
      'M4-01 2025-元旦 2024-12-31',
    ])
  })
  it('shows the two part weeks as not required, with the reason', () => {
    const parts = plan.filter((one) => one.obligation === 'M3-05' && !isRequired(one))
    assert.deepEqual(parts.map(({ periodKey, tags }) => [periodKey, ...tags]), [['2024-W29', 'part-week', 'not-applicable'], ['2025-W01', 'part-week', 'not-applicable']])
    assert.match(parts[0]?.reason ?? '', /仅 1 个工作日，少于 3 个/)
  })
  it('gives reports their due day: fifth and tenth working day, 01-15 and 01-20', () => {
    const dueOf = (obligation: string, periodKey: string) => plan.find((one) => one.obligation === obligation && one.periodKey === periodKey)?.dueAt
    assert.equal(dueOf('M11-02', '2024-09'), '2024-10-12T23:59:59.999+08:00')
    assert.equal(dueOf('M11-02', '2024-Q3'), '2024-10-18T23:59:59.999+08:00')
    assert.equal(dueOf('K-02', '2024-H2'), '2025-01-15T23:59:59.999+08:00')
    assert.equal(dueOf('M11-02', '2024'), '2025-01-20T23:59:59.999+08:00')
    assert.equal(dueOf('C-13', '2024'), '2024-12-15T23:59:59.999+08:00')
    assert.equal(dueOf('M6-01', 'once'), '2024-08-19T23:59:59.999+08:00')
    assert.equal(dueOf('F-04', 'once'), '2024-09-30T23:59:59.999+08:00')
  })
  it('cites the item of the text and the module, which differ for 执法', () => {
    const clauses = new Set(plan.filter(({ obligation, subsystem }) => obligation === 'M3-02' && subsystem === 'law-enforcement').map(({ clause }) => clause))
    assert.deepEqual([...clauses], ['二·S5·2（M3）'])
    assert.equal(plan.find((one) => one.obligation === 'M1-03')?.clause, '附件3 五·1')
  })
  it('counts what is required by service and subsystem', () => {
    const { counts } = planOccurrences({ document, calendar, ...TERM, filters: { service: 'data-maintenance' } })
    assert.deepEqual(counts, { 'data-maintenance': { 'law-enforcement': 8 } })
  })
})

describe('the whole of 2024', () => {
  const plan = planOf(YEAR)
  it('counts every cell of the year', () => {
    assert.equal(count(plan, (one) => one.obligation === 'M3-04'), 366)
    assert.equal(count(plan, (one) => one.obligation === 'M7-01'), 2196)
    assert.equal(count(plan, titled('M11-02', '运维月报')), 72)
    assert.equal(count(plan, titled('M11-02', '运维季报')), 24)
    assert.equal(count(plan, titled('K-02', '半年总结')), 2)
    assert.equal(count(plan, (one) => one.obligation === 'M5-03'), 12)
    assert.equal(count(plan, (one) => one.obligation === 'M5-04'), 4)
    assert.equal(count(planOf(YEAR, { 'AMB-15': 'every-touched-week' }), weekly), 318)
    assert.equal(count(planOf(YEAR, { 'AMB-11': 'working-days' }), (one) => one.obligation === 'M3-04'), 251)
  })
  it('marks what ended before the signing as the previous operator’s, the first half-year among it', () => {
    assert.ok(plan.every(({ endsOn, tags }) => endsOn < '2024-07-19' === tags.includes('previous-operator')))
    assert.deepEqual(plan.find(({ periodKey }) => periodKey === '2024-H1')?.tags, ['previous-operator'])
  })
  it('leaves the time before the signing out, or asks for it, as AMB-01 is decided', () => {
    assert.equal(planOf(YEAR, { 'AMB-01': 'not-planned' }).length, planOf(TERM).length)
    const whole = planOf(YEAR, { 'AMB-01': 'whole-year' })
    assert.ok(whole.every(({ tags }) => !tags.includes('previous-operator')))
    assert.equal(count(whole, weekly), 52 * 6)
  })
})

describe('after the term', () => {
  const after = { from: '2025-01-01', to: '2025-03-31' }
  it('goes on as continuation without losing the week that the year’s end splits', () => {
    const plan = planOf(after)
    assert.ok(plan.length > 0 && plan.every(({ tags }) => tags.includes('continuation')))
    const first = plan.find((one) => one.obligation === 'M3-05')
    assert.deepEqual([first?.periodKey, first?.opensOn, first?.dueAt.slice(0, 10), first && isRequired(first)], ['2025-W01.continuation', '2025-01-01', '2025-01-05', true])
  })
  it('stops where AMB-02 is decided so', () => assert.deepEqual(planOf(after, { 'AMB-02': 'stop' }), []))
})

describe('changing a default', () => {
  const before = planOf(TERM)
  const changes: ReadonlyArray<[string, string, string, Record<string, number>]> = [
    ['AMB-11', 'working-days', 'daily inspections on working days only', { 'M3-04': 114 }],
    ['AMB-15', 'every-touched-week', 'every touched week inspected', { 'M3-02': 125, 'M3-05': 25 }],
    ['AMB-18', 'weekly-check-quarterly-restore', 'restore tests by quarter', { 'M7-02': 138 + 12 }],
    ['AMB-03', 'not-owed', 'no hotline for 执法', { 'M1-03': 0 }],
    ['AMB-12', 'as-written', 'inspection reports of five subsystems', { 'M3-03': 30 }],
    ['AMB-16', 'quarterly', 'inspection reports by quarter', { 'M3-03': 12 }],
    ['AMB-17', 'spring-and-national', 'only 国庆 of the named holidays', { 'M4-01': 6, 'M4-02': 6, 'M4-03': 6 }],
    ['AMB-29', 'half-year-once', 'no second half-year summary', { 'K-02': 6 + 2 + 1 }],
    ['AMB-42', 'half-yearly', 'assessments by half-year: the second half only', {}],
    ['AMB-55', 'year-end', 'same number of security reports', {}],
    ['AMB-41', 'sixty-days', 'same number of inventories', {}],
  ]
  const byObligation = (occurrences: readonly Occurrence[]) =>
    Object.fromEntries(Object.entries(Object.groupBy(occurrences.filter(isRequired), ({ obligation }) => obligation)).map(([id, list]) => [id, list?.length ?? 0]))
  for (const [ambiguity, option, meaning, expected] of changes)
    it(`${ambiguity} to ${option} changes exactly its counts: ${meaning}`, () => {
      const [old, young] = [byObligation(before), byObligation(planOf(TERM, { [ambiguity]: option }))]
      const changed = Object.fromEntries([...new Set([...Object.keys(old), ...Object.keys(young)])].filter((id) => old[id] !== young[id]).map((id) => [id, young[id] ?? 0]))
      assert.deepEqual(changed, expected)
    })
  it('holds from its date of effect on', () => {
    const decisions = [{ ambiguity: 'AMB-11', option: 'working-days', effectiveOn: '2024-10-01' }]
    const daily = planOccurrences({ document, calendar, ...TERM, decisions, filters: { obligation: 'M3-04' } }).occurrences
    assert.equal(daily.filter(({ endsOn }) => endsOn < '2024-10-01').length, 74)
    assert.equal(daily.filter(({ endsOn }) => endsOn >= '2024-10-01').length, 62)
  })
  it('does not repeat what was due before a longer time was decided, nor lose what a shorter time moves into the past', () => {
    const dueOf = (...decisions: ReadonlyArray<readonly [string, string]>) =>
      planOccurrences({ document, calendar, ...TERM, decisions: decisions.map(([option, effectiveOn]) => ({ ambiguity: 'AMB-41', option, effectiveOn })), filters: { obligation: 'M6-01', subsystem: 'law-enforcement' } }).occurrences.map(({ dueAt }) => dueAt.slice(0, 10))
    assert.deepEqual(dueOf(['sixty-days', '2024-08-01']), ['2024-09-18'])
    assert.deepEqual(dueOf(['sixty-days', '2024-09-01']), ['2024-08-19'])
    assert.deepEqual(dueOf(['sixty-days', '2024-07-19'], ['thirty-days', '2024-09-01']), ['2024-09-01'])
  })
  it('lets the later record of two decisions with one date of effect decide', () => {
    const decisions = ['working-days', 'calendar-days'].map((option) => ({ ambiguity: 'AMB-11', option, effectiveOn: '2024-07-19' }))
    assert.equal(planOccurrences({ document, calendar, ...TERM, decisions, filters: { obligation: 'M3-04' } }).occurrences.length, 166)
  })
  it('refuses what the contract does not offer', () => assert.throws(() => planOf(TERM, { 'AMB-11': 'sometimes' }), /AMB-11 没有选项“sometimes”，可选：calendar-days、working-days/))
})

describe('every plan', () => {
  const day = integer({ min: 0, max: 500 }).map((offset) => addDays('2024-01-01', offset))
  const choice = constantFrom(...document.ambiguities.flatMap(({ id, options }) => options.map((option) => ({ ambiguity: id, option: option.id }))))
  const decision = tuple(choice, day).map(([chosen, effectiveOn]) => ({ ...chosen, effectiveOn }))
  it('adds up and names each occurrence once, whatever the ranges and decisions', () =>
    holds(
      property(tuple(day, day, day).map((days) => days.toSorted()), array(decision, { maxLength: 4 }), ([from = '', middle = '', to = ''], decisions) => {
        const identities = (first: string, last: string) => planOccurrences({ document, calendar, from: first, to: last, decisions }).occurrences.map(identityOf)
        const [parts, whole] = [[...identities(from, middle), ...identities(addDays(middle, 1), to)], identities(from, to)]
        assert.deepEqual(parts.toSorted(), whole.toSorted())
        assert.equal(new Set(whole).size, whole.length)
      }),
      { numRuns: 20 },
    ))
  it('opens each occurrence before it is due, and is the same when asked again', () => {
    const plan = planOf({ from: '2024-01-01', to: '2025-12-31' })
    assert.ok(plan.every(({ opensOn, dueAt }) => opensOn <= dueAt.slice(0, 10)))
    assert.deepEqual(planOf({ from: '2024-01-01', to: '2025-12-31' }), plan)
    assert.deepEqual(countOccurrences(plan), planOccurrences({ document, calendar, from: '2024-01-01', to: '2025-12-31' }).counts)
  })
  it('keeps the identity of what other defaults and another calendar only move', () => {
    const weekends = planOccurrences({ document, calendar: buildCalendar([]), ...TERM }).occurrences
    const identities = new Set(planOf(TERM).map(identityOf))
    assert.ok(weekends.every((one) => identities.has(identityOf(one))))
    assert.ok(weekends.every(({ isProvisional }) => isProvisional))
    assert.ok(planOf(TERM).every(({ isProvisional }) => !isProvisional))
  })
})

describe('another contract', () => {
  it('is planned by its own subsystems, services and defaults', () => {
    const { counts } = planOccurrences({ document: loadContract(EXAMPLE), calendar, from: '2026-01-01', to: '2026-12-31' })
    assert.deepEqual(counts, {
      'health-check': { circulation: 53, 'digital-archive': 53 },
      'archive-copy': { 'digital-archive': 4 },
      contract: { platform: 1 },
    })
  })
})
