import { maskBankCard, maskEmail, maskName, maskPhone, maskResidentId } from '#shared/identifiers/masking.ts'
import type { SensitivityClass } from '#shared/catalogue/propose-classes.ts'

/** How a column of an export is masked: by its class, wholly hidden (something made of a sensitive column), or by what its values look like. */
export type MaskRule = SensitivityClass | 'hidden' | 'content'

const HIDDEN = '******'

/** Only these say nothing of a person. */
const OPEN: ReadonlySet<string> = new Set(['organisation-code'])

/** Classes that a rule must name before values of it are masked; the code of an enterprise is public. */
export const isMasked = (of: SensitivityClass): boolean => !OPEN.has(of)

/** A value as it may leave the system. `kind` integer: numbers that are somebody's number are masked too. Null stays null. */
export function maskValue(rule: MaskRule, value: string | null, kind = 'text'): string | null {
  if (value === null || value === '') return value
  switch (rule) {
    case 'name':
      return maskContent(maskName(value))
    case 'resident-id':
      return maskResidentId(value)
    case 'mobile':
      return maskPhone(value)
    case 'bank-card':
      return maskBankCard(value)
    case 'mail':
      return maskEmail(value)
    case 'address':
      return maskAddress(value)
    case 'content':
      return kind === 'integer' ? maskInteger(value) : kind === 'text' ? maskContent(value) : value
    case 'organisation-code':
      return maskContent(value)
    default:
      return HIDDEN
  }
}

/** 住址: down to the district or county, never the street; without one, nothing. */
function maskAddress(address: string): string {
  const [region] = /^(?:.{2,12}?(?:省|自治区|市|自治州|盟|地区))?(?:.{1,12}?(?:区|县|旗|市))/u.exec(address) ?? []
  return `${region ?? ''}${HIDDEN}`
}

// Digits may be parted by blanks or hyphens, and may be full-width.
const RESIDENT_ID = /(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:(?:18|19|20)\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])/g
const OLD_RESIDENT_ID = /(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])/g
const CARD = /(?<!\d)\d(?:[ -]?\d){15,18}(?!\d)/g
const MOBILE = /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const FULL_WIDTH = /[０-９]/
const MAY_HOLD = /\d(?:[ -]?\d){10}|@|[０-９]/

/** Free text in which somebody's numbers stand: those are masked, the rest is left. */
export function maskContent(text: string): string {
  if (!MAY_HOLD.test(text)) return text
  const plain = FULL_WIDTH.test(text) ? text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)) : text
  return plain
    .replace(RESIDENT_ID, (found) => maskResidentId(found.replace(/[ -]/g, '')))
    .replace(CARD, (found) => (isCard(found.replace(/[ -]/g, '')) ? maskBankCard(found.replace(/[ -]/g, '')) : found))
    .replace(OLD_RESIDENT_ID, maskResidentId)
    .replace(MOBILE, (found) => maskPhone(found))
    .replace(MAIL, maskEmail)
}

/** A number column is masked only where its value is surely somebody's: a serial number of the same length is left. */
function maskInteger(value: string): string {
  if (/^1[3-9]\d{9}$/.test(value)) return maskPhone(value)
  if (/^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$/.test(value)) return maskResidentId(value)
  return /^62\d{14,17}$/.test(value) && isCard(value) ? maskBankCard(value) : value
}

/** ISO/IEC 7812: the check digit; cards of the country begin with 62 and are taken without it. */
function isCard(digits: string): boolean {
  if (digits.startsWith('62')) return true
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
