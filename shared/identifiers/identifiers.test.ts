/** Check digits against published and recomputed vectors; synthetic identifiers pass their own checks. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkCreditCode, syntheticCreditCode } from './credit-code.ts'
import { maskBankCard, maskEmail, maskName, maskPhone, maskResidentId } from './masking.ts'
import { seededRandom } from './random-source.ts'
import { birthDateOf, checkResidentId, sexOf, syntheticResidentId, upgradeResidentId } from './resident-id.ts'

const today = '2026-11-23'

describe('统一社会信用代码 (GB 32100-2015)', () => {
  it('accepts the valid vectors without a warning', () => {
    for (const code of ['91110105MA0000015F', '91110105MA0000023A', '91110105MA00000315']) assert.deepEqual(checkCreditCode(code), { ok: true, problems: [], warnings: [] }, code)
    assert.equal(checkCreditCode('91350100M000100Y43').ok, true)
  })
  it('names the check character that should stand there', () => {
    assert.match(checkCreditCode('91350100M000100Y4A').problems.join(), /末位应为 3，实际为 A/)
  })
  it('treats a wrong organisation code (GB 11714) as a warning only', () => {
    const check = checkCreditCode('91110105MA0000002Q')
    assert.match([...check.problems, ...check.warnings].join(), /GB 11714/)
    assert.ok(check.warnings.length > 0)
    assert.ok(check.problems.every((problem) => !problem.includes('GB 11714')))
  })
  it('refuses letters that are not used, small letters, letters in the region and a wrong length', () => {
    assert.match(checkCreditCode('9111010500000001IO').problems.join(), /I、O/)
    assert.match(checkCreditCode('91110105ma0000015f').problems.join(), /须大写/)
    assert.match(checkCreditCode('911A0105MA0000015F').problems.join('；'), /行政区划码.*校验码不符/)
    assert.match(checkCreditCode('9111').problems.join(), /18 位，实际 4 位/)
  })
  it('finds every single wrong character', () => {
    const code = '91110105MA0000015F'
    for (let index = 0; index < code.length; index += 1)
      for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (character === code.charAt(index)) continue
        assert.equal(checkCreditCode(code.slice(0, index) + character + code.slice(index + 1)).ok, false)
      }
  })
})

describe('居民身份证号 (GB 11643-1999)', () => {
  it('accepts the published vector and reads it', () => {
    assert.deepEqual(checkResidentId('11010519491231002X', today), { ok: true, problems: [], warnings: [] })
    assert.equal(birthDateOf('11010519491231002X'), '1949-12-31')
    assert.equal(sexOf('11010519491231002X'), 'female')
  })
  it('reports a wrong province, an impossible date and a wrong check character at once', () => {
    assert.equal(checkResidentId('990105194902300021', today).problems.length, 3)
  })
  it('refuses a birth in the future, a small x and other shapes', () => {
    assert.match(checkResidentId(syntheticResidentId(seededRandom(1), { bornFrom: '2026-11-24', bornTo: '2026-11-24' }), today).problems.join(), /晚于今天/)
    assert.match(checkResidentId('11010519491231002x', today).problems.join(), /须大写/)
    assert.match(checkResidentId('1101051949', today).problems.join(), /17 位数字/)
  })
  it('says the upgraded form of a 15-digit number', () => {
    const upgraded = upgradeResidentId('110105491231002')
    assert.equal(upgraded, '11010519491231002X')
    assert.match(checkResidentId('110105491231002', today).problems.join(), new RegExp(upgraded))
  })
})

describe('synthetic identifiers', () => {
  it('pass their own checks for every seed, sex and kind', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('male' as const, 'female' as const), fc.constantFrom('91' as const, '12' as const), (seed, sex, kind) => {
        const random = seededRandom(seed)
        const code = syntheticCreditCode(random, { kind })
        assert.deepEqual(checkCreditCode(code), { ok: true, problems: [], warnings: [] })
        const id = syntheticResidentId(random, { sex })
        assert.deepEqual(checkResidentId(id, today).problems, [])
        assert.equal(sexOf(id), sex)
      }),
    )
  })
  it('are the same for the same seed and spread over different seeds', () => {
    const of = (seed: number) => Array.from({ length: 200 }, ((random) => () => syntheticCreditCode(random))(seededRandom(seed)))
    assert.deepEqual(of(7), of(7))
    assert.notDeepEqual(of(7), of(8))
    assert.ok(new Set(of(7)).size > 195)
  })
})

describe('masking', () => {
  it('keeps what the trade keeps', () => {
    assert.equal(maskResidentId('11010519491231002X'), '110***********002X')
    assert.equal(maskPhone('138 0000 0000'), '138****0000')
    assert.equal(maskName('张三丰'), '张**')
    assert.equal(maskBankCard('6222 0000 0000 0000 123'), '***************0123')
    assert.equal(maskEmail('zhang.san@example.cn'), 'z***@example.cn')
  })
  it('hides short and malformed values whole', () => {
    assert.equal(maskResidentId('1101'), '****')
    assert.equal(maskPhone('12345678'), '********')
    assert.equal(maskName('张'), '*')
    assert.equal(maskBankCard('12'), '**')
    assert.equal(maskEmail('a@example.cn'), '***@example.cn')
    assert.equal(maskEmail('nobody'), '******')
    assert.equal(maskName(''), '')
  })
  it('never shows more characters than it hides names, phones or numbers of any length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        for (const masked of [maskResidentId(text), maskBankCard(text)]) assert.ok(Array.from(masked).length <= Array.from(text).length)
        const kept = Array.from(maskPhone(text)).filter((character) => character !== '*').length
        assert.ok(kept <= 7)
      }),
    )
  })
})
