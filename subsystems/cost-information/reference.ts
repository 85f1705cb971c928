import { numbered, plain, type Dictionary } from '#subsystems/casework/reference/dictionary.ts'
import type { LicenceItem } from '#subsystems/casework/reference/licence-item.ts'
import type { TimeLimit } from '#subsystems/casework/reference/time-limit.ts'
import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

export const resourceClasses: Readonly<Record<string, string>> = { '0000': '人工', '0101': '钢筋', '0401': '水泥', '0403': '砂石', '0413': '砌块与砖', '0503': '木材', '1103': '防水材料', '8021': '预拌混凝土', '2801': '电线电缆', '1401': '钢管', '9901': '起重机械' }

export type ResourceKind = '人工' | '材料' | '设备' | '机械'
type Seed = { code: string; name: string; spec: string; unit: string; kind: ResourceKind; taxRate: number; /** 元 ex tax; magnitudes of demonstration, not official. */ price: number }
const of = (code: string, name: string, spec: string, unit: string, price: number, kind: ResourceKind = '材料', taxRate = 0.13): Seed => ({ code, name, spec, unit, kind, taxRate, price })

/** 8-digit codes: class, sub-class, item (GB/T 50851-2013). */
export const resources: readonly Seed[] = [
  of('00000001', '综合工日', '建筑', '工日', 138, '人工', 0), of('00000002', '综合工日', '装饰', '工日', 149, '人工', 0), of('00000003', '综合工日', '安装', '工日', 144, '人工', 0), of('00000004', '综合工日', '市政', '工日', 132, '人工', 0),
  of('01010001', '热轧光圆钢筋', 'HPB300 φ10 以内', 't', 3560), of('01010002', '热轧带肋钢筋', 'HRB400 φ12', 't', 3420), of('01010003', '热轧带肋钢筋', 'HRB400 φ16–25', 't', 3350), of('01010004', '热轧带肋钢筋', 'HRB500 φ20', 't', 3580),
  of('04010001', '普通硅酸盐水泥', 'P·O 42.5 散装', 't', 412), of('04010002', '矿渣硅酸盐水泥', 'P·S 32.5', 't', 365), of('04030001', '中砂', '天然砂', 'm³', 128, '材料', 0.03), of('04030002', '碎石', '5–25 mm', 'm³', 116, '材料', 0.03),
  of('04130001', '蒸压加气混凝土砌块', 'B06 A3.5', 'm³', 268), of('04130002', '烧结多孔砖', '240×115×90', '千块', 920), of('05030001', '模板木方', '50×100', 'm³', 2150, '材料', 0.09), of('05030002', '覆膜胶合板', '15 mm', 'm²', 46),
  of('11030001', 'SBS 改性沥青防水卷材', '4 mm Ⅱ型', 'm²', 34), of('11030002', '聚氨酯防水涂料', '单组分', 'kg', 14), of('80210001', '预拌混凝土', 'C15', 'm³', 375, '材料', 0.03), of('80210002', '预拌混凝土', 'C30', 'm³', 418, '材料', 0.03),
  of('80210003', '预拌混凝土', 'C40', 'm³', 452, '材料', 0.03), of('80210004', '预拌混凝土', 'C50', 'm³', 498, '材料', 0.03), of('28010001', '铜芯电线', 'BV 2.5 mm²', 'm', 2.1), of('28010002', '电力电缆', 'YJV 4×95+1×50', 'm', 312),
  of('14010001', '焊接钢管', 'DN100', 't', 4380), of('14010002', '镀锌钢管', 'DN50', 't', 4920), of('99010001', '塔式起重机', '80 t·m', '台班', 780, '机械'), of('99010002', '汽车起重机', '25 t', '台班', 1250, '机械'),
]

export const workflows: readonly Workflow[] = [
  defineWorkflow('price-issue', '价格信息期刊', { collecting: ['采集中', 'cleaning'], cleaning: ['整理测算', 'first_audit'], first_audit: ['初审', 'final_audit', 'cleaning'], final_audit: ['终审', 'published', 'cleaning'], published: ['已发布', 'archived', 'errata'], errata: ['已更正', 'archived'], archived: ['已归档'] }),
  defineWorkflow('norm-book', '定额', { draft: ['编制', 'comment'], comment: ['征求意见', 'approved'], approved: ['已批准', 'effective'], effective: ['施行', 'superseded'], superseded: ['被替代'] }),
  defineWorkflow('firm-report', '造价咨询企业年报', { draft: ['填报中', 'submitted'], submitted: ['已提交', 'checked'], checked: ['已核对', 'accepted', 'returned'], returned: ['已退回', 'submitted'], accepted: ['已接收', 'counted'], counted: ['已汇总'] }),
  defineWorkflow('price-complaint', '最高投标限价投诉', { received: ['已收到', 'accepted', 'refused'], refused: ['不予受理'], accepted: ['已受理', 'rechecked'], rechecked: ['已复查', 'upheld', 'corrected'], upheld: ['维持'], corrected: ['责令修正'] }),
]

export const timeLimits: readonly TimeLimit[] = [
  { code: 'price-complaint-file', title: '招标控制价投诉提出', amount: 5, unit: 'calendar_day', startEvent: '招标控制价公布', isPausable: false, source: 'GB 50500-2013 第 5.3.1 条' },
  { code: 'price-complaint-accept', title: '招标控制价投诉受理审查', amount: 2, unit: 'working_day', startEvent: '收到投诉', isPausable: false, source: 'GB 50500-2013 第 5.3 节' },
  { code: 'price-complaint-recheck', title: '招标控制价复查', amount: 10, unit: 'calendar_day', startEvent: '受理投诉', isPausable: true, extensionRule: '特殊情况可适当延长并书面告知', source: 'GB 50500-2013 第 5.3 节' },
  { code: 'engineer-registration', title: '造价工程师注册有效期', amount: 4, unit: 'year', startEvent: '核准注册', isPausable: false, source: '注册造价工程师管理办法' },
]

/** A consulting firm needs no permit since 2021-07-01 (国发〔2021〕7号): there is no such item here. */
export const licenceItems: readonly LicenceItem[] = [
  { code: 'ZJ-TS-01', name: '最高投标限价（招标控制价）投诉处理', type: '其他', decisionLevel: '市级', timeLimit: 'price-complaint-recheck', promiseDays: 10, resultName: '投诉处理意见' },
  { code: 'ZJ-BA-01', name: '竣工结算文件备案', type: '登记', decisionLevel: '市级', timeLimit: 'permit-decision', promiseDays: 5, resultName: '备案回执' },
]

export const norms = [
  { version: '2012', title: '北京市建设工程计价依据—预算定额', states: ['draft', 'comment', 'approved', 'effective', 'superseded'] },
  { version: '2016', title: '北京市建设工程计价依据—概算定额', states: ['draft', 'comment', 'approved', 'effective'] },
  { version: '2021', title: '北京市建设工程计价依据—预算消耗量标准', states: ['draft', 'comment', 'approved', 'effective'] },
] as const

/** Rates of demonstration, not official. */
export const feeRates = [
  { name: '企业管理费', base: '人工费＋机械费', rate: 0.12, min: 0.08, max: 0.16 }, { name: '利润', base: '人工费＋机械费＋企业管理费', rate: 0.07, min: 0.04, max: 0.1 }, { name: '规费', base: '人工费', rate: 0.2, min: 0.18, max: 0.22 },
  { name: '安全文明施工费', base: '分部分项工程费', rate: 0.035, min: 0.03, max: 0.05 }, { name: '税金', base: '税前造价', rate: 0.09, min: 0.09, max: 0.09 },
] as const

export const dictionaries: readonly Dictionary[] = [
  { code: 'resource_class', title: '工料机分类', source: 'GB/T 50851-2013', entries: resourceClasses },
  { code: 'resource_kind', title: '费用类别', source: 'GB/T 50851-2013', entries: numbered(['人工', '材料', '设备', '机械']) },
  { code: 'fee_name', title: '费用名称', source: 'GB 50500-2013', entries: plain(feeRates.map(({ name }) => name)) },
  { code: 'index_type', title: '指数类型', source: 'GB/T 51290-2018', entries: plain(['单项', '拉氏综合', '工程造价']) },
  { code: 'structure_type', title: '结构类型', source: 'GB/T 51290-2018', entries: numbered(['框架结构', '剪力墙结构', '框架-剪力墙结构', '钢结构', '砌体结构']) },
  { code: 'tax_rate', title: '适用税率', source: '增值税政策', entries: { '0.13': '13%', '0.09': '9%', '0.03': '3% 简易计税', 0: '不计税' } },
]
