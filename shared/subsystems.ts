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

/** Names that fit a column head. */
const SHORT_TITLES: Readonly<Record<Subsystem, string>> = {
  'enterprise-qualification': '企业资质',
  'market-supervision': '市场监管',
  'personnel-qualification': '人员资格',
  'site-workforce': '现场人员',
  'law-enforcement': '执法',
  'cost-information': '工程造价',
}

/** Name of a subsystem by its code; duties of the platform as a whole stand under `platform`. */
export function subsystemTitle(code: string): string {
  if (subsystem.has(code)) return subsystem.titles[code]
  return code === 'platform' ? '平台整体' : code === 'unattributed' ? '未归属' : code
}

/** The same, short; a subsystem of another contract keeps the title given. */
export function subsystemShortTitle(code: string, title = subsystemTitle(code)): string {
  return subsystem.has(code) ? SHORT_TITLES[code] : title
}

/** For choices: the six, then the platform as a whole. */
export const subsystemOptions: ReadonlyArray<{ value: string; label: string }> = [...subsystem.values, 'platform'].map((value) => ({ value, label: subsystemTitle(value) }))
