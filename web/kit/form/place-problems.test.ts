import assert from 'node:assert/strict'
import test from 'node:test'
import { placeProblems } from './place-problems.ts'

const fields = [['title'], ['contact', 'phone'], ['items', 0, 'title'], ['files']]
const placeOf = (place: string) => placeProblems([{ place, message: '不对' }], fields)[0]!

test('a place in the body is the field of the same path', () => {
  assert.deepEqual(placeOf('body.title').path, ['title'])
  assert.deepEqual(placeOf('contact.phone').path, ['contact', 'phone'])
})

test('rows of a list are found in both spellings', () => {
  assert.deepEqual(placeOf('body.items.0.title').path, ['items', 0, 'title'])
  assert.deepEqual(placeOf('items[0].title').path, ['items', 0, 'title'])
})

test('a problem inside a field belongs to the nearest field that holds it', () => {
  assert.deepEqual(placeOf('body.files.3.size').path, ['files'])
})

test('a problem without a field keeps its place in words', () => {
  assert.deepEqual(placeOf('contract.yaml:120'), { path: undefined, message: 'contract.yaml:120：不对' })
  assert.deepEqual(placeOf('body'), { path: undefined, message: '不对' })
})
