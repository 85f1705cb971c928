/** Money: exact sums, stated rounding, separators and 大写. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addMoney, capitalMoney, compareMoney, fenOf, formatMoney, isMoney, multiplyMoney, ofFen, parseMoney, shareOfMoney, subtractMoney } from './money.ts'

const yuan = parseMoney

describe('reading and writing money', () => {
  it('reads plain and grouped amounts', () => {
    assert.deepEqual(['1803000', '1,803,000.5', '-0.01', ' 12.30 '].map(yuan), ['1803000.00', '1803000.50', '-0.01', '12.30'])
  })
  it('refuses what is not an amount in 元, and says what is', () => {
    for (const text of ['', '1.234', '18,03,000', '1e3', '１２', '12元', '.5']) {
      assert.throws(() => yuan(text), /最多两位小数/, text)
      assert.equal(isMoney(text), false)
    }
  })
  it('groups thousands', () => {
    assert.deepEqual(['0', '999.9', '1803000', '-1234567.89'].map((text) => formatMoney(yuan(text))), ['0.00', '999.90', '1,803,000.00', '-1,234,567.89'])
  })
  it('comes back from any amount of fen', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (fen) => assert.equal(fenOf(yuan(formatMoney(ofFen(fen)))), fen)))
  })
})

describe('computing with money', () => {
  it('adds without binary fractions', () => {
    assert.equal(addMoney(yuan('0.10'), yuan('0.20')), '0.30')
    assert.equal(addMoney(), '0.00')
    assert.equal(subtractMoney(yuan('1'), yuan('1.01')), '-0.01')
    assert.deepEqual([yuan('9'), yuan('10'), yuan('-1')].toSorted(compareMoney), ['-1.00', '9.00', '10.00'])
  })
  it('rounds a product to fen only in the way that was stated', () => {
    const product = (rounding: Parameters<typeof multiplyMoney>[2], money = '0.50', rate = '0.25') => multiplyMoney(yuan(money), rate, rounding)
    assert.deepEqual([product('half-up'), product('half-even'), product('down'), product('up')], ['0.13', '0.12', '0.12', '0.13'])
    assert.equal(product('half-up', '-0.50'), '-0.13')
    assert.equal(multiplyMoney(yuan('1803000'), '0.005', 'half-up'), '9015.00')
    assert.equal(multiplyMoney(yuan('1'), '1.004', 'up'), '1.01')
    assert.throws(() => multiplyMoney(yuan('1'), '5%', 'down'), /十进制数/)
  })
  it('shares a price by days', () => {
    assert.equal(shareOfMoney(yuan('100'), 1, 3, 'half-up'), '33.33')
    assert.equal(shareOfMoney(yuan('100'), 2, 3, 'half-up'), '66.67')
    assert.throws(() => shareOfMoney(yuan('1'), 1, 0, 'down'), /分母/)
  })
})

describe('大写', () => {
  const cases: Record<string, string> = {
    '1803000': '壹佰捌拾万零叁仟元整',
    '0': '零元整',
    '0.05': '伍分',
    '0.50': '伍角整',
    '10': '壹拾元整',
    '1409.50': '壹仟肆佰零玖元伍角整',
    '6007.14': '陆仟零柒元壹角肆分',
    '107000.53': '壹拾万零柒仟元伍角叁分',
    '16409.02': '壹万陆仟肆佰零玖元零贰分',
    '100000000': '壹亿元整',
    '100000001': '壹亿零壹元整',
    '1000010000': '壹拾亿零壹万元整',
    '10000000000000': '壹拾万亿元整',
    '10000100000000': '壹拾万零壹亿元整',
    '-12.34': '负壹拾贰元叁角肆分',
  }
  for (const [amount, words] of Object.entries(cases)) it(`writes ${amount} as ${words}`, () => assert.equal(capitalMoney(yuan(amount)), words))
})
