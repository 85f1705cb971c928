import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

export const decisionKind = closedSet({
  waiver: '豁免',
  grouping: '归并为一次',
  'ambiguity-default': '歧义取值',
  'notice-excuses': '告知可免责',
  suspension: '合同中止',
  'not-applicable': '认定不适用',
  revocation: '撤销决定',
})
export type DecisionKind = Member<typeof decisionKind>

const date = z.iso.date()
/** Narrows a decision to occurrences; every field given must match. At least one is needed. */
const occurrences = z
  .strictObject({ obligation: z.string().optional(), subsystem: z.string().optional(), service: z.string().optional(), periodKey: z.string().optional(), from: date.optional(), to: date.optional() })
  .refine((subject) => Object.values(subject).some((value) => value !== undefined), '至少指明义务、子系统、模块、周期或起止日期之一')
  .refine((subject) => !subject.from || !subject.to || subject.from <= subject.to, '起始日不能晚于截止日')

export const decisionSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('waiver'), subject: occurrences }),
  z.strictObject({ kind: z.literal('suspension'), subject: occurrences }),
  z.strictObject({ kind: z.literal('not-applicable'), subject: occurrences }),
  z.strictObject({ kind: z.literal('notice-excuses'), subject: occurrences }),
  z.strictObject({ kind: z.literal('grouping'), subject: z.strictObject({ occurrences: z.array(z.uuid()).min(2) }) }),
  z.strictObject({ kind: z.literal('ambiguity-default'), subject: z.strictObject({ ambiguity: z.string(), option: z.string() }) }),
  z.strictObject({ kind: z.literal('revocation'), subject: z.strictObject({ decision: z.uuid() }) }),
])

/** An upload carries text fields only, so the decision itself comes as JSON in one of them. */
const decisionText = z.string().transform((text, context) => {
  try {
    const parsed = decisionSubject.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', path: issue.path, message: issue.message })
  } catch {
    context.addIssue({ code: 'custom', message: '不是有效的 JSON' })
  }
  return z.NEVER
})

export const decisionView = z.object({ decisionId: z.string(), kind: z.string(), subject: z.unknown(), reason: z.string(), effectiveOn: z.string(), decidedByName: z.string(), decidedOn: z.string(), proofSm3: z.string().nullable(), recordedAt: instantField, recordedByName: z.string().nullable(), revokedByDecisionId: z.string().nullable() })

const replanned = z.object({ planned: z.number(), moved: z.number(), withdrawn: z.number(), restored: z.number() })

export const decisionsApi = defineApi({
  prefix: '/api/decisions',
  title: '甲方决定',
  endpoints: {
    listDecisions: {
      method: 'GET',
      path: '',
      summary: '查询甲方决定',
      permission: 'decision:read',
      audit: 'none',
      query: listQuery.extend({ kind: z.string().optional() }),
      response: listOf(decisionView),
      sheet: sheetOf('甲方决定', decisionView, {
        kind: ['类别', decisionKind.titles], reason: '理由', subject: ['范围', (subject) => JSON.stringify(subject)], effectiveOn: '生效日', decidedByName: '决定人', decidedOn: '决定日', recordedByName: '登记人', recordedAt: '登记', proofSm3: '批件校验值（SM3）',
        revokedByDecisionId: ['已撤销', () => '是'],
      }),
    },
    previewDecision: {
      method: 'POST',
      path: '/preview',
      summary: '预览歧义取值改变后的重排',
      permission: 'decision:read',
      audit: 'none',
      body: z.object({ ambiguity: z.string(), option: z.string(), effectiveOn: dateField }),
      response: z.object({
        counts: z.array(z.object({ service: z.string(), subsystem: z.string(), before: z.number(), after: z.number() })),
        added: z.number(),
        removed: z.number(),
        moved: z.number(),
        examples: z.array(z.object({ change: z.string(), title: z.string(), subsystem: z.string(), dueAt: z.string() })),
      }),
    },
    recordDecision: {
      method: 'POST',
      path: '',
      summary: '登记甲方决定（可附证明文件）',
      permission: 'decision:record',
      audit: 'decision.recorded',
      accepts: 'upload',
      body: z.object({ decision: decisionText, reason: z.string().trim().min(4, '请写明理由，至少四个字').max(1_000), effectiveOn: dateField, decidedByName: z.string().trim().min(2, '请填写作出决定的人'), decidedOn: dateField }),
      response: z.object({ decisionId: z.string(), replanned: replanned.nullable(), changedVerdicts: z.number() }),
    },
  },
})
