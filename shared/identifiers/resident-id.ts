/**
 * 居民身份证号, GB 11643-1999: 6 region digits, date of birth, 3 sequence digits of which the last is odd for men,
 * 1 check character.
 */
import { addDays, daysBetween, isDate } from '../calendar/dates.ts'
import { identifierCheck, type IdentifierCheck } from './identifier-check.ts'
import { pickInteger, pickOne, type RandomSource } from './random-source.ts'
import { beijingDistricts, provinceCodes } from './regions.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

export type Sex = 'male' | 'female'

export function residentIdCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17.charAt(index)), 0)
  return CHECKS.charAt(sum % 11)
}

/** `today` is a business date: a date of birth after it is a problem. */
export function checkResidentId(id: string, today: string): IdentifierCheck {
  if (/^\d{15}$/.test(id)) return identifierCheck([`15 位旧号码须升位为 18 位：${upgradeResidentId(id)}`])
  if (!/^\d{17}[\dX]$/.test(id)) {
    if (/^\d{17}x$/.test(id)) return identifierCheck(['身份证号末位的 X 须大写'])
    return identifierCheck([`居民身份证号应为 17 位数字加 1 位校验码，实际 ${id.length} 位或含有其他字符`])
  }
  const problems: string[] = []
  if (!provinceCodes.has(id.slice(0, 2))) problems.push(`前两位 ${id.slice(0, 2)} 不是省级行政区划码`)
  const birth = birthDateOf(id)
  if (!isDate(birth)) problems.push(`第 7 至 14 位 ${id.slice(6, 14)} 不是存在的出生日期`)
  else if (birth > today) problems.push(`出生日期 ${birth} 晚于今天`)
  else if (birth < '1880-01-01') problems.push(`出生日期 ${birth} 过早，请核对`)
  const expected = residentIdCheckCharacter(id.slice(0, 17))
  if (id.charAt(17) !== expected) problems.push(`校验码不符：按 GB 11643-1999 末位应为 ${expected}，实际为 ${id.charAt(17)}，请核对各位是否抄录有误`)
  return identifierCheck(problems)
}

/** `1949-12-31` of a valid 18-character number. */
export function birthDateOf(id: string): string {
  return `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
}

export function sexOf(id: string): Sex {
  return Number(id.charAt(16)) % 2 === 1 ? 'male' : 'female'
}

/** The 18 characters of a 15-digit number: those all date from 19xx. */
export function upgradeResidentId(id15: string): string {
  const first17 = `${id15.slice(0, 6)}19${id15.slice(6)}`
  return first17 + residentIdCheckCharacter(first17)
}

export type ResidentIdOptions = {
  readonly region?: string
  readonly sex?: Sex
  /** Bounds of the date of birth, both included. */
  readonly bornFrom?: string
  readonly bornTo?: string
}

/** A synthetic number that passes its check digit. */
export function syntheticResidentId(random: RandomSource, { region, sex, bornFrom = '1960-01-01', bornTo = '2004-12-31' }: ResidentIdOptions = {}): string {
  const place = region ?? pickOne(random, Object.keys(beijingDistricts))
  const birth = addDays(bornFrom, pickInteger(random, 0, daysBetween(bornFrom, bornTo)))
  const parity = { male: [1, 3, 5, 7, 9], female: [0, 2, 4, 6, 8] }[sex ?? pickOne(random, ['male', 'female'] as const)]
  const sequence = `${String(pickInteger(random, 0, 99)).padStart(2, '0')}${pickOne(random, parity)}`
  const first17 = `${place}${birth.replaceAll('-', '')}${sequence}`
  return first17 + residentIdCheckCharacter(first17)
}
