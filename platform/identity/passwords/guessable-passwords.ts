/** Passwords that satisfy the classes and are guessed first. Compared without case and without symbols at either end. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passw0rd p@ssw0rd p@ssword password1 password123 p@ssw0rd123 admin123 admin@123 admin1234 admin@1234 admin123456
  administrator1 root1234 root@123 root123456 test1234 test@123 test@1234 user@123 user1234 guest123 welcome1 welcome123
  abc123456 abc@123 abc@1234 abc@12345 abcd1234 abcd@1234 aa123456 aa@123456 a1234567 a12345678 a123456789 1qaz2wsx 1qaz@wsx
  1q2w3e4r 1q2w3e4r5t q1w2e3r4 qwer1234 qwer@1234 qwe123456 qwe@1234 qwerty123 qwerty@123 asdf1234 zaq12wsx zxcv1234 zxcvbnm123
  woaini123 woaini1314 woaini520 iloveyou1 huawei@123 huawei12 changeme1 changeme123 letmein123 dragon123 monkey123 oracle123
  oracle@123 postgres1 postgres123 mysql@123 manager1 sysadmin1 secret123 asd123456 qq123456 wang1234 zhang123 beijing1 beijing123
  beijing2024 china123 china@123 xinyun123 xinyun@123 yunwei123 yunwei@123 zhujianwei1 12345678a 123456789a 1234qwer 123qweasd 123qwe!@#`.split(/\s+/),
)

export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase()
  return commonPasswords.has(plain) || commonPasswords.has(plain.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, ''))
}
