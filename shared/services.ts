import { closedSet, type Member } from './closed-set.ts'

/** The twelve function modules in the contract's order (annex 3 numbering M1…M12). */
export const service = closedSet({
  'service-desk': '服务热线',
  'access-adjustment': '系统权限调整',
  inspection: '日常定期巡检',
  'holiday-assurance': '重大节日保障',
  'data-maintenance': '数据维护',
  'data-inventory': '数据盘点',
  backup: '数据备份处理',
  'data-exchange': '共享交换服务',
  'emergency-response': '突发情况应急处置',
  'security-management': '信息安全管理及处置',
  'operations-reporting': '编写运维报告',
  'change-request': '其它工作',
})
export type ServiceName = Member<typeof service>

/** Name of a module by its code; duties of the contract as a whole stand under `contract`. */
export function serviceTitle(code: string): string {
  if (service.has(code)) return service.titles[code]
  return code === 'contract' ? '合同整体' : code
}

/** For choices: the twelve, then the contract as a whole. */
export const serviceOptions: ReadonlyArray<{ value: string; label: string }> = [...service.values, 'contract'].map((value) => ({ value, label: serviceTitle(value) }))
