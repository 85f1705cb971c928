/**
 * The defects for which users of other help desks distrust their clocks, each as a test that this clock must pass.
 * A number names the public thread: GLPI# is glpi-project/glpi, ZAM# is zammad/zammad.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shippedCalendar, shippedYears } from '../calendar/shipped-calendar.ts'
import { buildCalendar } from '../calendar/working-calendar.ts'
import { at, daysTarget, due, event, minutesTarget, stateAt } from './clock-fixtures.ts'
import { evaluateClock } from './evaluate-clock.ts'

describe('pauses', () => {
  it('GLPI#1912: paused time is not part of the time used', () => {
    const state = stateAt('08-01 18:00', minutesTarget(240), [event('start', '08-01 09:00'), event('pause', '08-01 10:00'), event('resume', '08-01 15:00'), event('stop', '08-01 16:00')])
    assert.equal(state.elapsedMinutes, 120)
    assert.equal(state.pausedMinutes, 300)
    assert.equal(state.verdict, 'met')
  })

  it('GLPI#24481: a clock paused in time never becomes overdue while it is paused, however long', () => {
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 10:00')]
    for (const moment of ['08-01 10:00', '08-02 09:00', '09-30 18:00', '12-31 23:59']) {
      const state = stateAt(moment, minutesTarget(60), events)
      assert.equal(state.verdict, 'paused', moment)
      assert.equal(state.elapsedMinutes, 60)
      assert.equal(state.overdueMinutes, 0)
    }
  })

  it('GLPI#9082: a due time pushed on by a pause stays inside the working window', () => {
    // 8 hours left at 17:00 less 3 h 31 min of pause do not end at 20:31 in the evening.
    const state = stateAt('08-01 18:00', minutesTarget(540), [event('start', '08-01 09:00'), event('pause', '08-01 11:00'), event('resume', '08-01 14:31')])
    assert.equal(due(state), '08-02 12:31')
  })

  it('GLPI#9082: a period in days interrupted for some hours ends with a whole working day, not in the night', () => {
    const state = stateAt('08-02 18:00', daysTarget('working-days', 5), [event('start', '08-01 10:03'), event('pause', '08-02 09:00'), event('resume', '08-02 11:31')])
    assert.equal(due(state), '08-10 00:00')
    assert.match(state.lines.join('\n'), /应于 2024-08-09 24:00 前完成/)
  })

  it('GLPI#10594: a pause over a weekend gives back only the time that would have counted', () => {
    const state = stateAt('08-05 12:00', daysTarget('working-days', 1), [event('start', '08-01 10:00'), event('pause', '08-02 12:00'), event('resume', '08-05 10:00')])
    assert.equal(state.pausedMinutes, (12 + 10) * 60)
    assert.equal(due(state), '08-06 00:00')
  })

  it('GLPI#10594: a pause over a holiday and its make-up day counts the make-up day and not the holiday', () => {
    const state = stateAt('09-18 12:00', minutesTarget(600), [event('start', '09-13 17:00'), event('pause', '09-13 18:00'), event('resume', '09-18 09:00')])
    assert.equal(state.pausedMinutes, 540)
    assert.match(state.lines.join('\n'), /2024-09-15 至 2024-09-17 中秋节放假不计/)
  })

  it('GLPI#17186: a promised fixed moment is a deadline and no pause moves it', () => {
    const target = { name: '解决', kind: 'fixed', dueAt: at('08-02 12:00'), contractual: false } as const
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 10:00'), event('resume', '08-01 10:05')]
    assert.equal(due(stateAt('08-01 12:00', target, events)), '08-02 12:00')
    assert.equal(stateAt('08-02 12:01', target, events).verdict, 'overdue')
  })

  it('GLPI#23359: the time between a stop and a reopening is neither a pause nor work', () => {
    const state = stateAt('08-02 10:00', minutesTarget(240), [event('start', '08-01 09:00'), event('stop', '08-01 10:00'), event('reopen', '08-02 09:00')])
    assert.deepEqual([state.elapsedMinutes, state.pausedMinutes, state.stoppedMinutes], [120, 0, 23 * 60])
  })
})

describe('a change of priority', () => {
  const paused = [event('start', '08-01 09:00'), event('pause', '08-01 10:00'), event('resume', '08-01 14:00')]

  it('GLPI#6902: a target changed during a pause keeps that pause', () => {
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 10:00'), event('retarget', '08-01 13:00', { to: minutesTarget(120) }), event('resume', '08-01 14:00')]
    const state = stateAt('08-01 14:00', minutesTarget(540), events)
    assert.equal(due(state), '08-01 15:00')
    assert.equal(state.verdict, 'running')
    assert.equal(state.pausedMinutes, 240)
  })

  it('GLPI#15605: a target changed after a pause keeps that pause and what was used', () => {
    const state = stateAt('08-01 15:30', minutesTarget(540), [...paused, event('retarget', '08-01 15:00', { to: minutesTarget(180) })])
    assert.deepEqual([state.elapsedMinutes, state.pausedMinutes, due(state)], [150, 240, '08-01 16:00'])
  })

  it('a raised priority keeps the history: the account shows both targets and what was counted under each', () => {
    const events = [event('start', '08-01 17:00'), event('retarget', '08-01 18:00', { to: minutesTarget(240, '7x24'), reason: '升级为一级' })]
    const state = stateAt('08-01 19:00', minutesTarget(540), events)
    assert.equal(state.elapsedMinutes, 120)
    assert.equal(due(state), '08-01 21:00')
    const account = state.lines.join('\n')
    assert.match(account, /540 分钟/)
    assert.match(account, /更换目标：升级为一级；改为.*7×24.*240 分钟/)
  })

  it('a target changed from whole days to minutes counts the starting day, which days leave out, and says so', () => {
    const to = minutesTarget(600)
    const events = [event('start', '08-01 10:00'), event('pause', '08-01 12:00'), event('resume', '08-01 14:00'), event('retarget', '08-01 16:00', { to, reason: '升级为一级' })]
    const state = stateAt('08-01 16:00', daysTarget('working-days', 2), events)
    assert.deepEqual([state.elapsedMinutes, state.pausedMinutes, state.remainingMinutes, due(state)], [240, 120, 360, '08-02 13:00'])
    assert.match(state.lines.join('\n'), /10:00 至 2024-08-01 12:00 计入 120 分钟（2 小时）；起算日按日目标不计，更换为分钟目标后计入/)
    assert.equal(stateAt('08-01 15:59', daysTarget('working-days', 2), events).elapsedMinutes, 0, 'before the change the first day is not counted')
    const evening = [event('start', '08-01 17:00'), event('retarget', '08-02 09:00', { to }), event('retarget', '08-02 10:00', { to: daysTarget('working-days', 3) })]
    assert.equal(stateAt('08-02 09:00', daysTarget('working-days', 2), evening).elapsedMinutes, 60 + 9 * 60, 'one hour of the window on the first day; of the second the nine hours that passed under days')
    assert.equal(stateAt('08-02 10:00', daysTarget('working-days', 2), evening).elapsedMinutes, 60 + 10 * 60, 'and nothing is taken back by changing to days again')
  })

  it('a lowered priority never lowers the time already used', () => {
    const events = [event('start', '08-03 09:00'), event('retarget', '08-03 12:00', { to: minutesTarget(540) })]
    const target = minutesTarget(240, '7x24')
    assert.equal(stateAt('08-03 11:59', target, events).elapsedMinutes, 179)
    assert.equal(stateAt('08-03 12:00', target, events).elapsedMinutes, 180)
    assert.equal(stateAt('08-04 12:00', target, events).elapsedMinutes, 180)
  })
})

describe('the working window', () => {
  it('GLPI#15429: a clock with its own calendar does not escalate at the moment it is created', () => {
    const friday = event('start', '08-02 18:30')
    const state = stateAt('08-02 18:30', minutesTarget(30), [friday])
    assert.equal(state.verdict, 'running')
    assert.equal(due(state), '08-05 09:30')
  })

  it('GLPI#15429: the window is business time, whatever zone the machine and the input are in', () => {
    const start = event('start', new Date('2024-08-01T01:00:00Z'))
    const state = stateAt(new Date('2024-07-31T21:30:00-04:00'), minutesTarget(60), [start])
    assert.equal(state.elapsedMinutes, 30)
    assert.equal(due(state), '08-01 10:00')
  })

  it('GLPI#687: a clock that begins outside the window counts from its next opening, not never', () => {
    const state = stateAt('08-05 10:00', minutesTarget(240), [event('start', '08-03 20:00'), event('stop', '08-05 10:00')])
    assert.deepEqual([state.elapsedMinutes, state.verdict], [60, 'met'])
  })
})

describe('stopping and reopening', () => {
  const target = minutesTarget(240)
  const closed = [event('start', '08-01 09:00'), event('stop', '08-01 12:00')]

  it('ZAM#2579: closing a clock gives its time used and its distance from the target at once', () => {
    const state = stateAt('08-01 12:00', target, closed)
    assert.deepEqual([state.verdict, state.elapsedMinutes, state.remainingMinutes], ['met', 180, 60])
  })

  it('ZAM#4516: the first closing is computed without a reopening and a second closing', () => {
    assert.deepEqual(numbers(stateAt('08-05 12:00', target, closed)), numbers(stateAt('08-01 12:00', target, closed)))
  })

  it('ZAM#4777: the account shows the figures of every closing, before and after a reopening', () => {
    const events = [...closed, event('reopen', '08-02 09:00'), event('stop', '08-02 11:00')]
    const stops = stateAt('08-02 12:00', target, events).lines.filter((line) => / 停止/.test(line) && /此时已计/.test(line))
    assert.equal(stops.length, 2)
    assert.match(stops[0] ?? '', /已计 180 分钟.*按期完成/)
    assert.match(stops[1] ?? '', /已计 300 分钟.*逾期完成/)
  })

  it('ZAM#188: a reopened clock does not escalate at once for the time during which it was closed', () => {
    const events = [...closed, event('reopen', '08-30 09:00')]
    const state = stateAt('08-30 09:00', target, events)
    assert.deepEqual([state.verdict, due(state), state.remainingMinutes], ['running', '08-30 10:00', 60])
    assert.equal(stateAt('08-30 10:01', target, events).verdict, 'overdue')
  })

  it('ZAM#1937: a second closing is judged at its own moment, and the first remains as it was', () => {
    const events = [...closed, event('reopen', '08-02 09:00'), event('stop', '08-02 11:00')]
    assert.equal(stateAt('08-01 20:00', target, events).verdict, 'met')
    assert.equal(stateAt('08-02 20:00', target, events).verdict, 'late')
  })

  it('ZAM#3551: an answer given in the same moment as a pause fulfils the response target', () => {
    const targets = [minutesTarget(30, '5x9', { name: '响应' }), minutesTarget(240)]
    const events = [event('start', '08-01 09:00'), event('pause', '08-01 09:20'), event('stop', '08-01 09:20', { targets: ['响应'] })]
    const [response, solution] = evaluateClock({ events, targets, calendar: shippedCalendar(), asOf: at('08-02 12:00') })
    assert.deepEqual([response?.verdict, solution?.verdict], ['met', 'paused'])
  })

  it('ZAM#5177: each target keeps its own time; a short one never overrules another', () => {
    const targets = [minutesTarget(240, '5x9', { name: '响应' }), minutesTarget(60, '5x9', { name: '更新' })]
    const states = evaluateClock({ events: [event('start', '08-01 09:00')], targets, calendar: shippedCalendar(), asOf: at('08-01 09:00') })
    assert.deepEqual(states.map(due), ['08-01 13:00', '08-01 10:00'])
  })

  it('ZAM#534: an imported calendar changes the answer, and the old answer can still be computed', () => {
    const events = [event('start', '2026-12-31 17:30')]
    const asOf = at('2026-12-31 18:00')
    const before = stateAt(asOf, minutesTarget(60), events)
    assert.deepEqual([due(before), before.isProvisional], ['01-01 09:30', true])
    assert.match(before.lines.at(-1) ?? '', /没有官方工作日历/)

    const invented2027 = { year: 2027, version: 1, source: { document: '测试用日历' }, offDays: [{ holiday: '元旦', from: '2027-01-01', to: '2027-01-03' }], makeUpDays: [], flaggedDays: [] }
    const calendar = buildCalendar([...shippedYears, invented2027])
    const after = stateAt(asOf, minutesTarget(60), events, { calendar })
    assert.deepEqual([due(after), after.isProvisional], ['01-04 09:30', false])
    assert.notEqual(after.calendarVersion, before.calendarVersion)
    assert.equal(due(stateAt(asOf, minutesTarget(60), events)), '01-01 09:30')
  })
})

function numbers({ verdict, elapsedMinutes, pausedMinutes, remainingMinutes, overdueMinutes }: ReturnType<typeof stateAt>) {
  return { verdict, elapsedMinutes, pausedMinutes, remainingMinutes, overdueMinutes }
}
