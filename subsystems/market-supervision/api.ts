import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'

const id = z.number().int()
/** Points and money are decimal text; money in 万元. */
const decimal = z.string()

export const publicScore = z.object({ enterpriseName: z.string(), uscc: z.string(), scoredOn: dateField, total: decimal, rank: z.number().int(), grade: z.string(), rulesVersion: z.string() })
export const creditEventRow = z.object({
  creditEventId: id, enterpriseName: z.string(), uscc: z.string(), projectName: z.string().nullable(), kind: z.string(), code: z.string(), title: z.string(), points: decimal, docNo: z.string(), docOn: dateField,
  source: z.string(), publishFrom: dateField, publishTo: dateField, state: z.string(), stateTitle: z.string(),
})
export const scoreSnapshotRow = z.object({
  scoreSnapshotId: id, enterpriseName: z.string(), uscc: z.string(), scoredOn: dateField, rulesVersion: z.string(), projectPoints: decimal, corpPoints: decimal, total: decimal, rank: z.number().int(), grade: z.string(),
})
export const contractRecordRow = z.object({ contractRecordId: id, projectName: z.string(), contractorName: z.string(), contractKind: z.string(), amount: decimal, signedOn: dateField, guaranteeForm: z.string() })

export const publicScoreApi = defineApi({
  prefix: '/api/public/credit-scores',
  title: '公众查询',
  endpoints: {
    scores: { method: 'GET', path: '', summary: '企业市场行为信用评价查询（无需登录，最近一次评分）', permission: 'public', audit: 'none', query: listQuery.extend({ uscc: textFilter, grade: textFilter }), response: listOf(publicScore) },
  },
})

export const marketApi = defineApi({
  prefix: '/api/market',
  title: '建筑市场监管',
  endpoints: {
    creditEvents: {
      method: 'GET', path: '/credit-events', summary: '信用信息列表', permission: 'credit:read', audit: 'none', query: listQuery.extend({ state: textFilter, kind: textFilter }), response: listOf(creditEventRow),
      sheet: sheetOf('信用信息', creditEventRow, { title: '信息', enterpriseName: '企业', kind: '性质', points: ['分值', 'number'], stateTitle: '状态', docOn: '认定文件日期', docNo: '文号', projectName: '项目', code: '代码', source: '来源', publishFrom: '公示自', publishTo: '公示至', uscc: '统一社会信用代码' }),
    },
    creditEvent: {
      method: 'GET', path: '/credit-events/:creditEventId', summary: '一条信用信息及其状态历史', permission: 'credit:read', audit: 'none', params: z.object({ creditEventId: z.coerce.number().int() }),
      response: creditEventRow.extend({ history: z.array(stateChange) }),
    },
    scores: {
      method: 'GET', path: '/scores', summary: '信用评分快照列表', permission: 'credit:read', audit: 'none', query: listQuery.extend({ scoredOn: dateField.optional(), grade: textFilter }), response: listOf(scoreSnapshotRow),
      sheet: sheetOf('信用评分', scoreSnapshotRow, { enterpriseName: '企业', scoredOn: '评分日', total: ['总分', 'number'], rank: '名次', grade: '等级', projectPoints: ['项目履约', 'number'], corpPoints: ['企业信息', 'number'], uscc: '统一社会信用代码', rulesVersion: '规则版本' }),
    },
    score: {
      method: 'GET', path: '/scores/:scoreSnapshotId', summary: '一次评分的逐项明细', permission: 'credit:read', audit: 'none', params: z.object({ scoreSnapshotId: z.coerce.number().int() }),
      response: scoreSnapshotRow.extend({ lines: z.array(z.object({ block: z.string(), points: decimal, note: z.string(), creditEventId: id.nullable(), projectName: z.string().nullable() })) }),
    },
    contracts: {
      method: 'GET', path: '/contracts', summary: '合同信息列表', permission: 'contract:read', audit: 'none', query: listQuery.extend({ contractKind: textFilter }), response: listOf(contractRecordRow),
      sheet: sheetOf('合同信息', contractRecordRow, { projectName: '项目', contractorName: '承包单位', contractKind: '合同类别', amount: ['合同额（万元）', 'number'], signedOn: '签订日期', guaranteeForm: '担保形式' }),
    },
  },
})
