import { randomInt } from 'node:crypto'
import { isCommonPassword } from './guessable-passwords.ts'
import type { PasswordPolicy } from './password-policy.ts'

export type PasswordOwner = { readonly username: string; readonly isAdministrator: boolean }

/** All that is wrong with a new password, in sentences for its owner; empty when it may be used. */
export function passwordFaults(password: string, owner: PasswordOwner, policy: PasswordPolicy): string[] {
  const faults: string[] = []
  const minLength = owner.isAdministrator ? policy.minLengthForAdministrators : policy.minLength
  const length = password.length
  if (length < minLength) faults.push(`密码至少 ${minLength} 个字符，现有 ${length} 个`)
  if (length > policy.maxLength) faults.push(`密码至多 ${policy.maxLength} 个字符`)
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((one) => one.test(password)).length
  if (classes < policy.minClasses) faults.push(`大写字母、小写字母、数字、其他符号中至少 ${policy.minClasses} 类，现有 ${classes} 类`)
  if (password.toLowerCase().includes(owner.username.toLowerCase())) faults.push('密码不能含有用户名')
  if (isCommonPassword(password)) faults.push('这是常见密码，容易被猜到')
  return faults
}

/** Without characters that are mistaken for each other when read aloud or typed from paper. */
const ALPHABETS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=#%@?'] as const
const INITIAL_LENGTH = 16

/** An initial password: 16 characters of all four classes from the system's random source (about 92 bits). */
export function randomPassword(): string {
  const all = ALPHABETS.join('')
  const characters: string[] = ALPHABETS.map(pick)
  while (characters.length < INITIAL_LENGTH) characters.push(pick(all))
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    const kept = characters[last] as string
    characters[last] = characters[other] as string
    characters[other] = kept
  }
  return characters.join('')
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length))
}
