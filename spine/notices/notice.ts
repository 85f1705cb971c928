import { defineErrors } from '#platform/errors/app-error.ts'
import type { ContractDocument } from '#spine/contracts/contract-document.ts'

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
