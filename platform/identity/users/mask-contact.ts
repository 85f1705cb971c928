/** `138****0001`; shorter numbers keep their last two digits. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null
  const kept = phone.length >= 11 ? 4 : 2
  const front = phone.length >= 11 ? 3 : 0
  return phone.slice(0, front) + '*'.repeat(phone.length - front - kept) + phone.slice(-kept)
}

/** `z***@example.cn`. */
export function maskEmail(email: string | null): string | null {
  return email === null ? null : email.replace(/^(.).*@/, '$1***@')
}
