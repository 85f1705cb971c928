/** Sections of the console's left menu, in order. Pages name them in `menu.section`. */
export const consoleSections = {
  desk: '工作台',
  contract: '合同与义务',
  operation: '运行',
  people: '人员与值班',
  evidence: '证据与报告',
  administration: '系统管理',
} as const
