import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { judgeNotice, type NoticeFacts } from './judge-notice.ts'

const calendar = shippedCalendar()
const staff = { clause: '五(二)1', form: '书面', limit: { amount: 5, unit: 'working-days', direction: 'before', words: '提前5个工作日' } } as const
const at = (text: string) => new Date(`${text}+08:00`)
const judge = (facts: Partial<NoticeFacts>) => judgeNotice({ kind: staff, eventOn: '2024-10-10', dueAts: [], channel: 'mail', channelNote: '', sentAt: at('2024-09-27T10:00:00'), hasProof: true, ...facts }, calendar)

test('Five working days before a change are counted clear of both days and over the holiday', () => {
  // Thursday 10 October: 09, 08, then the National Day break, 30, 29 (a make-up Sunday) and 27 September lie between.
  assert.equal(judge({}).latest, '2024-09-26')
  assert.equal(judge({ sentAt: at('2024-09-26T23:59:00') }).verdict, 'in-time')
  assert.equal(judge({ sentAt: at('2024-09-27T00:00:00') }).verdict, 'late')
})

test('A limit after an event counts calendar days and moves off a day off', () => {
  const kind = { clause: '六(二)', form: '未约定', limit: { amount: 15, unit: 'calendar-days', direction: 'within', words: '收到后15日内' } } as const
  // 15 days after 20 September is 5 October, within the holiday: the first working day is the 8th.
  const judgement = judge({ kind, eventOn: '2024-09-20', sentAt: at('2024-10-08T23:00:00') })
  assert.deepEqual([judgement.latest, judgement.verdict], ['2024-10-08', 'in-time'])
  assert.equal(judge({ kind, eventOn: '2024-09-20', sentAt: at('2024-10-09T00:00:00') }).verdict, 'late')
})

test('A limit without a number is left to the client, with the days told', () => {
  const kind = { clause: '九(九)', form: '未约定', limit: { unit: 'immediate', direction: 'within', words: '第一时间' } } as const
  const judgement = judge({ kind, eventOn: '2024-09-25' })
  assert.equal(judgement.verdict, 'undecided')
  assert.match(judgement.lines.join('\n'), /其后第 2 日发出，是否及时由甲方认定/)
})

test('An advance notice is measured against the earliest due moment that it announces', () => {
  const dueAts = [at('2024-09-28T23:59:59'), at('2024-09-27T09:59:59')]
  assert.equal(judge({ eventOn: null, dueAts }).verdict, 'late')
  assert.equal(judge({ eventOn: null, dueAts, sentAt: at('2024-09-27T09:59:59') }).verdict, 'in-time')
})

test('Another channel than the designated, a form that is not written and a missing proof are each flagged', () => {
  const { flags, lines } = judge({ channel: 'other', channelNote: '群消息', hasProof: false })
  assert.deepEqual(flags, ['非指定渠道：群消息', '条款要求书面，所用渠道不是书面', '没有送达证明'])
  assert.equal(lines.filter((line) => line.startsWith('标注：')).length, 3)
  assert.deepEqual(judge({ channel: 'paper' }).flags, [])
})

test('A date in a year without an official calendar is told as provisional', () => {
  assert.equal(judge({ eventOn: '2031-03-10', sentAt: at('2031-01-01T00:00:00') }).isProvisional, true)
  assert.equal(judge({}).isProvisional, false)
})
