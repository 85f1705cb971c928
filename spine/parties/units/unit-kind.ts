import { closedSet, type Member } from '#shared/closed-set.ts'

export const unitKind = closedSet({
  client: '甲方',
  operator: '乙方',
  'business-department': '业务部门',
  district: '区县',
  counterpart: '共享交换对方',
  supplier: '供应商',
  enterprise: '企业',
  other: '其他',
})
export type UnitKind = Member<typeof unitKind>
