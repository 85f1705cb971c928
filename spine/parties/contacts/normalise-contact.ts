import type { ContactKind } from './contact-kind.ts'

export type NormalContact = { readonly kind: ContactKind; readonly text: string }

/** Area code of the lines in the operator's rooms: eight digits dialled there without one belong to it. */
const HOME_AREA = '010'
const EXTENSION = /^(.*?)\s*(?:转|分机|ext\.?|x|#|,|;)\s*(\d{1,6})$/
/** `010-55550101-8001`: a third group after a whole number is an extension. */
const THIRD_GROUP = /^(.*\d{7,8})-(\d{1,6})$/
const MOBILE = /^0?(1[3-9]\d{9})$/
const LANDLINE = /^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/

/**
 * One spelling for each number and mailbox, so that however it was typed or sent by a telephone exchange it is found
 * again: `+86 (10) 5555-0101 转 8001` is `01055550101x8001`, mail is in lower case. Undefined for what is neither.
 */
export function normaliseContact(typed: string): NormalContact | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  if (text.includes('@')) return /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,}$/.test(text) ? { kind: 'mail', text } : undefined
  const number = normalisePhone(text)
  return number === undefined ? undefined : { kind: 'phone', text: number }
}

function normalisePhone(text: string): string | undefined {
  const dashes = text.replaceAll(/[‐-―−ー]/g, '-')
  const [, main = dashes, extension] = EXTENSION.exec(dashes) ?? THIRD_GROUP.exec(dashes) ?? []
  if (!/^[+\d\s().-]+$/.test(main)) return undefined
  const number = wholeNumber(main.replaceAll(/[^+\d]/g, ''))
  return number === undefined || extension === undefined ? number : `${number}x${extension}`
}

function wholeNumber(dialled: string): string | undefined {
  const international = /^(?:\+|00)(\d+)$/.exec(dialled)?.[1]
  if (international !== undefined && !international.startsWith('86')) return /^\d{7,15}$/.test(international) ? `+${international}` : undefined
  // Without a plus, 86 is a country code only before what would be too long for a number of a city.
  const isWithCountry = international !== undefined || /^86\d{10,}$/.test(dialled)
  const national = isWithCountry ? (international ?? dialled).slice(2) : dialled
  const mobile = MOBILE.exec(national)?.[1]
  if (mobile !== undefined) return mobile
  if (/^[48]00\d{7}$/.test(national) || LANDLINE.test(national)) return national
  if (isWithCountry) return LANDLINE.test(`0${national}`) ? `0${national}` : undefined
  if (/^[2-9]\d{7}$/.test(national)) return HOME_AREA + national
  // Lines within the house (7726), hot lines (12345).
  return /^\d{3,7}$/.test(national) ? national : undefined
}
