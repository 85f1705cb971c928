import { closedSet, type Member } from './closed-set.ts'

/** The six subsystems of the platform in the contract's order (二(二)); their ports follow the console's in this order. */
export const subsystem = closedSet({
  'enterprise-qualification': '建筑业企业资质审批与监管',
  'market-supervision': '建筑市场监管',
  'personnel-qualification': '住房和城乡建设领域人员资格管理',
  'site-workforce': '施工现场人员管理服务',
  'law-enforcement': '住房城乡建设系统执法',
  'cost-information': '工程造价服务平台',
})
export type Subsystem = Member<typeof subsystem>
