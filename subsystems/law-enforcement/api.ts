import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'
import { onDay } from './content/api.ts'

const id = z.number().int()
/** 元 as decimal text; the publicity block is in 万元, as its receiver wants it. */
const money = z.string()

export const publicPenalty = z.object({ partyName: z.string(), uscc: z.string(), docNo: z.string(), violation: z.string(), basis: z.string(), penaltyKind: z.string(), content: z.string(), fineInTenThousand: money.nullable(), decidedOn: dateField, organName: z.string(), publishedUntil: dateField })
export const publicCheck = z.object({ enterpriseName: z.string(), uscc: z.string(), checkedOn: dateField, organName: z.string(), checkType: z.string(), sheetTitle: z.string(), checkNo: z.string(), result: z.string(), handling: z.string(), publishedOn: dateField })
export const inspectionCheckRow = z.object({
  inspectionCheckId: id, checkNo: z.string(), organName: z.string(), enterpriseName: z.string(), uscc: z.string(), projectName: z.string().nullable(), sheetTitle: z.string(), sheetVersion: z.number().int(), checkType: z.string(), plannedOn: dateField, checkedAt: instantField.nullable(),
  result: z.string().nullable(), handling: z.string().nullable(), publishedOn: dateField.nullable(), state: z.string(), stateTitle: z.string(),
})
export const penaltyCaseRow = z.object({
  penaltyCaseId: id, caseNo: z.string(), organName: z.string(), enterpriseName: z.string(), uscc: z.string(), projectName: z.string().nullable(), powerCode: z.string(), powerName: z.string(), filedOn: dateField, decideBy: dateField,
  decidedOn: dateField.nullable(), docNo: z.string().nullable(), fineAmount: money.nullable(), closedOn: dateField.nullable(), state: z.string(), stateTitle: z.string(),
})

export const benchmarkRow = z.object({
  benchmarkId: id, contentVersionId: id, version: z.number().int(), validFrom: dateField, validTo: dateField.nullable(), powerCode: z.string(), powerName: z.string(), basisPenalty: z.string(), code: z.string(), condition: z.string(), measure: z.string(), minAmount: z.string(), maxAmount: z.string(), unit: z.string(),
})

export const publicEnforcementApi = defineApi({
  prefix: '/api/public',
  title: '公众查询',
  endpoints: {
    penalties: { method: 'GET', path: '/penalties', summary: '行政处罚公示（无需登录）', permission: 'public', audit: 'none', query: listQuery.extend({ uscc: textFilter, docNo: textFilter }), response: listOf(publicPenalty) },
    checks: { method: 'GET', path: '/inspection-checks', summary: '行政检查结果公示（无需登录）', permission: 'public', audit: 'none', query: listQuery.extend({ uscc: textFilter, checkType: textFilter }), response: listOf(publicCheck) },
  },
})

export const enforcementApi = defineApi({
  prefix: '/api/enforcement',
  title: '行政执法',
  endpoints: {
    checks: {
      method: 'GET', path: '/checks', summary: '行政检查列表', permission: 'inspection-check:read', audit: 'none', query: listQuery.extend({ state: textFilter, checkType: textFilter, result: textFilter }), response: listOf(inspectionCheckRow),
      sheet: sheetOf('行政检查', inspectionCheckRow, { enterpriseName: '企业', checkNo: '检查编号', projectName: '项目', sheetTitle: '检查单', sheetVersion: '检查单版本', checkType: '检查类型', plannedOn: '计划日期', stateTitle: '状态', result: '结果', organName: '执法机构', checkedAt: '检查时间', handling: '处理', publishedOn: '公示', uscc: '统一社会信用代码' }),
    },
    check: {
      method: 'GET', path: '/checks/:inspectionCheckId', summary: '一次检查的人员、检查项、复查与状态历史', permission: 'inspection-check:read', audit: 'none', params: z.object({ inspectionCheckId: z.coerce.number().int() }),
      response: inspectionCheckRow.extend({
        officers: z.array(z.object({ name: z.string(), certNo: z.string(), postClass: z.string() })),
        items: z.array(z.object({ position: z.number().int(), content: z.string(), standard: z.string(), verdict: z.string(), note: z.string().nullable() })),
        rechecks: z.array(z.object({ correctBy: dateField, recheckedOn: dateField.nullable(), result: z.string().nullable() })),
        history: z.array(stateChange),
      }),
    },
    penaltyCases: {
      method: 'GET', path: '/penalty-cases', summary: '行政处罚案件列表', permission: 'penalty-case:read', audit: 'none', query: listQuery.extend({ state: textFilter, powerCode: textFilter }), response: listOf(penaltyCaseRow),
      sheet: sheetOf('处罚案件', penaltyCaseRow, { enterpriseName: '当事人', caseNo: '案号', powerName: '案由', filedOn: '立案', decideBy: '应作决定', stateTitle: '状态', fineAmount: ['罚款（元）', 'number'], organName: '执法机构', projectName: '项目', powerCode: '职权编码', docNo: '决定书文号', decidedOn: '决定日期', closedOn: '结案日期' }),
    },
    penaltyCase: {
      method: 'GET', path: '/penalty-cases/:penaltyCaseId', summary: '一件案件的证据、裁量、文书与状态历史', permission: 'penalty-case:read', audit: 'none', params: z.object({ penaltyCaseId: z.coerce.number().int() }),
      response: penaltyCaseRow.extend({
        fact: z.string(),
        evidence: z.array(z.object({ kindTitle: z.string(), description: z.string(), takenOn: dateField })),
        discretions: z.array(z.object({ contentVersionId: id, version: z.number().int(), code: z.string(), condition: z.string(), measure: z.string(), chosenAmount: money, outsideReason: z.string().nullable() })),
        documents: z.array(z.object({ contentVersionId: id, version: z.number().int(), title: z.string(), docNo: z.string(), madeOn: dateField })),
        history: z.array(stateChange),
      }),
    },
    benchmarks: {
      method: 'GET', path: '/benchmarks', summary: '某日有效的裁量基准各档', permission: 'discretion:read', audit: 'none', query: listQuery.extend({ powerCode: textFilter, on: onDay }),
      response: listOf(benchmarkRow),
      sheet: sheetOf('裁量基准', benchmarkRow, { powerName: '职权', powerCode: '职权编码', code: '基准编码', condition: '适用情形', measure: '裁量幅度', minAmount: '下限', maxAmount: '上限', unit: '单位', basisPenalty: '处罚依据', version: '版本', validFrom: '生效', validTo: '失效' }),
    },
  },
})
