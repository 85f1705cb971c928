import { plain, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'
import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

/** 建市〔2014〕159号 is what is applied; the grades of 建市〔2020〕94号 are not in force. */
export const STANDARD_VERSION = '2014'

type CategorySeed = { sequence: '施工总承包' | '专业承包' | '施工劳务'; code: string; name: string; grades: readonly string[] }
const generalGrades = ['特级', '一级', '二级', '三级']
const specialGrades = ['一级', '二级', '三级']
const twoGrades = ['一级', '二级']
const noGrade = ['不分等级']

const general = ['建筑工程', '公路工程', '铁路工程', '港口与航道工程', '水利水电工程', '电力工程', '矿山工程', '冶金工程', '石油化工工程', '市政公用工程', '通信工程', '机电工程']
const special: ReadonlyArray<[string, readonly string[]]> = [
  ['地基基础工程', specialGrades], ['起重设备安装工程', specialGrades], ['预拌混凝土', noGrade], ['电子与智能化工程', twoGrades], ['消防设施工程', twoGrades], ['防水防腐保温工程', twoGrades],
  ['桥梁工程', specialGrades], ['隧道工程', specialGrades], ['钢结构工程', specialGrades], ['模板脚手架', noGrade], ['建筑装修装饰工程', twoGrades], ['建筑机电安装工程', specialGrades], ['建筑幕墙工程', twoGrades],
  ['古建筑工程', specialGrades], ['城市及道路照明工程', specialGrades], ['公路路面工程', specialGrades], ['公路路基工程', specialGrades], ['公路交通工程', twoGrades], ['铁路电务工程', specialGrades], ['铁路铺轨架梁工程', twoGrades],
  ['铁路电气化工程', specialGrades], ['机场场道工程', twoGrades], ['民航空管工程及机场弱电系统工程', twoGrades], ['机场目视助航工程', twoGrades], ['港口与海岸工程', specialGrades], ['航道工程', specialGrades],
  ['通航建筑物工程', specialGrades], ['港航设备安装及水上交管工程', twoGrades], ['水工金属结构制作与安装工程', specialGrades], ['水利水电机电安装工程', specialGrades], ['河湖整治工程', specialGrades], ['输变电工程', specialGrades],
  ['核工程', twoGrades], ['海洋石油工程', twoGrades], ['环保工程', specialGrades], ['特种工程', noGrade],
]

/** 12 general, 36 special and one labour category, each with its grades. */
export const categories: readonly CategorySeed[] = [
  ...general.map((name, at) => ({ sequence: '施工总承包' as const, code: `A${String(at + 1).padStart(2, '0')}`, name: `${name}施工总承包`, grades: generalGrades })),
  ...special.map(([name, grades], at) => ({ sequence: '专业承包' as const, code: `B${String(at + 1).padStart(2, '0')}`, name: `${name}专业承包`, grades })),
  { sequence: '施工劳务', code: 'C01', name: '施工劳务', grades: noGrade },
]

/** Which level decides in Beijing is set by the city and changes; kept as an attribute of category and grade. */
export function decisionLevel(sequence: string, grade: string): '部级' | '市级' | '区级' {
  if (sequence === '施工劳务' || grade === '三级') return '区级'
  return sequence === '施工总承包' && (grade === '特级' || grade === '一级') ? '部级' : '市级'
}

/**
 * 建筑工程施工总承包 (2014 text): indicator, unit, value by grade, and whether it is still assessed. Head-counts are no longer assessed
 * except at the lowest grade (建市〔2016〕226号).
 */
export const buildingIndicators: ReadonlyArray<{ code: string; title: string; unit: string; evidence: string; isHeadCount: boolean; values: Readonly<Record<'一级' | '二级' | '三级', number>> }> = [
  { code: 'net-assets', title: '净资产', unit: '万元', evidence: '审计报告', isHeadCount: false, values: { 一级: 10_000, 二级: 4_000, 三级: 800 } },
  { code: 'constructors', title: '注册建造师', unit: '人', evidence: '注册证书', isHeadCount: true, values: { 一级: 12, 二级: 12, 三级: 5 } },
  { code: 'technical-head-years', title: '技术负责人从业年限', unit: '年', evidence: '任职文件', isHeadCount: false, values: { 一级: 10, 二级: 8, 三级: 5 } },
  { code: 'titled-staff', title: '中级以上职称人员', unit: '人', evidence: '职称证书', isHeadCount: true, values: { 一级: 30, 二级: 15, 三级: 6 } },
  { code: 'site-managers', title: '持证现场管理人员', unit: '人', evidence: '岗位证书', isHeadCount: true, values: { 一级: 50, 二级: 30, 三级: 15 } },
  { code: 'skilled-workers', title: '中级工以上技术工人', unit: '人', evidence: '技能证书', isHeadCount: true, values: { 一级: 150, 二级: 75, 三级: 30 } },
]

export const workflows: readonly Workflow[] = [
  defineWorkflow('dynamic-check', '动态核查', {
    planned: ['已计划', 'checked'],
    checked: ['已核查', 'closed', 'rectifying'],
    rectifying: ['限期整改', 'rechecked', 'withdrawn'],
    rechecked: ['已复查', 'closed', 'withdrawn'],
    withdrawn: ['撤回资质'],
    closed: ['已办结'],
  }),
]

export const timeLimits: readonly TimeLimit[] = [
  { code: 'qualification-decision', title: '资质许可决定', amount: 20, unit: 'working_day', startEvent: '受理', isPausable: true, extensionRule: '经负责人批准可延长 10 个工作日', source: '建筑业企业资质管理规定（住建部令第22号）' },
  { code: 'qualification-validity', title: '资质证书有效期', amount: 5, unit: 'year', startEvent: '颁发证书', isPausable: false, source: '建筑业企业资质管理规定' },
  { code: 'rectification', title: '不再符合标准的整改', amount: 3, unit: 'month', startEvent: '责令整改', isPausable: false, extensionRule: '最长三个月', source: '建筑业企业资质管理规定第二十八条' },
  { code: 'safety-permit-decision', title: '安全生产许可决定', amount: 45, unit: 'calendar_day', startEvent: '收到申请', isPausable: false, source: '安全生产许可证条例' },
  { code: 'safety-permit-validity', title: '安全生产许可证有效期', amount: 3, unit: 'year', startEvent: '颁发证书', isPausable: false, source: '安全生产许可证条例' },
  { code: 'registration-change', title: '工商变更后申请资质变更', amount: 1, unit: 'month', startEvent: '工商变更', isPausable: false, source: '建筑业企业资质管理规定' },
]

export const licenceItems: readonly LicenceItem[] = [
  { code: 'JZ-ZZ-01', name: '建筑业企业资质认定', type: '普通', decisionLevel: '市级', timeLimit: 'qualification-decision', promiseDays: 15, resultName: '建筑业企业资质证书' },
  { code: 'JZ-AX-01', name: '建筑施工企业安全生产许可证核发', type: '普通', decisionLevel: '市级', timeLimit: 'safety-permit-decision', promiseDays: 20, resultName: '安全生产许可证' },
]

export const dictionaries: readonly Dictionary[] = [
  { code: 'qual_sequence', title: '资质序列', source: '建市〔2014〕159号', entries: plain(['施工总承包', '专业承包', '施工劳务']) },
  { code: 'qual_grade', title: '资质等级', source: '建市〔2014〕159号', entries: plain(['特级', '一级', '二级', '三级', '不分等级']) },
  { code: 'app_type', title: '申请类型', source: '建筑业企业资质管理规定', entries: plain(['首次', '升级', '增项', '延续', '重新核定', '简单变更', '重组合并分立', '跨省迁入', '遗失补办', '注销']) },
  { code: 'certificate_status', title: '证书状态', source: '电子证照业务规程', entries: plain(['有效', '暂扣', '过期失效', '注销', '撤销', '撤回', '吊销', '已转出']) },
]
