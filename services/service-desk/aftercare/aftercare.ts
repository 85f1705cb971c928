import { defineErrors } from '#platform/errors/app-error.ts'
import { sm3 } from '#platform/crypto/sm3.ts'

export const aftercareErrors = defineErrors('aftercare', {
  'rules-invalid': [422, '规则没有设置，请按提示修改'],
  'rules-exist': [409, '这一天已经有生效的规则，请改用别的日期'],
  'not-rated': [403, '只有提出人可以在办结后评价，而且只评价一次'],
  'rated-before': [409, '这张工单已经评价过'],
  'follow-up-not-found': [404, '没有抽中这张工单回访'],
  'follow-up-changed': [409, '回访已被他人登记，请刷新'],
  'not-third-person': [403, '经手人和提出人不能回访同一工单，请由第三人回访'],
})

export const followErrors = defineErrors('follow-link', {
  unknown: [404, '链接无效或已过期，请向服务热线索取新的链接'],
  'too-often': [429, '访问过于频繁，请一分钟后再试'],
  'has-account': [409, '提出人有账号，请他在“我的求助”中跟踪'],
})

/** Whether a ticket is in the sample: decided by its id alone, so that nobody chooses and anybody can compute it again. */
export function isSampled(ticketId: string, percent: number): boolean {
  return Number.parseInt(sm3(`follow-up:${ticketId}`).slice(0, 8), 16) % 100 < percent
}
