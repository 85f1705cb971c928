import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAvailability } from './measure-availability.ts'

const minutes = (from: number, to: number) => ({ from: from * 60_000, to: to * 60_000 })
const out = (from: number, to: number, cause: string) => ({ ...minutes(from, to), cause })
const day = minutes(0, 1_440)

test('an hour out of a day is 95.83 per cent, whoever caused it, and the operator answers only for its own', () => {
  const own = measureAvailability({ period: day, planned: [], uncovered: [], outages: [out(60, 120, 'operator')] })
  assert.equal(own.percent?.toFixed(2), '95.83')
  const cloud = measureAvailability({ period: day, planned: [], uncovered: [], outages: [out(60, 120, 'client-or-cloud')] })
  assert.equal(cloud.percent?.toFixed(2), '95.83')
  assert.equal(cloud.percentOperator, 100)
})

test('a planned window is no agreed time, and an outage in it costs nothing beyond it', () => {
  const figures = measureAvailability({ period: day, planned: [minutes(0, 60)], uncovered: [], outages: [out(30, 90, 'undecided')] })
  assert.equal(figures.agreedSeconds, 1_380 * 60)
  assert.equal(figures.downSeconds.undecided, 30 * 60)
  assert.equal(figures.plannedSeconds, 3_600)
})

test('time without samples is unknown: neither available nor out, and said', () => {
  const figures = measureAvailability({ period: day, planned: [], uncovered: [minutes(600, 1_200)], outages: [out(0, 84, 'operator')] })
  assert.equal(figures.unknownSeconds, 600 * 60)
  assert.equal(figures.percent, 90)
  const blind = measureAvailability({ period: day, planned: [], uncovered: [day], outages: [] })
  assert.equal(blind.percent, null, 'nothing measured is not 100 per cent')
})

test('outages of two components at once count once, by the graver cause; a running outage ends with the period', () => {
  const figures = measureAvailability({ period: day, planned: [], uncovered: [minutes(10, 20)], outages: [out(0, 60, 'client-or-cloud'), out(30, 90, 'operator'), out(1_400, 9_999, 'undecided')] })
  assert.deepEqual(figures.downSeconds, { operator: 3_600, 'client-or-cloud': 1_800, undecided: 2_400 })
  assert.equal(figures.unknownSeconds, 0, 'a moment out is not unknown')
})
