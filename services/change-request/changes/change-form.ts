import { z } from 'zod'
import { formatInstant } from '#shared/instant.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { FormFacts } from '#spine/spine.ts'
import type { FormLine } from '#spine/requests/api.ts'
import { changeKind, changeNature, touchedDocument } from '../api.ts'

const line = (what: string, max = 200) => z.string({ error: `请填写${what}` }).trim().min(2, `请填写${what}`).max(max)
const long = (what: string) => z.string({ error: `请写明${what}` }).trim().min(4, `请写明${what}，至少四个字`).max(10_000)
const optional = z.string().trim().max(10_000).default('')
const instant = (what: string) => z.iso.datetime({ offset: true, error: `请选择${what}` })
/** 无影响 is an answer; silence is not. */
const impact = (what: string) => z.string({ error: `请写明对${what}的影响，没有请写“无”` }).trim().min(1, `请写明对${what}的影响，没有请写“无”`).max(2_000)

/** What a change promises before it begins. What came of it stands in steps, checks and evidence. */
export const changeForm = z
  .strictObject({
    changeKind: changeKind.schema,
    nature: changeNature.schema,
    subsystem: line('子系统', 60),
    title: line('标题'),
    demand: long('需求内容'),
    demandUnit: line('需求提出部门'),
    demandNo: z.string().trim().max(60).default(''),
    templateId: z.uuid().nullable().default(null),
    componentIds: z.array(z.uuid()).max(30).default([]),
    /** Tables, columns and other objects whose structure will differ, `schema.table` or `schema.table.column`: the inventory expects them. */
    structure: z.array(z.string().trim().min(1).max(200)).max(200, '至多申报 200 个结构对象').default([]),
    peopleIds: z.array(z.uuid()).max(30).default([]),
    plannedFrom: instant('计划开始'),
    plannedTo: instant('计划完成'),
    estimateDays: z.number({ error: '请估算人日' }).min(0, '人日不能为负').max(1_000),
    version: z.string().trim().max(40).default(''),
    impactClause: impact('合同条款'),
    impactBackup: impact('备份'),
    impactSharing: impact('共享链路'),
    impactPeriod: impact('节假日与特殊时期'),
    plan: long('实施步骤'),
    backOut: optional,
    testPlan: optional,
    documents: z.array(touchedDocument.schema).max(10).default([]),
    noDocumentsReason: z.string().trim().max(500).default(''),
    acceptedConflicts: z.string().trim().max(1_000).default(''),
    emergency: z.strictObject({ startedAt: instant('处置开始时间'), reason: long('紧急理由') }).nullable().default(null),
  })
  .superRefine((form, check) => {
    const refuse = (path: string, message: string) => check.addIssue({ code: 'custom', path: path.split('.'), message })
    if (Date.parse(form.plannedTo) <= Date.parse(form.plannedFrom)) refuse('plannedTo', '计划完成须晚于计划开始')
    if (form.changeKind === 'emergency' && form.emergency === null) refuse('emergency', '紧急变更须写明处置开始时间与理由')
    if (form.changeKind === 'standard' && form.templateId === null) refuse('templateId', '标准变更须选择已批准的模板')
    if (form.nature === 'content' && form.subsystem !== 'law-enforcement') refuse('subsystem', '执法内容维护只适用于住房城乡建设系统执法')
    if (form.nature === 'content' && form.changeKind === 'standard') refuse('changeKind', '执法内容须逐次复核，不能作为标准变更')
    if (form.changeKind === 'normal' && form.nature !== 'content') {
      if (form.backOut.length < 4) refuse('backOut', '请写明回退方案，至少四个字')
      if (form.testPlan.length < 4) refuse('testPlan', '请写明测试方案，至少四个字')
    }
    if (form.nature !== 'content' && form.componentIds.length === 0) refuse('componentIds', '请选择所涉部件')
    if (form.nature !== 'content' && form.documents.length === 0 && form.noDocumentsReason.length < 4) refuse('documents', '请选择须更新的文档；确无须更新的请写明理由')
  })
export type ChangeForm = z.output<typeof changeForm>

export function factsOfForm(draft: Readonly<Record<string, unknown>>): FormFacts {
  const word = (key: string) => (typeof draft[key] === 'string' ? draft[key] : '')
  return { title: word('title'), subsystem: word('subsystem') || 'unattributed', priority: word('changeKind') === 'emergency' ? 'p1' : 'p3' }
}

const minute = (text: string) => formatInstant(new Date(text)).slice(0, 16).replace('T', ' ')

/** For pages, prints and the difference between two versions. */
export function describeForm(form: ChangeForm): FormLine[] {
  return [
    { label: '变更类型', value: changeKind.titles[form.changeKind] },
    { label: '变更性质', value: changeNature.titles[form.nature] },
    { label: '子系统', value: subsystemTitle(form.subsystem) },
    { label: '需求提出部门', value: form.demandUnit },
    { label: '需求单号', value: form.demandNo || '—' },
    { label: '计划', value: `${minute(form.plannedFrom)} 至 ${minute(form.plannedTo)}` },
    { label: '估算工作量', value: `${form.estimateDays} 人日` },
    { label: '目标版本', value: form.version || '—' },
    ...(form.structure.length > 0 ? [{ label: '结构变化的对象', value: form.structure.join('、'), wide: true }] : []),
    { label: '须更新的文档', value: form.documents.map((one) => touchedDocument.titles[one]).join('、') || form.noDocumentsReason || '—' },
    { label: '需求内容', value: form.demand, wide: true },
    { label: '对合同条款的影响', value: form.impactClause, wide: true },
    { label: '对备份的影响', value: form.impactBackup, wide: true },
    { label: '对共享链路的影响', value: form.impactSharing, wide: true },
    { label: '对节假日与特殊时期的影响', value: form.impactPeriod, wide: true },
    { label: '实施步骤', value: form.plan, wide: true },
    { label: '回退方案', value: form.backOut || '—', wide: true },
    { label: '测试方案', value: form.testPlan || '—', wide: true },
    ...(form.acceptedConflicts ? [{ label: '接受冲突的理由', value: form.acceptedConflicts, wide: true }] : []),
    ...(form.emergency ? [{ label: '紧急处置', value: `${minute(form.emergency.startedAt)} 开始；${form.emergency.reason}`, wide: true }] : []),
  ]
}
