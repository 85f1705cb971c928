/** Importing a year: everything that is wrong with a file is said at once. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCalendarYear } from './calendar-year.ts'
import { shippedYears } from './shipped-calendar.ts'

const problemsOf = (input: unknown) => {
  const parsed = parseCalendarYear(input)
  return parsed.ok ? [] : parsed.problems
}

describe('importing a calendar year', () => {
  it('accepts the shipped years, as text and as values', () => {
    for (const file of shippedYears) {
      assert.equal(parseCalendarYear(file).ok, true)
      assert.equal(parseCalendarYear(JSON.stringify(file)).ok, true)
    }
  })
  it('reports all contradictions at once, each with its place', () => {
    const problems = problemsOf({
      year: 2027,
      version: 1,
      source: { document: '国办发明电〔2026〕0号' },
      offDays: [
        { holiday: '元旦', from: '2027-01-03', to: '2027-01-01' },
        { holiday: '春节', from: '2027-02-05', to: '2027-02-12' },
        { holiday: '清明节', from: '2027-02-12', to: '2027-02-12' },
        { holiday: '国庆节', from: '2028-10-01', to: '2028-10-07' },
      ],
      makeUpDays: [
        { holiday: '春节', date: '2027-02-06' },
        { holiday: '春节', date: '2027-02-15' },
      ],
    })
    assert.deepEqual(
      problems.map((problem) => problem.place),
      ['offDays[0]', 'offDays[2]', 'offDays[3].from', 'offDays[3].to', 'makeUpDays[0].date', 'makeUpDays[1].date'],
    )
    assert.match(problems[4]?.message ?? '', /既是春节放假日又是/)
  })
  it('reports all fields of the wrong shape at once, in Chinese', () => {
    const problems = problemsOf({ year: '2027', source: {}, offDays: [{ holiday: '元旦', from: '2027-02-30', to: '2027-01-01' }], extra: 1 })
    assert.deepEqual(problems.map((problem) => problem.place).toSorted(), ['offDays[0].from', 'source.document', 'version', 'year', '日历文件'])
    assert.ok(problems.every((problem) => /\p{Script=Han}/u.test(problem.message)))
  })
  it('says where text is not JSON', () => assert.match(problemsOf('{"year": 2027,')[0]?.message ?? '', /不是有效的 JSON/))
  it('lets a notice name days of the December before it', () => {
    const file = {
      year: 2019,
      version: 1,
      source: { document: '国办发明电〔2018〕15号' },
      offDays: [{ holiday: '元旦', from: '2018-12-30', to: '2019-01-01' }],
      makeUpDays: [{ holiday: '元旦', date: '2018-12-29' }],
    }
    assert.deepEqual(problemsOf(file), [])
  })
})
