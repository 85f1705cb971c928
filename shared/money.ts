/**
 * Money as decimal strings in 元, computed in whole fen: no binary fraction ever touches an amount.
 */

/** A decimal string in 元 with two places, `1803000.00`. Made by `parseMoney` and the functions here. */
export type Money = string & { readonly __unit: '元' }

export type Rounding = 'half-up' | 'half-even' | 'down' | 'up'

const SHAPE = /^([+-]?)(\d{1,15})(?:\.(\d{1,2}))?$/
/** Thousands separators only where they belong: 1,803,000 but not 18,03,000. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/

/** Reads `1803000`, `1803000.5` or `1,803,000.00`. Throws a RangeError that says what is allowed. */
export function parseMoney(text: string): Money {
  const trimmed = text.trim()
  const match = SHAPE.exec(GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed)
  if (match === null) throw new RangeError(`“${text}”不是金额：以元为单位，最多两位小数，可用千分位逗号，如 1,803,000.00`)
  const [, sign, yuan = '0', fraction = ''] = match
  const fen = BigInt(yuan) * 100n + BigInt(fraction.padEnd(2, '0'))
  return ofFen(sign === '-' ? -fen : fen)
}

export function isMoney(text: string): boolean {
  try {
    return parseMoney(text).length > 0
  } catch {
    return false
  }
}

export function fenOf(money: Money): bigint {
  return BigInt(money.replace('.', ''))
}

export function ofFen(fen: bigint): Money {
  const digits = magnitude(fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as Money
}

export function addMoney(...amounts: readonly Money[]): Money {
  return ofFen(amounts.reduce((sum, amount) => sum + fenOf(amount), 0n))
}

export function subtractMoney(from: Money, amount: Money): Money {
  return ofFen(fenOf(from) - fenOf(amount))
}

/** Negative, zero or positive, for sorting. */
export function compareMoney(a: Money, b: Money): number {
  const difference = fenOf(a) - fenOf(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Multiplies by a decimal rate such as `0.005`, and rounds to fen in the stated way; ties and signs as in accounting. */
export function multiplyMoney(money: Money, rate: string, rounding: Rounding): Money {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,12}))?$/.exec(rate.trim())
  if (match === null) throw new RangeError(`“${rate}”不是倍率：应为十进制数，如 0.005`)
  const [, sign, whole = '0', fraction = ''] = match
  const scale = 10n ** BigInt(fraction.length)
  const product = fenOf(money) * BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  return ofFen(divide(product, scale, rounding))
}

/** A share `numerator / denominator`, for pro-rata parts of a price. */
export function shareOfMoney(money: Money, numerator: number, denominator: number, rounding: Rounding): Money {
  if (!Number.isInteger(numerator) || !Number.isInteger(denominator) || denominator <= 0) throw new RangeError(`份额 ${numerator}/${denominator} 应为整数，且分母大于零`)
  return ofFen(divide(fenOf(money) * BigInt(numerator), BigInt(denominator), rounding))
}

function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const size = magnitude(numerator)
  const quotient = size / denominator
  const rest = (size % denominator) * 2n
  const up =
    rounding === 'up' ? rest > 0n
    : rounding === 'down' ? false
    : rest > denominator || (rest === denominator && (rounding === 'half-up' || quotient % 2n === 1n))
  const rounded = up ? quotient + 1n : quotient
  return numerator < 0n ? -rounded : rounded
}

/** `1,803,000.00`. */
export function formatMoney(money: Money): string {
  return money.replace(/\B(?=(\d{3})+\.)/g, ',')
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** 大写 as on invoices and contracts (正确填写票据和结算凭证的基本规定): `壹佰捌拾万零叁仟元整`. */
export function capitalMoney(money: Money): string {
  const fen = fenOf(money)
  const sign = fen < 0n ? '负' : ''
  const size = magnitude(fen)
  const [yuan, jiao, cent] = [size / 100n, Number((size / 10n) % 10n), Number(size % 10n)]
  const whole = yuan > 0n ? `${capitalInteger(yuan)}元` : ''
  if (jiao === 0 && cent === 0) return `${sign}${whole || '零元'}整`
  const jiaoText = jiao > 0 ? `${DIGITS.charAt(jiao)}角` : whole ? '零' : ''
  return `${sign}${whole}${jiaoText}${cent > 0 ? `${DIGITS.charAt(cent)}分` : '整'}`
}

function capitalInteger(value: bigint): string {
  const digits = value.toString()
  let text = ''
  let zero = false
  for (let index = 0; index < digits.length; index += 1) {
    const place = digits.length - 1 - index
    const digit = Number(digits.charAt(index))
    if (digit === 0) zero = true
    else {
      text += `${zero ? '零' : ''}${DIGITS.charAt(digit)}${PLACES[place % 4]}`
      zero = false
    }
    const groupHasDigits = /[1-9]/.test(digits.slice(Math.max(0, index - 3), index + 1))
    if (place % 4 === 0 && place > 0 && groupHasDigits) text += groupUnit(digits, place)
  }
  return text
}

/** 万亿 is written 万 before a 亿 that follows, and 万亿 where no digits of the 亿 group follow. */
function groupUnit(digits: string, place: number): string {
  if (place !== 12) return GROUPS[place / 4] ?? ''
  const hundredMillions = digits.slice(digits.length - 12, digits.length - 8)
  return Number(hundredMillions) === 0 ? '万亿' : '万'
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
