import type { MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { checkSheets, documentTypes, powers } from '../reference.ts'
import { laws } from './initial-laws.ts'

type Field = Extract<MaintainedContent, { kind: 'reporting-page' }>['body']['fields'][number]
const field = (section: string, name: string, label: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ section, name, label, type, isRequired: true, unit: '', options: [], help: '', ...more })

const reportingPages: readonly MaintainedContent[] = [
  {
    kind: 'reporting-page', code: 'TB-JC-01', title: '现场检查登记',
    body: {
      usedFor: '行政检查现场记录',
      fields: [
        field('检查对象', 'enterprise', '企业名称', 'text'), field('检查对象', 'uscc', '统一社会信用代码', 'text', { help: '扫码带出' }), field('检查对象', 'project', '工程名称', 'text', { isRequired: false }),
        field('检查情况', 'checkedOn', '检查日期', 'date'), field('检查情况', 'kind', '检查类型', 'choice', { options: ['日常', '专项', '双随机', '联合'] }), field('检查情况', 'result', '检查结果', 'choice', { options: ['合格', '当场改正', '责令改正', '移交立案', '查无下落'] }),
        field('检查情况', 'note', '情况说明', 'long-text', { isRequired: false }), field('签字', 'isSigned', '当事人签字', 'yes'), field('签字', 'photos', '现场照片', 'attachment', { isRequired: false }),
      ],
    },
  },
  {
    kind: 'reporting-page', code: 'TB-AJ-01', title: '立案登记',
    body: {
      usedFor: '行政处罚案件立案',
      fields: [
        field('案件', 'source', '案件来源', 'choice', { options: ['现场检查', '投诉', '举报', '上级交办', '其他机关移送', '媒体曝光', '其他'] }), field('案件', 'power', '职权编号', 'text'), field('案件', 'fact', '违法事实', 'long-text'),
        field('当事人', 'party', '当事人', 'text'), field('当事人', 'partyType', '当事人类型', 'choice', { options: ['公民', '法人', '其他组织'] }), field('案件', 'contractAmount', '合同价款', 'number', { unit: '万元', isRequired: false }),
      ],
    },
  },
]

const documentFields = [{ name: 'docNo', label: '文号', isRequired: true }, { name: 'partyName', label: '当事人', isRequired: true }, { name: 'fact', label: '事实与理由', isRequired: true }, { name: 'organName', label: '机关名称', isRequired: true }, { name: 'madeOn', label: '日期', isRequired: true }]

const documentTemplates: readonly MaintainedContent[] = documentTypes.map(({ code, title, phase, numberTemplate }) => ({
  kind: 'document-template', code, title,
  body: {
    phase, numberTemplate, fields: documentFields,
    paragraphs: [{ look: 'title', text: title }, { look: 'right', text: '{{docNo}}' }, { look: 'body', text: '当事人：{{partyName}}' }, { look: 'body', text: '{{fact}}' }, { look: 'right', text: '{{organName}}（印章）' }, { look: 'right', text: '{{madeOn}}' }],
  },
}))

/** The first version of every text that the system comes with. Steps and layouts are for demonstration and wait for the office's own. */
export const initialContent: readonly MaintainedContent[] = [
  ...laws,
  ...powers.map((power): MaintainedContent => ({
    kind: 'benchmark', code: power.code, title: power.name,
    body: { basisFinding: power.finding, basisPenalty: power.penalty, steps: power.benchmarks.map(({ code, discretionClass, condition, measure, min, max, unit }) => ({ code, discretionClass, condition, measure, min: String(min), max: String(max), unit })) },
  })),
  ...reportingPages,
  ...documentTemplates,
  ...checkSheets.map((sheet): MaintainedContent => ({
    kind: 'check-sheet', code: sheet.code, title: sheet.title,
    body: { items: sheet.items.map(([content, method, standard, powerCode = null]) => ({ content, method, standard, powerCode })) },
  })),
]
