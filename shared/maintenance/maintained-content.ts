import { z } from 'zod'
import { closedSet, type Member } from '../closed-set.ts'
import { dateField, instantField } from '../instant.ts'
import type { InputProblem } from '../problem.ts'

/** What a law-enforcement system works by and policy changes (合同 二·S5·11): effective-dated, the same on the web and in the APP. */
export const contentKind = closedSet({ law: '法律法规', benchmark: '裁量基准', 'reporting-page': '填报页面', 'document-template': '案卷文书模板', 'check-sheet': '检查单模板' })
export type ContentKind = Member<typeof contentKind>

export const contentChannel = closedSet({ web: '网页端', app: '移动端' })
export type ContentChannel = Member<typeof contentChannel>

export const discretionClass = closedSet({ A: 'A 类', B: 'B 类', C: 'C 类', T: '不予处罚' })
export const amountUnit = closedSet({ 元: '元', '%合同价': '%合同价', 倍: '倍' })
export const fieldType = closedSet({ text: '单行文字', 'long-text': '多行文字', number: '数字', date: '日期', choice: '单选', choices: '多选', yes: '是否', attachment: '附件' })
export const documentPhase = closedSet({ 检查: '检查', 立案: '立案', 调查: '调查', 审查: '审查', 告知听证: '告知听证', 决定送达: '决定送达', 执行: '执行', 结案归档: '结案归档' })
export const paragraphLook = closedSet({ title: '标题', body: '正文', right: '落款（靠右）' })

const line = (what: string, max = 200) => z.string().trim().min(1, `请填写${what}`).max(max)
const long = (what: string) => line(what, 20_000)
/** Decimal text, so that no figure of a law passes through floating point. */
const amount = z.string().trim().regex(/^\d{1,9}(\.\d{1,4})?$/, '请填写非负数，最多四位小数')
const name = z.string().trim().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, '代号以小写字母开头，只含字母和数字')

const bodies = {
  law: z.strictObject({
    documentNo: line('文号或通过情况'),
    issuedBy: line('发布机关'),
    articles: z.array(z.strictObject({ number: line('条号', 40), text: long('条文') })).min(1, '至少一条').max(1_000),
  }),
  benchmark: z.strictObject({
    basisFinding: line('违法行为认定依据'),
    basisPenalty: line('违法行为处罚依据'),
    steps: z.array(z.strictObject({ code: line('基准编号', 40), discretionClass: discretionClass.schema, condition: line('违法情形', 1_000), measure: line('裁量标准', 1_000), min: amount, max: amount, unit: amountUnit.schema })).min(1, '至少一档').max(100),
  }),
  'reporting-page': z.strictObject({
    usedFor: line('使用环节'),
    fields: z.array(z.strictObject({ section: line('分组', 60), name, label: line('名称', 60), type: fieldType.schema, isRequired: z.boolean(), unit: z.string().trim().max(20), options: z.array(line('选项', 100)).max(200), help: z.string().trim().max(200) })).min(1, '至少一个填报项').max(200),
  }),
  'document-template': z.strictObject({
    phase: documentPhase.schema,
    numberTemplate: line('文号规则'),
    fields: z.array(z.strictObject({ name, label: line('名称', 60), isRequired: z.boolean() })).max(100),
    paragraphs: z.array(z.strictObject({ look: paragraphLook.schema, text: long('文字') })).min(1, '至少一段').max(500),
  }),
  'check-sheet': z.strictObject({
    items: z.array(z.strictObject({ content: line('检查内容', 500), method: line('检查方法', 500), standard: line('判定标准', 1_000), powerCode: z.string().trim().max(40).nullable() })).min(1, '至少一项').max(200),
  }),
} as const

const identity = { code: z.string().trim().regex(/^[A-Z0-9][A-Z0-9-]{1,39}$/, '代码由大写字母、数字和连字符组成'), title: line('名称') }

/** One text of one kind, as it is edited, published, served and hashed. Whoever adds a field changes the hash of none before. */
export const maintainedContent = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('law'), ...identity, body: bodies.law }),
    z.strictObject({ kind: z.literal('benchmark'), ...identity, body: bodies.benchmark }),
    z.strictObject({ kind: z.literal('reporting-page'), ...identity, body: bodies['reporting-page'] }),
    z.strictObject({ kind: z.literal('document-template'), ...identity, body: bodies['document-template'] }),
    z.strictObject({ kind: z.literal('check-sheet'), ...identity, body: bodies['check-sheet'] }),
  ])
  .superRefine((content, check) => {
    for (const { place, message } of inconsistencies(content)) check.addIssue({ code: 'custom', path: place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)), message })
  })
export type MaintainedContent = z.output<typeof maintainedContent>
export type ContentBody<K extends ContentKind> = Extract<MaintainedContent, { kind: K }>['body']

/** What the hash of a version is taken over: SM3 of the canonical JSON of exactly this. */
export function hashedContent({ kind, code, title, body }: { readonly kind: string; readonly code: string; readonly title: string; readonly body: unknown }) {
  return { kind, code, title, body }
}

const sm3Text = z.string().regex(/^[0-9a-f]{64}$/)

/** One version with its days of effect, both included; `validTo` null for as long as nothing ends it. */
export const contentVersion = z.object({
  kind: contentKind.schema,
  code: z.string(),
  version: z.number().int().min(1),
  title: z.string(),
  hash: sm3Text,
  validFrom: dateField,
  validTo: dateField.nullable(),
  orderNo: z.string(),
  publisher: z.string(),
  publishedAt: instantField,
  withdrawnAt: instantField.nullable(),
  withdrawReason: z.string().nullable(),
})
export type ContentVersion = z.output<typeof contentVersion>

/** The order to put a text in force from a day on. */
export const contentPublication = z.object({
  content: maintainedContent,
  /** Of `content`, as its author hashed it: a text that was altered on the way is refused. */
  hash: sm3Text,
  validFrom: dateField,
  /** Latest version that the author saw, withdrawn ones included; 0 for none: a text written over another is refused. */
  basis: z.number().int().min(0),
  orderNo: line('需求单号', 64),
  publisher: line('发布人', 200),
})
export type ContentPublication = z.output<typeof contentPublication>

/** What contradicts itself within one text, all at once. */
function inconsistencies(content: { kind: ContentKind; body: unknown }): InputProblem[] {
  const { kind, body } = content as MaintainedContent
  if (kind === 'law') return repeated(body.articles.map(({ number }) => number), (at) => `body.articles.${at}.number`, '条号')
  if (kind === 'benchmark') {
    const crossed = body.steps.flatMap(({ min, max }, at) => (Number(max) < Number(min) ? [{ place: `body.steps.${at}.max`, message: '上限不得低于下限' }] : []))
    return [...repeated(body.steps.map(({ code }) => code), (at) => `body.steps.${at}.code`, '基准编号'), ...crossed]
  }
  if (kind === 'reporting-page') {
    const choices = body.fields.flatMap(({ type, options }, at) => ((type === 'choice' || type === 'choices') && options.length < 2 ? [{ place: `body.fields.${at}.options`, message: '选择项至少两个选项' }] : []))
    return [...repeated(body.fields.map(({ name: one }) => one), (at) => `body.fields.${at}.name`, '代号'), ...choices]
  }
  if (kind === 'document-template') {
    const declared = new Set(body.fields.map((field) => field.name))
    const unknown = body.paragraphs.flatMap(({ text }, at) => [...text.matchAll(/\{\{(.*?)\}\}/g)].flatMap(([, word = '']) => (declared.has(word.trim()) ? [] : [{ place: `body.paragraphs.${at}.text`, message: `{{${word}}} 没有在填写项中说明` }])))
    return [...repeated(body.fields.map(({ name: one }) => one), (at) => `body.fields.${at}.name`, '代号'), ...unknown]
  }
  return []
}

function repeated(values: readonly string[], place: (at: number) => string, what: string): InputProblem[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [{ place: place(at), message: `${what} ${value} 重复` }] : []))
}
