import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, CanonicalJsonError } from './canonical-json.ts'

test('equal values have one text whatever the order of their keys', () => {
  assert.equal(canonicalJson({ b: 1, a: [true, null, { d: '', c: 'x' }] }), '{"a":[true,null,{"c":"x","d":""}],"b":1}')
  assert.equal(canonicalJson({ a: [true, null, { c: 'x', d: '' }], b: 1 }), canonicalJson({ b: 1, a: [true, null, { d: '', c: 'x' }] }))
})

test('keys are ordered by UTF-16 code units as in the example of RFC 8785, 3.2.3', () => {
  const value = { '€': 'Euro Sign', '\r': 'Carriage Return', '\uFB33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '😀': 'Emoji', '\u0080': 'Control', 'ö': 'Latin Small Letter O With Diaeresis' }
  assert.deepEqual(JSON.parse(canonicalJson(value)), value)
  assert.deepEqual([...canonicalJson(value).matchAll(/:"([A-Z][a-z]+)/g)].map((match) => match[1]), ['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew'])
})

// oxlint-disable no-loss-of-precision -- these literals are the examples of the standard
test('numbers are written as RFC 8785 asks', () => {
  assert.equal(canonicalJson([333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0, 1e21, 123456789012345680000]), '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,123456789012345680000]')
})

test('every value that JSON cannot say is named with its place, all at once', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  const value = { when: new Date(0), none: undefined, not: Number.NaN, run: () => 1, big: 1n, half: '\uD800', list: [1, Symbol('x')], map: new Map(), 'k\uDC00': 1 }
  assert.throws(
    () => canonicalJson(value, 'body'),
    (error: unknown) => {
      assert.ok(error instanceof CanonicalJsonError)
      assert.deepEqual(error.problems.map(({ place }) => place).toSorted(), ['body.big', 'body.half', 'body.k\uFFFD', 'body.list[1]', 'body.map', 'body.none', 'body.not', 'body.run', 'body.when'])
      return true
    },
  )
  assert.throws(() => canonicalJson(cyclic), /引用了自身/)
  // oxlint-disable-next-line no-sparse-arrays -- the hole is the point
  assert.throws(() => canonicalJson([1, , 2]), /\$\[1\]/)
})
