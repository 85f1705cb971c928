import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { rotateShifts, type Pattern } from './rotate-shifts.ts'
import { spanOf, type Span } from './span.ts'

const nobodyAway = () => false
const nine = (date: string) => ({ date, required: [spanOf(instantOf(date, 540), instantOf(date, 1_080))] })
const pattern = (more: Partial<Pattern> = {}): Pattern => ({ slots: [{ from: '09:00', to: '18:00' }], rotation: 'day', people: { primary: ['甲', '乙', '丙'], backup: [], leader: [] }, ...more })
const words = ({ shifts }: ReturnType<typeof rotateShifts>) => shifts.map(({ startsAt, endsAt, role, personId }) => `${formatInstant(startsAt).slice(5, 16)}–${formatInstant(endsAt).slice(5, 16)} ${role} ${personId}`)

test('Turns go by working day, so that a weekend costs nobody his turn', () => {
  const days = [nine('2024-09-13'), nine('2024-09-14'), { date: '2024-09-15', required: [] }, nine('2024-09-18'), nine('2024-09-19')]
  assert.deepEqual(rotateShifts('hotline-5x8', pattern(), days, nobodyAway).shifts.map(({ personId }) => personId), ['甲', '乙', '丙', '甲'])
})

test('Turns go by calendar week', () => {
  const days = ['2024-09-12', '2024-09-13', '2024-09-14', '2024-09-18'].map(nine)
  assert.deepEqual(rotateShifts('hotline-5x8', pattern({ rotation: 'week' }), days, nobodyAway).shifts.map(({ personId }) => personId), ['甲', '甲', '甲', '乙'])
})

test('Whoever is away is stood in for by the next who can come, and keeps the later turns', () => {
  const away = (personId: string, { from }: Span) => personId === '乙' && from < instantOf('2024-09-14').getTime()
  const rotated = rotateShifts('hotline-5x8', pattern(), ['2024-09-12', '2024-09-13', '2024-09-14', '2024-09-18', '2024-09-19'].map(nine), away)
  assert.deepEqual(rotated.shifts.map(({ personId }) => personId), ['甲', '丙', '丙', '甲', '乙'])
  assert.deepEqual(rotated.notes.map(({ insteadOf, personId }) => [insteadOf, personId]), [['乙', '丙']])
})

test('Nobody is primary and backup at once; where everybody is away the gap is noted', () => {
  const both = pattern({ people: { primary: ['甲'], backup: ['甲', '乙'], leader: ['领导'] } })
  assert.deepEqual(words(rotateShifts('hotline-5x8', both, [nine('2024-09-13')], nobodyAway)), ['09-13T09:00–09-13T18:00 primary 甲', '09-13T09:00–09-13T18:00 backup 乙', '09-13T09:00–09-13T18:00 leader 领导'])
  const nobody = rotateShifts('hotline-5x8', both, [nine('2024-09-13')], () => true)
  assert.deepEqual([nobody.shifts, nobody.notes.map(({ personId }) => personId)], [[], [null, null, null]])
})

test('A special period is covered from its first minute to its last, nights over midnight included', () => {
  const period = spanOf(instantOf('2024-09-30', 1_080), instantOf('2024-10-02', 480))
  const days = ['2024-09-29', '2024-09-30', '2024-10-01', '2024-10-02'].map((date) => ({ date, required: date === '2024-09-29' ? [] : [{ from: Math.max(period.from, instantOf(date).getTime()), to: Math.min(period.to, instantOf(date, 1_440).getTime()) }] }))
  const rotated = rotateShifts('special-7x24', pattern({ slots: [{ from: '08:00', to: '20:00' }, { from: '20:00', to: '08:00' }], rotation: 'shift' }), days, nobodyAway)
  assert.deepEqual(words(rotated), ['09-30T18:00–09-30T20:00 primary 甲', '09-30T20:00–10-01T08:00 primary 乙', '10-01T08:00–10-01T20:00 primary 丙', '10-01T20:00–10-02T08:00 primary 甲'])
})
