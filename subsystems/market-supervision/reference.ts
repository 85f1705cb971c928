import { numbered, plain, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'
import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

/** One version of the scoring rules. There is no base score: project block and enterprise block are added up. */
export const ruleSets = [
  { version: '2022', subjectType: '施工总承包企业', effectiveFrom: '2022-05-01', periodMonths: 12, blockMax: 88, rankStep: 50, rankDeduction: 0.5, rankFloor: 0.5 },
  { version: '2022', subjectType: '监理企业', effectiveFrom: '2022-05-01', periodMonths: 12, blockMax: 88, rankStep: 50, rankDeduction: 0.5, rankFloor: 0.5 },
] as const

type RuleItem = { code: string; block: '项目履约' | '企业信息'; kind: '良好' | '不良'; title: string; level: string; points: number; publishMonths: number; basis: string }
const behaviour = '全国建筑市场各方主体不良行为记录认定标准（建市〔2007〕9号）'
export const ruleItems: readonly RuleItem[] = [
  { code: 'H1', block: '企业信息', kind: '良好', title: '政府表彰', level: '国家级', points: 5, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H1', block: '企业信息', kind: '良好', title: '政府表彰', level: '省部级', points: 4, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H1', block: '企业信息', kind: '良好', title: '政府表彰', level: '地市级', points: 3, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H2', block: '项目履约', kind: '良好', title: '示范工程、标准化工地', level: '国家行业', points: 4, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H2', block: '项目履约', kind: '良好', title: '示范工程、标准化工地', level: '省部行业', points: 3, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H3', block: '项目履约', kind: '良好', title: '绿色建筑', level: '三星', points: 4, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'H3', block: '项目履约', kind: '良好', title: '绿色建筑', level: '二星', points: 3, publishMonths: 36, basis: '评价标准荣誉信息' },
  { code: 'D1-1', block: '企业信息', kind: '不良', title: '超越资质等级承揽工程', level: '严重', points: 5, publishMonths: 24, basis: behaviour },
  { code: 'D1-2', block: '项目履约', kind: '不良', title: '将承包的工程转包或违法分包', level: '严重', points: 5, publishMonths: 24, basis: behaviour },
  { code: 'D1-3', block: '项目履约', kind: '不良', title: '不按设计图纸或技术标准施工', level: '一般', points: 3, publishMonths: 12, basis: behaviour },
  { code: 'D1-4', block: '项目履约', kind: '不良', title: '安全防护措施不到位', level: '一般', points: 2, publishMonths: 6, basis: behaviour },
  { code: 'D1-5', block: '项目履约', kind: '不良', title: '拖欠工程款或工人工资', level: '严重', points: 4, publishMonths: 12, basis: behaviour },
]

/** Weight of a project by its contract amount in 万元. */
export const scales = [
  { scale: '特大型', weight: 1.2, from: 50_000 },
  { scale: '大型', weight: 1.1, from: 20_000 },
  { scale: '中型', weight: 1.0, from: 5_000 },
  { scale: '小型', weight: 0.9, from: 0 },
] as const

export const workflows: readonly Workflow[] = [
  defineWorkflow('credit-event', '信用信息', {
    collected: ['已采集', 'verified', 'rejected'],
    verified: ['已核实（区）', 'determined', 'rejected'],
    determined: ['已认定（市）', 'notified'],
    notified: ['已告知', 'published', 'rejected'],
    published: ['公示中', 'expired', 'repaired', 'revoked'],
    expired: ['到期'],
    repaired: ['已修复'],
    revoked: ['已撤销'],
    rejected: ['不予认定'],
  }),
]

export const timeLimits: readonly TimeLimit[] = [
  { code: 'objection-accept', title: '信用异议受理', amount: 5, unit: 'working_day', startEvent: '收到异议', isPausable: false, source: '系统配置（待业务处室确认）' },
  { code: 'objection-verify', title: '信用异议核查', amount: 15, unit: 'working_day', startEvent: '受理', isPausable: true, source: '系统配置（待业务处室确认）' },
  { code: 'repair-review', title: '信用修复审查', amount: 10, unit: 'working_day', startEvent: '受理', isPausable: true, source: '信用修复管理办法（发改委令第58号）' },
  { code: 'good-publicity', title: '良好信息公示', amount: 3, unit: 'year', startEvent: '认定', isPausable: false, source: '建筑市场信用管理暂行办法（建市〔2017〕241号）' },
  { code: 'bad-publicity-min', title: '不良信息最短公示', amount: 6, unit: 'month', startEvent: '认定', isPausable: false, source: '建筑市场信用管理暂行办法（建市〔2017〕241号）' },
]

export const licenceItems: readonly LicenceItem[] = [
  { code: 'SC-YY-01', name: '信用信息异议处理', type: '其他', decisionLevel: '市级', timeLimit: 'objection-verify', promiseDays: 15, resultName: '异议答复' },
  { code: 'SC-XF-01', name: '建筑市场信用修复', type: '其他', decisionLevel: '市级', timeLimit: 'repair-review', promiseDays: 10, resultName: '信用修复决定' },
]

export const dictionaries: readonly Dictionary[] = [
  { code: 'event_kind', title: '信用信息性质', source: '建市〔2017〕241号', entries: plain(['良好', '不良']) },
  { code: 'honour_level', title: '荣誉级别', source: '评价标准', entries: plain(['国家级', '省部级', '地市级', '国家行业', '省部行业', '三星', '二星', '一星']) },
  { code: 'project_scale', title: '项目规模', source: '评价标准', entries: numbered(scales.map(({ scale }) => scale)) },
  { code: 'credit_grade', title: '信用等级', source: '评价标准', entries: { A: '信用优秀', B: '信用良好', C: '信用一般', D: '信用较差' } },
  { code: 'behaviour_code', title: '不良行为代码', source: behaviour, entries: Object.fromEntries(ruleItems.filter(({ kind }) => kind === '不良').map(({ code, title }) => [code, title])) },
  { code: 'clue_kind', title: '违法承包类别', source: '建筑工程施工发包与承包违法行为认定查处管理办法', entries: plain(['转包', '挂靠', '违法分包']) },
]
