import { maskEmail, maskPhone } from '#shared/identifiers/masking.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { NormalContact } from './normalise-contact.ts'

export const contactErrors = defineErrors('contact', {
  'not-found': [404, '没有这个号码'],
  invalid: [422, '号码没有登记，请按提示修改'],
  unreadable: [400, '这不是可以识别的电话号码或邮箱；电话请带区号，邮箱形如 name@example.com'],
  changed: [409, '号码已被他人修改，请刷新后重新操作'],
  removed: [409, '号码已按保留期或请求移除，不能再操作'],
  taken: [409, '号码已登记在别人名下'],
  'no-owner': [422, '请指明号码归属的人员或单位，只能是其中之一'],
  'retention-past': [422, '保留期只能自今天或以后生效'],
  'retention-exists': [409, '这一天已经设置了保留期，请改用别的生效日期'],
})

/** Binds sealed text to its row: copied to another contact it does not open. */
export function contactContext(contactId: string): string {
  return `contact/${contactId}`
}

/** As lists and details show it: `138****0001`, `010****0101 转****`, `z***@example.com`. */
export function maskContact({ kind, text }: NormalContact): string {
  if (kind === 'mail') return maskEmail(text)
  const [number = '', extension] = text.split('x')
  return maskPhone(number) + (extension === undefined ? '' : ` 转${'*'.repeat(extension.length)}`)
}

/** As it is read out or dialled. */
export function spellContact({ text, kind }: NormalContact): string {
  return kind === 'mail' ? text : text.replace('x', ' 转 ')
}
