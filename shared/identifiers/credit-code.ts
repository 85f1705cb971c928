/**
 * 统一社会信用代码, GB 32100-2015: 1 registration authority, 1 kind, 6 region digits, 9 organisation code (GB 11714),
 * 1 check character. A real code may violate GB 11714, so that check is a warning; known exceptions to the check
 * character belong in a register of exceptions, never in a looser rule.
 */
import { identifierCheck, type IdentifierCheck } from './identifier-check.ts'
import { pickOne, pickText, type RandomSource } from './random-source.ts'
import { beijingDistricts, provinceCodes } from './regions.ts'

/** 31 symbols: I, O, S, V and Z are not used. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The last character for the first 17. */
export function creditCodeCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(first17.charAt(index)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The ninth character of an organisation code (GB 11714) for its first eight: 10 is X, 11 is 0. */
export function organisationCodeCheckCharacter(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * ORGANISATION_ALPHABET.indexOf(first8.charAt(index)), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

export function checkCreditCode(code: string): IdentifierCheck {
  if (code.length !== 18) return identifierCheck([`统一社会信用代码应为 18 位，实际 ${code.length} 位`])
  const foreign = [...new Set(code)].filter((character) => !ALPHABET.includes(character))
  if (foreign.length > 0) {
    const cure = code.toUpperCase() === code ? '不使用字母 I、O、S、V、Z' : '字母须大写，且不使用 I、O、S、V、Z'
    return identifierCheck([`统一社会信用代码含有不允许的字符 ${foreign.join('、')}：${cure}`])
  }
  const problems: string[] = []
  if (!SHAPE.test(code)) problems.push(`第 3 至 8 位应为 6 位数字的行政区划码，实际为 ${code.slice(2, 8)}`)
  const expected = creditCodeCheckCharacter(code.slice(0, 17))
  if (code.charAt(17) !== expected) problems.push(`校验码不符：按 GB 32100-2015 末位应为 ${expected}，实际为 ${code.charAt(17)}，请核对各位是否抄录有误`)

  const warnings: string[] = []
  const organisation = organisationCodeCheckCharacter(code.slice(8, 16))
  if (code.charAt(16) !== organisation) warnings.push(`主体标识码（第 9 至 17 位）的校验位按 GB 11714 应为 ${organisation}，实际为 ${code.charAt(16)}`)
  // Ministries register under region 100000.
  if (SHAPE.test(code) && !provinceCodes.has(code.slice(2, 4)) && code.slice(2, 8) !== '100000') warnings.push(`行政区划码 ${code.slice(2, 8)} 不属于任何省级行政区`)
  return identifierCheck(problems, warnings)
}

export type CreditCodeOptions = {
  /** First two characters: 91 enterprise, 92 个体工商户, 11 机关, 12 事业单位, 51 社会团体, 52 民办非企业单位. */
  readonly kind?: '91' | '92' | '11' | '12' | '51' | '52'
  /** Six digits of GB/T 2260; a district of Beijing by default. */
  readonly region?: string
}

/** A synthetic code that passes both checks. The organisation part begins with `MA0`. */
export function syntheticCreditCode(random: RandomSource, { kind = '91', region }: CreditCodeOptions = {}): string {
  const place = region ?? pickOne(random, Object.keys(beijingDistricts))
  const first8 = `MA0${pickText(random, '0123456789', 5)}`
  const first17 = `${kind}${place}${first8}${organisationCodeCheckCharacter(first8)}`
  return first17 + creditCodeCheckCharacter(first17)
}
