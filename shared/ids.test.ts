/** Ids rise in order, whatever the clock does. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { documentNumber, instantOfUuid, newId, uuidSource } from './ids.ts'

describe('uuid version 7', () => {
  it('has the version, the variant and the instant of RFC 9562', () => {
    const next = uuidSource(() => new Date('2024-09-13T08:00:00.123Z'), (bytes) => bytes.fill(0xff))
    const id = next()
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.equal(instantOfUuid(id).toISOString(), '2024-09-13T08:00:00.123Z')
  })
  it('rises within a millisecond and when the clock steps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 40 }), (steps) => {
        let ms = 1_726_000_000_000
        let step = 0
        const next = uuidSource(() => new Date((ms += steps[step++ % steps.length] ?? 0)), (bytes) => bytes.map((_, index) => (step * 97 + index * 31) % 256))
        const ids = Array.from({ length: 60 }, () => next())
        assert.deepEqual(ids, ids.toSorted())
        assert.equal(new Set(ids).size, ids.length)
      }),
    )
  })
})

describe('ids of one act', () => {
  it('carry its instant and rise in the order in which they were asked for', () => {
    const instant = new Date('2024-09-13T08:00:00Z')
    const ids = Array.from({ length: 50 }, () => newId(instant))
    assert.deepEqual(ids, ids.toSorted())
    assert.equal(new Set(ids).size, 50)
    assert.equal(instantOfUuid(ids[0] ?? '').getTime(), instant.getTime())
  })
})

describe('document numbers', () => {
  it('carry prefix, date and sequence', () => {
    assert.equal(documentNumber('GD', '2024-09-13', 7), 'GD-20240913-0007')
    assert.equal(documentNumber('GD', '2024-09-13', 12345), 'GD-20240913-12345')
  })
  it('refuse a prefix, date or sequence that could not be read back', () => {
    assert.throws(() => documentNumber('gd', '2024-09-13', 1), /大写/)
    assert.throws(() => documentNumber('GD', '20240913', 1), /YYYY-MM-DD/)
    assert.throws(() => documentNumber('GD', '2024-09-13', 0), /正整数/)
  })
})
