import { numbered, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'
import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

/** 特种作业 of the construction authority are valid two years; the six years often named belong to the emergency authority's certificate. */
export const certTypes = [
  { code: 'A', title: '企业主要负责人安全生产考核合格证书', family: '安管人员', validYears: 3, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'B', title: '项目负责人安全生产考核合格证书', family: '安管人员', validYears: 3, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'C1', title: '机械类专职安全生产管理人员考核合格证书', family: '安管人员', validYears: 3, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'C2', title: '土建类专职安全生产管理人员考核合格证书', family: '安管人员', validYears: 3, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'C3', title: '综合类专职安全生产管理人员考核合格证书', family: '安管人员', validYears: 3, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'T', title: '建筑施工特种作业操作资格证', family: '特种作业', validYears: 2, renewalMonths: 3, timeLimit: 'certificate-after-exam' },
  { code: 'Z2', title: '二级建造师注册证书', family: '二级建造师', validYears: 3, renewalMonths: 1, timeLimit: 'registration-decision' },
] as const

export const trades = numbered([
  '建筑电工', '建筑架子工（普通脚手架）', '建筑架子工（附着升降脚手架）', '建筑起重司索信号工', '建筑起重机械司机（塔式起重机）', '建筑起重机械司机（施工升降机）',
  '建筑起重机械司机（物料提升机）', '建筑起重机械安装拆卸工（塔式起重机）', '建筑起重机械安装拆卸工（施工升降机）', '建筑起重机械安装拆卸工（物料提升机）', '高处作业吊篮安装拆卸工',
])
export const appointments = { ...numbered(['法定代表人', '总经理', '分管安全副总经理', '分管生产副总经理', '技术负责人', '安全总监', '项目负责人', '专职安全员']), 99: '其他' }
export const specialities = ['建筑工程', '公路工程', '水利水电工程', '市政公用工程', '矿业工程', '机电工程'] as const

export const workflows: readonly Workflow[] = [
  defineWorkflow('exam-plan', '考试计划', { published: ['已发布', 'signup'], signup: ['报名中', 'prepared'], prepared: ['已编排考场', 'held'], held: ['已考试', 'scored'], scored: ['已公布成绩', 'closed'], closed: ['已办结'] }),
  defineWorkflow('exam-signup', '考试报名', {
    signed_up: ['已报名', 'employer_confirmed', 'withdrawn'], employer_confirmed: ['企业已确认', 'approved', 'refused'], approved: ['资格审核通过', 'ticketed'], ticketed: ['已发准考证', 'sat', 'absent'],
    sat: ['已参考', 'passed', 'failed'], passed: ['合格'], failed: ['不合格'], absent: ['缺考'], refused: ['资格审核不通过'], withdrawn: ['已撤回'],
  }),
  defineWorkflow('cert-anomaly', '证书异常', { found: ['已发现', 'verifying'], verifying: ['核查中', 'confirmed', 'dismissed'], confirmed: ['属实', 'handled'], dismissed: ['不属实'], handled: ['已处置'] }),
]

export const timeLimits: readonly TimeLimit[] = [
  { code: 'certificate-after-exam', title: '考核合格后核发证书', amount: 20, unit: 'working_day', startEvent: '考核合格公告', isPausable: false, source: '建筑施工企业主要负责人、项目负责人和专职安全生产管理人员安全生产管理规定（住建部令第17号）' },
  { code: 'registration-decision', title: '二级建造师注册决定', amount: 20, unit: 'working_day', startEvent: '受理', isPausable: true, source: '注册建造师管理规定（建设部令第153号）' },
  { code: 'score-objection', title: '成绩异议', amount: 5, unit: 'working_day', startEvent: '成绩公布', isPausable: false, source: '考试组织办法' },
  { code: 'safety-officer-validity', title: '安管人员证书有效期', amount: 3, unit: 'year', startEvent: '颁发证书', isPausable: false, source: '住建部令第17号' },
  { code: 'special-trade-validity', title: '特种作业证有效期', amount: 2, unit: 'year', startEvent: '颁发证书', isPausable: false, extensionRule: '届满前三个月内申请延期', source: '建筑施工特种作业人员管理规定（建质〔2008〕75号）' },
  { code: 'constructor-validity', title: '二级建造师注册有效期', amount: 3, unit: 'year', startEvent: '核准注册', isPausable: false, source: '注册建造师管理规定' },
]

export const licenceItems: readonly LicenceItem[] = [
  { code: 'RY-AG-01', name: '建筑施工企业安全生产管理人员任职资格核准', type: '认可', decisionLevel: '市级', timeLimit: 'certificate-after-exam', promiseDays: 10, resultName: '安全生产考核合格证书' },
  { code: 'RY-TZ-01', name: '建筑施工特种作业人员职业资格认定', type: '认可', decisionLevel: '市级', timeLimit: 'certificate-after-exam', promiseDays: 10, resultName: '特种作业操作资格证' },
  { code: 'RY-JZ-01', name: '二级建造师执业资格注册', type: '认可', decisionLevel: '市级', timeLimit: 'registration-decision', promiseDays: 10, resultName: '二级建造师注册证书' },
]

export const dictionaries: readonly Dictionary[] = [
  { code: 'appointment', title: '安管人员职务', source: '电子证照归集规程', entries: appointments },
  { code: 'trade', title: '特种作业操作类别', source: 'C 0304-2022', entries: { ...trades, 99: '省级认定的其他' } },
  { code: 'speciality', title: '二级建造师专业', source: '注册建造师管理规定', entries: numbered(specialities) },
  { code: 'operate_type', title: '业务类型', source: '电子证照归集规程', entries: numbered(['新发', '延续', '暂扣', '过期失效', '注销（撤销、吊销、转出）', '暂扣发还', '其他', '转入', '变更']) },
]
