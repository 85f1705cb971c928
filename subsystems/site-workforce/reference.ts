import { numbered, plain, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'
import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

/** 工种 of the national standard; those marked need a valid 特种作业 certificate before the worker may enter. */
export const workTypes: ReadonlyArray<{ code: string; title: string; needsCertificate: boolean }> = Object.entries({
  '000': '其他', '010': '砌筑工', '011': '窑炉修筑工', '020': '钢筋工', '030': '架子工*', '031': '附着升降脚手架安装拆卸工*', '032': '高处作业吊篮操作工*', '033': '高处作业吊篮安装拆卸工*', '040': '混凝土工', '041': '混凝土搅拌工',
  '042': '混凝土浇筑工', '043': '混凝土模具工', '050': '模板工', '060': '机械设备安装工', '070': '通风工', '080': '起重工', '090': '安装钳工', '100': '电气设备安装调试工', '110': '管道工', '120': '变电安装工', '130': '建筑电工*', '131': '弱电工',
  '140': '司泵工', '150': '挖掘铲运和桩工机械司机', '151': '推土、铲运机驾驶员', '152': '挖掘机驾驶员', '153': '桩工', '160': '桩机操作工', '170': '起重信号工*', '180': '建筑起重机械安装拆卸工*', '190': '装饰装修工', '191': '抹灰工', '192': '油漆工', '193': '镶贴工',
  '194': '涂裱工', '195': '装饰装修木工', '200': '室内成套设施安装工', '210': '建筑门窗幕墙安装工', '220': '幕墙制作工', '230': '防水工', '240': '木工', '250': '石工', '270': '电焊工', '280': '爆破工', '290': '除尘工', '300': '测量放线工', '310': '线路架设工',
  '320': '古建筑传统石工', '330': '古建筑传统瓦工', '340': '古建筑传统彩画工', '350': '古建筑传统木工', '360': '古建筑传统油工', '380': '金属工',
}).map(([code, title]) => ({ code, title: title.replace('*', ''), needsCertificate: title.endsWith('*') }))

export const postTypes = ['项目经理', '技术负责人', '施工员', '质量员', '安全员', '劳资专管员', '总监理工程师', '专业监理工程师'] as const

/** 建质〔2011〕111号: the project manager leads production for at least 80 % of the month. Beijing's own figure was not found. */
export const dutyRules = [
  { postType: '项目经理', minRatio: 0.8, source: '建质〔2011〕111号' },
  { postType: '总监理工程师', minRatio: 0.8, source: '系统配置（待业务处室确认）' },
  { postType: '劳资专管员', minRatio: 0.8, source: '系统配置（待业务处室确认）' },
] as const

export const workflows: readonly Workflow[] = [
  defineWorkflow('site-project', '实名制项目', { preparing: ['筹备', 'building'], building: ['在建', 'completed', 'stopped'], stopped: ['停工', 'building'], completed: ['完工', 'accepted'], accepted: ['竣工'] }),
  defineWorkflow('project-worker', '项目用工', { draft: ['已建档', 'id_verified'], id_verified: ['身份已核验', 'contract_uploaded'], contract_uploaded: ['合同已上传', 'trained'], trained: ['已培训', 'active'], active: ['在场', 'left'], left: ['已离场', 'settled'], settled: ['工资已结清'] }),
  defineWorkflow('wage-sheet', '工资单', {
    drafting: ['编制中（分包）', 'worker_confirming'], worker_confirming: ['工人确认中', 'submitted'], submitted: ['已报总包', 'audited', 'drafting'], audited: ['总包已审核', 'bank_sent'],
    bank_sent: ['已送银行代发', 'paid', 'partly_paid'], partly_paid: ['部分支付', 'paid'], paid: ['已支付', 'archived'], archived: ['已归档'],
  }),
  defineWorkflow('wage-account', '工资专用账户', { agreed: ['已签三方协议', 'opened'], opened: ['已开户', 'in_use'], in_use: ['使用中', 'notice_30d'], notice_30d: ['公示 30 日', 'closed'], closed: ['已撤销'] }),
  defineWorkflow('wage-complaint', '欠薪投诉', { received: ['已登记', 'assigned'], assigned: ['已分派', 'verified'], verified: ['已核实', 'ordered_to_correct', 'resolved'], ordered_to_correct: ['责令限期改正', 'resolved', 'transferred'], resolved: ['已解决'], transferred: ['移送人社或执法'] }),
]

export const timeLimits: readonly TimeLimit[] = [
  { code: 'wage-deposit', title: '存储工资保证金', amount: 20, unit: 'working_day', startEvent: '取得施工许可', isPausable: false, source: '工程建设领域农民工工资保证金规定（人社部发〔2021〕65号）' },
  { code: 'labour-cost-transfer', title: '人工费用拨付周期', amount: 1, unit: 'month', startEvent: '上次拨付', isPausable: false, source: '保障农民工工资支付条例第二十四条' },
  { code: 'account-closing-notice', title: '专用账户撤销公示', amount: 30, unit: 'calendar_day', startEvent: '完工且无欠薪', isPausable: false, source: '保障农民工工资支付条例第二十六条' },
  { code: 'ledger-retention', title: '工资台账保存', amount: 3, unit: 'year', startEvent: '工资结清', isPausable: false, source: '保障农民工工资支付条例第十五条、第二十八条' },
  { code: 'deposit-payment', title: '保证金动用后银行支付', amount: 5, unit: 'working_day', startEvent: '收到通知', isPausable: false, source: '人社部发〔2021〕65号' },
  { code: 'deposit-top-up', title: '保证金补足', amount: 10, unit: 'working_day', startEvent: '动用', isPausable: false, source: '人社部发〔2021〕65号' },
  { code: 'complaint-handling', title: '欠薪投诉办理', amount: 15, unit: 'working_day', startEvent: '登记', isPausable: true, source: '系统配置（待业务处室确认）' },
]

export const licenceItems: readonly LicenceItem[] = [
  { code: 'XC-TS-01', name: '拖欠工资投诉处理', type: '其他', decisionLevel: '区级', timeLimit: 'complaint-handling', promiseDays: 15, resultName: '投诉处理答复' },
  { code: 'XC-DJ-01', name: '施工现场实名制项目登记', type: '登记', decisionLevel: '区级', timeLimit: 'permit-decision', promiseDays: 3, resultName: '实名制项目编码' },
]

export const dictionaries: readonly Dictionary[] = [
  { code: 'work_type', title: '工种', source: '全国建筑工人管理服务信息平台数据标准', entries: Object.fromEntries(workTypes.map(({ code, title }) => [code, title])) },
  { code: 'work_role', title: '人员类型', source: '全国建筑工人管理服务信息平台数据标准', entries: { 10: '管理人员', 20: '建筑工人' } },
  { code: 'post_type', title: '管理岗位', source: '关键岗位人员配备规定', entries: numbered(postTypes) },
  { code: 'direction', title: '进出方向', source: '全国建筑工人管理服务信息平台数据标准', entries: { '01': '入场', '02': '出场' } },
  { code: 'attendance_mode', title: '考勤方式', source: '全国建筑工人管理服务信息平台数据标准', entries: { '001': '人脸识别', '002': '虹膜识别', '003': '指纹识别', '004': '掌纹识别', '005': '身份证识别', '006': '手环', '007': '实名卡', '008': '异常清退', '009': '一键开闸', '010': '应急通道', '011': '二维码', '012': '其他方式' } },
  { code: 'contract_type', title: '合同类型', source: '建市〔2022〕59号', entries: plain(['劳动合同', '用工书面协议']) },
  { code: 'warning_level', title: '预警级别', source: '系统配置', entries: plain(['蓝', '黄', '橙', '红']) },
  { code: 'deposit_form', title: '保证金形式', source: '人社部发〔2021〕65号', entries: plain(['现金', '银行保函', '工程担保', '保险']) },
]
