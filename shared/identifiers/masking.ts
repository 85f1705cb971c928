/**
 * Masking of personal data for display and reports (defaults of the trade; GB/T 37964 去标识化). What is too short to
 * keep its ends is masked whole, so that a malformed value never shows more than a proper one.
 * The credit code of an enterprise is not personal data and is not masked.
 */

/** Keeps `head` and `tail` characters when at least as many again are hidden between them; else hides all. */
function maskMiddle(text: string, head: number, tail: number): string {
  const characters = Array.from(text)
  const hidden = characters.length - head - tail
  if (hidden < Math.max(1, Math.min(head + tail, 4))) return '*'.repeat(characters.length)
  return characters.slice(0, head).join('') + '*'.repeat(hidden) + (tail > 0 ? characters.slice(-tail).join('') : '')
}

/** 身份证: first 3 and last 4. The first 6 would give away the district. */
export function maskResidentId(id: string): string {
  return maskMiddle(id.trim(), 3, 4)
}

/** 手机: first 3 and last 4. */
export function maskPhone(phone: string): string {
  return maskMiddle(phone.replace(/[\s-]/g, ''), 3, 4)
}

/** 姓名: the first character. A single character is hidden. */
export function maskName(name: string): string {
  const characters = Array.from(name.trim())
  return characters.length < 2 ? '*'.repeat(characters.length) : `${characters[0]}${'*'.repeat(characters.length - 1)}`
}

/** 银行卡: last 4. */
export function maskBankCard(card: string): string {
  return maskMiddle(card.replace(/\s/g, ''), 0, 4)
}

/** 邮箱: first letter of the name and the domain; the number of hidden characters is not told. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  if (at < 1) return '*'.repeat(Array.from(email).length)
  const [first = ''] = email
  return `${at === 1 ? '' : first}***${email.slice(at)}`
}
