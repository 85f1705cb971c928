import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { ContractDocument } from '#spine/contracts/contract-document.ts'

/** How a formal notice went out. The parties designated mailboxes and contacts (D-03); anything else is flagged. */
export const noticeChannel = closedSet({ mail: '指定邮箱', paper: '书面送达', contact: '双方确认的联系方式', other: '其他渠道' })
export type NoticeChannel = Member<typeof noticeChannel>

export const noticeVerdict = closedSet({ 'in-time': '按期', late: '逾期', undecided: '待认定' })
export type NoticeVerdict = Member<typeof noticeVerdict>

export type NoticeKind = ContractDocument['notices'][number]

export const noticeErrors = defineErrors('notice', {
  'not-found': [404, '没有这份告知'],
  'unknown-kind': [400, '合同没有这种告知'],
  invalid: [422, '告知没有登记，请按提示修改'],
})

/**
 * The service whose occurrences a kind can announce as impossible: that of the module which its own obligation belongs
 * to (M3-07 不能巡检的提前告知 → 日常定期巡检). Other kinds tell of events, not of occurrences.
 */
export function announcedService(document: ContractDocument, kind: NoticeKind): string | undefined {
  const code = document.obligations.find((one) => one.id === kind.obligation)?.module
  return kind.limit.direction === 'before' ? document.modules.find((one) => one.code === code)?.service : undefined
}
