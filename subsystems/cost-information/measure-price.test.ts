import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePercent, laspeyresIndex, measurePrice, withTax } from './measure-price.ts'

test('a quote far from the others is left out of the mean', () => {
  const measured = measurePrice([{ price: 100, weight: 1 }, { price: 102, weight: 1 }, { price: 98, weight: 1 }, { price: 190, weight: 5 }])
  assert.deepEqual([...measured.outliers], [3])
  assert.equal(measured.price, 100)
})

test('the mean is weighted by market share', () => {
  assert.equal(measurePrice([{ price: 100, weight: 3 }, { price: 104, weight: 1 }]).price, 101)
})

test('tax is added and rounded to the cent', () => {
  assert.equal(withTax(3350, 0.13), 3785.5)
  assert.equal(withTax(2.1, 0.13), 2.37)
})

test('a first month has no change to tell', () => {
  assert.equal(changePercent(105, undefined), null)
  assert.equal(changePercent(105, 100), 5)
})

test('the base month has index 100', () => {
  assert.equal(laspeyresIndex([{ weight: 0.4, base: 3350, present: 3350 }, { weight: 0.6, base: 418, present: 418 }]), 100)
  assert.equal(laspeyresIndex([{ weight: 0.5, base: 100, present: 110 }, { weight: 0.5, base: 100, present: 100 }]), 105)
})

test('weights that do not add up to one are refused', () => {
  assert.throws(() => laspeyresIndex([{ weight: 0.5, base: 100, present: 110 }]), /权重之和应为 1/)
})
