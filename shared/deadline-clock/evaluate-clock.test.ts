/** What the clock says for each kind of target and event, and what it refuses. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shippedCalendar } from '../calendar/shipped-calendar.ts'
import { at, daysTarget, due, event, minutesTarget, stateAt } from './clock-fixtures.ts'
import { checkEvents, ClockProblemsError, evaluateClock } from './evaluate-clock.ts'

const started = [event('start', '09-13 17:00')]

describe('due moments', () => {
  it('counts working days as the calendar does, up to 24:00 of the last', () => {
    assert.equal(due(stateAt('09-13 18:00', daysTarget('working-days', 10), started)), '09-30 00:00')
    assert.match(stateAt('09-13 18:00', daysTarget('working-days', 10), started).lines.join('\n'), /应于 2024-09-29 24:00 前完成/)
  })
  it('ends a period in days at closing time where a window is named', () => {
    assert.equal(due(stateAt('09-13 18:00', daysTarget('working-days', 10, { window: '5x9' }), started)), '09-29 18:00')
  })
  it('moves the last of the calendar days from a holiday unless it was agreed otherwise', () => {
    const report = [event('start', '09-20 10:00')]
    assert.equal(due(stateAt('09-20 10:00', daysTarget('calendar-days', 15), report)), '10-09 00:00')
    assert.equal(due(stateAt('09-20 10:00', daysTarget('calendar-days', 15, { rolls: false }), report)), '10-06 00:00')
  })
  it('counts every minute for wall minutes, and only those of the window for others', () => {
    assert.equal(due(stateAt('09-13 17:00', minutesTarget(120, '5x9'), started)), '09-14 10:00')
    assert.equal(due(stateAt('09-13 17:00', minutesTarget(120, '7x24'), started)), '09-13 19:00')
    assert.equal(due(stateAt('09-13 17:00', { name: '解决', kind: 'wall-minutes', amount: 1440, contractual: true }, started)), '09-14 17:00')
    assert.equal(due(stateAt('08-01 11:30', minutesTarget(60, '5x8'), [event('start', '08-01 11:30')])), '08-01 13:30')
  })
  it('takes a window of the site under a standard name', () => {
    const windows = { '5x9': { title: '5×9 早班', days: 'working' as const, spans: [{ from: '08:00', to: '17:00' }] } }
    assert.equal(due(stateAt('08-01 16:30', minutesTarget(60), [event('start', '08-01 16:30')], { windows })), '08-02 08:30')
  })
  it('is the end of the window when the minutes run out exactly there', () => {
    assert.equal(due(stateAt('08-02 17:00', minutesTarget(60), [event('start', '08-02 17:00')])), '08-02 18:00')
  })
  it('adds an extension in the unit of the target', () => {
    const events = [...started, event('extend', '09-20 10:00', { amount: 2 })]
    assert.equal(due(stateAt('09-20 10:00', daysTarget('working-days', 10), events)), '10-09 00:00')
    assert.equal(due(stateAt('09-19 10:00', daysTarget('working-days', 10), events)), '09-30 00:00')
  })
  it('does not count the starting day of a period in days (民法典第201条)', () => {
    for (const kind of ['working-days', 'calendar-days'] as const) {
      assert.equal(stateAt('08-02 00:00', daysTarget(kind, 5), [event('start', '08-01 09:00')]).elapsedMinutes, 0)
      assert.equal(stateAt('08-02 06:00', daysTarget(kind, 5), [event('start', '08-01 09:00')]).elapsedMinutes, 360)
    }
  })
  it('forgets an extension of the target that a retarget replaced, and says so', () => {
    const events = [event('start', '08-01 09:00'), event('extend', '08-01 09:10', { amount: 600 }), event('retarget', '08-01 09:20', { to: minutesTarget(60) })]
    const state = stateAt('08-01 09:30', minutesTarget(540), events)
    assert.equal(due(state), '08-01 10:00')
    assert.match(state.lines.join('\n'), /此前的延长不再计入/)
  })
  it('gives back a pause on the last day of a period in days as well', () => {
    const events = [event('start', '08-01 10:00'), event('pause', '08-02 20:00'), event('resume', '08-05 08:00'), event('pause', '08-05 20:00'), event('resume', '08-06 08:00')]
    assert.equal(due(stateAt('08-06 09:00', daysTarget('working-days', 1), events)), '08-07 00:00')
  })
})

describe('verdicts', () => {
  const target = minutesTarget(60)
  it('is met at the very due moment and late a minute after it', () => {
    assert.equal(stateAt('08-01 12:00', target, [event('start', '08-01 09:00'), event('stop', '08-01 10:00')]).verdict, 'met')
    const late = stateAt('08-01 12:00', target, [event('start', '08-01 09:00'), event('stop', '08-01 10:01')])
    assert.deepEqual([late.verdict, late.overdueMinutes], ['late', 1])
  })
  it('is late when stopped on a day off after the due moment, although no working minute passed', () => {
    assert.equal(stateAt('08-05 09:00', target, [event('start', '08-02 17:00'), event('stop', '08-03 10:00')]).verdict, 'late')
  })
  it('says not-started, running, paused, overdue and stopped', () => {
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 09:30'), event('resume', '08-01 09:40'), event('stop', '08-01 17:00', { outcome: 'cancelled' })]
    const verdicts = ['08-01 08:59', '08-01 09:10', '08-01 09:35', '08-01 11:00', '08-01 18:00'].map((moment) => stateAt(moment, target, events).verdict)
    assert.deepEqual(verdicts, ['not-started', 'running', 'paused', 'overdue', 'stopped'])
  })
  it('remains overdue when paused after the due moment', () => {
    assert.equal(stateAt('08-02 09:00', target, [event('start', '08-01 09:00'), event('pause', '08-01 11:00')]).verdict, 'overdue')
  })
  it('tells what was known at a moment from what became known later', () => {
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 09:30', { recordedAt: at('08-03 09:00'), by: '值班一组' }), event('resume', '08-01 17:00')]
    assert.throws(() => stateAt('08-01 18:00', target, events, { knownAt: at('08-02 09:00') }), ClockProblemsError)
    const only = events.slice(0, 2)
    assert.equal(stateAt('08-01 12:00', target, only, { knownAt: at('08-02 09:00') }).verdict, 'overdue')
    assert.equal(stateAt('08-01 12:00', target, only).verdict, 'paused')
    assert.match(stateAt('08-01 12:00', target, only).lines.join('\n'), /2024-08-03 09:00 补记，记录人 值班一组/)
  })
})

describe('the account', () => {
  it('explains line by line what counted, what was paused, why and by whom, and the calendar version', () => {
    const events = [event('start', '09-13 17:00'), event('pause', '09-14 10:00', { reason: '等待材料', owner: '业务处室', proof: '通话录音 12' }), event('resume', '09-18 10:00'), event('stop', '09-19 11:00')]
    const { lines } = stateAt('10-09 10:00', minutesTarget(960, '5x9', { clause: '二(三)3.1' }), events)
    assert.deepEqual(lines, [
      '目标“解决”（合同约定，条款 二(三)3.1）：服务时段 5×9（工作日 09:00–18:00）内 960 分钟',
      '工作日历版本 2024@1+2025@1+2026@1；计算到 2024-10-09 10:00',
      '2024-09-13 17:00 启动',
      '  2024-09-13 17:00 至 2024-09-14 10:00 计入 120 分钟（2 小时），时段外 900 分钟（15 小时）；其间 2024-09-14 中秋节调休上班，计入',
      '2024-09-14 10:00 暂停：原因 等待材料；责任方 业务处室；证明 通话录音 12',
      '  2024-09-14 10:00 至 2024-09-18 10:00 暂停 5760 分钟（4 天），其中应计而扣除 540 分钟（9 小时）（等待材料，责任方 业务处室）；其间 2024-09-14 中秋节调休上班，计入，2024-09-15 至 2024-09-17 中秋节放假不计',
      '2024-09-18 10:00 恢复计时',
      '  2024-09-18 10:00 至 2024-09-19 11:00 计入 600 分钟（10 小时），时段外 900 分钟（15 小时）',
      '2024-09-19 11:00 停止；此时已计 720 分钟（12 小时），应于 2024-09-19 15:00 前，按期完成',
      '应于 2024-09-19 15:00 前完成；至 2024-09-19 11:00 共计 720 分钟（12 小时），扣除暂停 540 分钟（9 小时），剩余 240 分钟（4 小时）',
      '结论：按期完成',
    ])
  })
})

describe('targets of one clock', () => {
  const targets = [minutesTarget(30, '5x9', { name: '响应' }), minutesTarget(240)]
  const evaluate = (events: Parameters<typeof evaluateClock>[0]['events'], asOf: string) => evaluateClock({ events, targets, calendar: shippedCalendar(), asOf: at(asOf) })

  it('stop one by one, and a reopening leaves alone what was stopped by name', () => {
    const events = [event('start', '08-01 09:00'), event('stop', '08-01 09:20', { targets: ['响应'] }), event('stop', '08-01 12:00'), event('reopen', '08-02 09:00')]
    assert.deepEqual(evaluate(events, '08-02 09:30').map((state) => [state.verdict, state.elapsedMinutes]), [['met', 20], ['running', 210]])
  })
  it('reopen by name even so', () => {
    const events = [event('start', '08-01 09:00'), event('stop', '08-01 09:20', { targets: ['响应'] }), event('reopen', '08-01 09:30', { targets: ['响应'] })]
    assert.equal(evaluate(events, '08-01 09:30')[0]?.verdict, 'running')
  })
})

describe('sequences that cannot have happened', () => {
  const targets = [minutesTarget(60)]
  it('are all reported at once, each with its place and what to do', () => {
    const events = [event('resume', '08-01 08:00'), event('stop', '08-01 08:30'), event('start', '08-01 09:00'), event('start', '08-01 09:10'), event('reopen', '08-01 09:20'), event('pause', '08-01 09:30', { targets: ['响应'] })]
    const problems = checkEvents(events, targets)
    assert.deepEqual(problems.map((problem) => problem.place), ['events[5]', 'events[0]', 'events[1]', 'events[3]', 'events[4]', 'events[5]'])
    assert.match(problems[1]?.message ?? '', /“恢复”不成立：要求目标暂停中，而当时“解决”尚未启动；请补记/)
    assert.throws(() => evaluateClock({ events, targets, calendar: shippedCalendar(), asOf: at('08-02 09:00') }), (error) => error instanceof ClockProblemsError && error.problems.length === 6)
  })
  it('include a number that two events share', () => {
    const events = [event('start', '08-01 09:00', { id: 'a' }), event('stop', '08-01 10:00', { id: 'a' })]
    assert.match(checkEvents(events, targets)[0]?.message ?? '', /重复/)
  })
  it('say how to reopen a target that was stopped by name', () => {
    const events = [event('start', '08-01 09:00'), event('stop', '08-01 10:00', { targets: ['解决'] }), event('reopen', '08-01 11:00')]
    assert.match(checkEvents(events, targets)[0]?.message ?? '', /须在 targets 中写明/)
  })
})
