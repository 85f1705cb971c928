/** Sections of the console's left menu, in order. Pages name them in `menu.section`. */
export const consoleSections = {
  desk: '工作台',
  contract: '合同与义务',
  service: '服务与权限',
  operation: '巡检与系统',
  data: '数据与备份',
  change: '变更',
  people: '人员与值班',
  evidence: '证据与报告',
  administration: '系统管理',
} as const
