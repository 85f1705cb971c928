/** What a password must satisfy, as data. Values: 等保三级 8.1.4.1 身份鉴别 and the common practice for it. */
export type PasswordPolicy = {
  readonly minLength: number
  /** For holders of a role that requires a second factor (三员 and their like). */
  readonly minLengthForAdministrators: number
  readonly maxLength: number
  /** Of the four: lower case, upper case, digits, others. */
  readonly minClasses: number
  /** The present password counts as one of them. */
  readonly notAmongLast: number
  readonly maxAgeDays: number
}

export const standardPasswordPolicy: PasswordPolicy = Object.freeze({
  minLength: 8,
  minLengthForAdministrators: 12,
  maxLength: 128,
  minClasses: 3,
  notAmongLast: 5,
  maxAgeDays: 90,
})

/** The policy in sentences, shown before a person types a new password. */
export function describePasswordPolicy(policy: PasswordPolicy): readonly string[] {
  return Object.freeze([
    `至少 ${policy.minLength} 个字符，管理员至少 ${policy.minLengthForAdministrators} 个字符`,
    `大写字母、小写字母、数字、其他符号中至少 ${policy.minClasses} 类`,
    '不含用户名，不是常见密码',
    `不与最近 ${policy.notAmongLast} 次用过的密码相同`,
    `每 ${policy.maxAgeDays} 天更换一次`,
  ])
}
