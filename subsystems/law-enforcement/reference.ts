import type { Member } from '#shared/closed-set.ts'
import type { documentPhase } from '#shared/maintenance/maintained-content.ts'
import { numbered, plain, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'

/** Steps of discretion: class letter and three digits; T is no penalty. */
export type BenchmarkSeed = { code: string; discretionClass: 'A' | 'B' | 'C' | 'T'; step: number; condition: string; measure: string; min: number; max: number; unit: '元' | '%合同价' | '倍' }
export type PowerSeed = { code: string; name: string; finding: string; penalty: string; benchmarks: readonly BenchmarkSeed[] }

const three = (code: string, unit: BenchmarkSeed['unit'], steps: readonly [number, number, number, number], letter: 'A' | 'B' | 'C' = 'B'): BenchmarkSeed[] =>
  (['较轻', '一般', '严重'] as const).map((degree, at) => ({
    code: `${code}${letter}0${at + 1}0`, discretionClass: letter, step: at + 1, condition: `情节${degree}`, measure: `处${steps[at]}至${steps[at + 1]}${unit === '元' ? '元' : unit === '倍' ? '倍' : '%合同价'}罚款`, min: steps[at] ?? 0, max: steps[at + 1] ?? 0, unit,
  }))
const none = (code: string): BenchmarkSeed => ({ code: `${code}T`, discretionClass: 'T', step: 0, condition: '情节轻微并及时改正，没有造成危害后果', measure: '不予处罚', min: 0, max: 0, unit: '元' })

/** Powers with the ranges of the statute; the steps within a range are for demonstration and wait for the office's own text. */
export const powers: readonly PowerSeed[] = [
  { code: 'C1600200', name: '对建设单位违反建筑节能标准的处罚', finding: '节约能源法第三十五条', penalty: '节约能源法第七十九条', benchmarks: [none('C1600200'), ...three('C1600200', '元', [200_000, 300_000, 400_000, 500_000])] },
  { code: 'C1700100', name: '对未取得施工许可证擅自施工的处罚', finding: '建设工程质量管理条例第十三条', penalty: '建设工程质量管理条例第五十七条', benchmarks: [none('C1700100'), ...three('C1700100', '%合同价', [1, 1.3, 1.7, 2])] },
  { code: 'C1700200', name: '对将建设工程发包给不具有相应资质单位的处罚', finding: '建设工程质量管理条例第七条', penalty: '建设工程质量管理条例第五十四条', benchmarks: three('C1700200', '元', [500_000, 650_000, 800_000, 1_000_000], 'C') },
  { code: 'C1700300', name: '对肢解发包的处罚', finding: '建设工程质量管理条例第七条', penalty: '建设工程质量管理条例第五十五条', benchmarks: three('C1700300', '%合同价', [0.5, 0.65, 0.8, 1], 'C') },
  { code: 'C1700400', name: '对施工单位偷工减料、使用不合格材料的处罚', finding: '建设工程质量管理条例第二十八条', penalty: '建设工程质量管理条例第六十四条', benchmarks: [none('C1700400'), ...three('C1700400', '%合同价', [2, 2.6, 3.3, 4], 'C')] },
  { code: 'C1800100', name: '对未按规定编制支付台账的处罚', finding: '保障农民工工资支付条例第十五条', penalty: '保障农民工工资支付条例第五十四条', benchmarks: [none('C1800100'), ...three('C1800100', '元', [20_000, 30_000, 40_000, 50_000], 'A')] },
  { code: 'C1800200', name: '对未实行劳动用工实名制管理的处罚', finding: '保障农民工工资支付条例第二十八条', penalty: '保障农民工工资支付条例第五十五条', benchmarks: [none('C1800200'), ...three('C1800200', '元', [50_000, 65_000, 80_000, 100_000])] },
  { code: 'C1800300', name: '对未开设农民工工资专用账户的处罚', finding: '保障农民工工资支付条例第二十六条', penalty: '保障农民工工资支付条例第五十五条', benchmarks: three('C1800300', '元', [50_000, 65_000, 80_000, 100_000]) },
  { code: 'C1800400', name: '对施工现场未设立维权信息告示牌的处罚', finding: '保障农民工工资支付条例第三十四条', penalty: '保障农民工工资支付条例第五十六条', benchmarks: [none('C1800400'), ...three('C1800400', '元', [50_000, 60_000, 80_000, 100_000], 'A')] },
]

export const checkSheets: ReadonlyArray<{ code: string; title: string; items: ReadonlyArray<readonly [content: string, method: string, standard: string, power?: string]> }> = [
  { code: 'JCD-ZL-01', title: '工程质量检查单', items: [['施工许可证', '查验证件', '已取得施工许可证', 'C1700100'], ['进场材料复试报告', '查阅资料', '主要材料复试合格', 'C1700400'], ['节能设计落实', '现场核对', '按图施工', 'C1600200'], ['发承包合同', '查阅资料', '未肢解发包', 'C1700300']] },
  { code: 'JCD-SC-01', title: '建筑市场行为检查单', items: [['承包单位资质', '查验证书', '资质与工程规模相符', 'C1700200'], ['项目经理到岗', '核对考勤', '月到岗率不低于 80%'], ['分包合同', '查阅资料', '专业分包合法']] },
  { code: 'JCD-GZ-01', title: '实名制与工资支付检查单', items: [['实名制登记', '抽查 10 人', '登记与在场一致', 'C1800200'], ['专用账户', '查阅协议', '已开户并按月拨付', 'C1800300'], ['工资支付台账', '查阅资料', '内容齐全、保存三年', 'C1800100'], ['维权告示牌', '现场查看', '内容齐全、位置醒目', 'C1800400']] },
]

type Phase = Member<typeof documentPhase>
const phases: Readonly<Record<Phase, readonly string[]>> = {
  检查: ['检查通知书', '现场检查笔录', '勘验笔录', '抽样取证通知书', '检查结果告知书', '行政检查审批表'],
  立案: ['案件登记表', '受理登记表', '立案审批表', '不予立案审批表', '案件移送单'],
  调查: ['询问笔录', '询问通知书', '现场照片证据', '先行登记保存审批表', '先行登记保存通知书', '先行登记保存处理通知书', '责令改正通知书', '责令停止违法行为通知书', '复工通知书', '鉴定委托书', '授权委托书'],
  审查: ['调查终结报告', '案件处理审批表', '法制审核意见书', '集体讨论记录'],
  告知听证: ['行政处罚事先告知书', '行政处罚听证告知书', '陈述申辩笔录', '听证通知书', '听证公告', '听证笔录', '听证报告', '不予听证通知书'],
  决定送达: ['当场处罚决定书', '行政处罚决定书', '不予行政处罚决定书', '送达回证', '重大处罚备案表'],
  执行: ['延期（分期）缴纳申请书', '延期（分期）缴纳通知书', '催告书', '加处罚款通知书', '强制执行申请书'],
  结案归档: ['结案审批表', '案卷封面', '卷内目录', '备考表'],
}
/** 文书 of the three published housing-sector catalogues, merged. */
export const documentTypes: ReadonlyArray<{ code: string; title: string; phase: Phase; numberTemplate: string }> = (Object.entries(phases) as Array<[Phase, readonly string[]]>).flatMap(([phase, titles], phaseAt) =>
  titles.map((title, at) => ({ code: `WS${phaseAt + 1}${String(at + 1).padStart(2, '0')}`, title, phase, numberTemplate: title === '行政处罚决定书' ? '京建法罚（{organ}）字〔{year}〕第{seq}号' : `京建法（{organ}）${title.slice(0, 2)}〔{year}〕{seq}号` })),
)

export const timeLimits: readonly TimeLimit[] = [
  { code: 'clue-verification', title: '违法线索核查', amount: 15, unit: 'calendar_day', startEvent: '发现线索', isPausable: false, extensionRule: '经负责人批准可延长 10 日', source: '住房和城乡建设行政处罚程序规定（住建部令第55号）第十五条' },
  { code: 'penalty-decision', title: '作出处罚决定', amount: 90, unit: 'calendar_day', startEvent: '立案', isPausable: true, extensionRule: '经批准延长 30 日，集体讨论决定再延长不超过 60 日', source: '行政处罚法第六十条；住建部令第55号第二十七条' },
  { code: 'prior-registration', title: '先行登记保存处理', amount: 7, unit: 'working_day', startEvent: '登记保存', isPausable: false, source: '行政处罚法第五十六条' },
  { code: 'hearing-request', title: '要求听证', amount: 5, unit: 'working_day', startEvent: '告知', isPausable: false, source: '行政处罚法第六十四条' },
  { code: 'hearing-notice', title: '听证前通知', amount: 7, unit: 'working_day', startEvent: '听证举行日（倒推）', isPausable: false, source: '行政处罚法第六十四条' },
  { code: 'decision-service', title: '处罚决定书送达', amount: 7, unit: 'working_day', startEvent: '作出决定', isPausable: false, source: '行政处罚法第六十一条' },
  { code: 'fine-payment', title: '缴纳罚款', amount: 15, unit: 'calendar_day', startEvent: '收到决定书', isPausable: false, extensionRule: '经批准可延期或分期', source: '行政处罚法第六十七条' },
  { code: 'decision-publicity', title: '处罚决定公开', amount: 7, unit: 'working_day', startEvent: '作出决定', isPausable: false, source: '住建部令第55号第十条' },
  { code: 'publicity-withdrawal', title: '决定变更或撤销后撤回公开', amount: 3, unit: 'working_day', startEvent: '变更或撤销', isPausable: false, source: '住建部令第55号第十条' },
  { code: 'check-publicity', title: '检查结果公示', amount: 20, unit: 'working_day', startEvent: '作出检查结果', isPausable: false, source: '国办发〔2018〕118号' },
  { code: 'court-enforcement', title: '申请法院强制执行', amount: 3, unit: 'month', startEvent: '复议、诉讼期限届满', isPausable: false, source: '行政强制法第五十三条' },
  { code: 'report-handling', title: '投诉举报答复', amount: 15, unit: 'working_day', startEvent: '受理', isPausable: true, source: '系统配置（待业务处室确认）' },
]

export const licenceItems: readonly LicenceItem[] = [
  { code: 'ZF-JB-01', name: '违法建设行为投诉举报', type: '其他', decisionLevel: '市级', timeLimit: 'report-handling', promiseDays: 15, resultName: '投诉举报答复' },
]

export const penaltyKinds = ['警告', '通报批评', '罚款', '没收违法所得', '没收非法财物', '暂扣许可证件', '降低资质等级', '吊销许可证件', '限制开展生产经营活动', '责令停产停业', '责令关闭', '限制从业', '其他'] as const

export const dictionaries: readonly Dictionary[] = [
  { code: 'case_source', title: '案件来源', source: '行政执法监督数据规范', entries: { 1: '现场检查', 2: '投诉', 3: '举报', 4: '上级交办', 5: '其他机关移送', 6: '媒体曝光', 9: '其他' } },
  { code: 'current_state', title: '案件当前状态', source: '行政执法监督数据规范', entries: numbered(['已立案', '已调查取证', '已作处罚决定', '处罚执行完毕', '结案', '撤销立案']) },
  { code: 'closed_state', title: '结案方式', source: '行政执法监督数据规范', entries: { '01': '正常结案', '02': '撤销立案', '03': '不予处罚', '04': '撤销原处罚决定', 98: '终结' } },
  { code: 'service_way', title: '送达方式', source: '行政执法监督数据规范', entries: numbered(['直接送达', '留置送达', '委托送达', '邮寄送达', '公告送达', '电子送达']) },
  { code: 'evidence_kind', title: '证据种类', source: '行政处罚法第四十六条', entries: numbered(['书证', '物证', '视听资料', '电子数据', '证人证言', '当事人的陈述', '鉴定意见', '勘验笔录、现场笔录']) },
  { code: 'penalty_kind', title: '处罚种类', source: '行政处罚法第九条', entries: plain(penaltyKinds) },
  { code: 'check_type', title: '检查类型', source: '行政检查规范', entries: plain(['日常', '专项', '双随机', '联合']) },
  { code: 'check_result', title: '检查结果', source: '行政检查规范', entries: plain(['合格', '当场改正', '责令改正', '移交立案', '查无下落']) },
  { code: 'party_type', title: '当事人类型', source: '行政执法监督数据规范', entries: { 1: '公民', 2: '法人', 9: '其他组织' } },
]
