import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'

const id = z.number().int()
/** 元 a unit, changes in per cent; decimal text. */
const decimal = z.string()

export const publishedPrice = z.object({
  issueNo: z.string(), code: z.string(), name: z.string(), spec: z.string(), unit: z.string(), kind: z.string(), priceExTax: decimal, priceIncTax: decimal, monthOnMonth: decimal.nullable(), yearOnYear: decimal.nullable(),
  /** Number of corrections; the price shown is the corrected one. */
  revision: z.number().int(),
})
export const priceIssueRow = z.object({ priceIssueId: id, issueNo: z.string(), year: z.number().int(), month: z.number().int(), collectBy: dateField, publishedAt: instantField.nullable(), quotes: z.number().int(), prices: z.number().int(), errata: z.number().int(), state: z.string(), stateTitle: z.string() })
export const resourceRow = z.object({ resourceId: id, code: z.string(), classTitle: z.string(), name: z.string(), spec: z.string(), unit: z.string(), kind: z.string(), taxRate: decimal })
export const costFirmRow = z.object({ costFirmId: id, enterpriseName: z.string(), uscc: z.string(), engineersL1: z.number().int(), engineersL2: z.number().int(), creditGrade: z.string(), listedOn: dateField, documents: z.number().int() })
export const priceIndexRow = z.object({ priceIndexId: id, indexType: z.string(), title: z.string(), issueNo: z.string(), baseIssueNo: z.string(), value: decimal, weightsVersion: z.string(), inputSm3: z.string() })

export const publicPriceApi = defineApi({
  prefix: '/api/public/prices',
  title: '公众查询',
  endpoints: {
    prices: { method: 'GET', path: '', summary: '工程造价价格信息查询（无需登录；不指定期号时为全部已发布期）', permission: 'public', audit: 'none', query: listQuery.extend({ issueNo: textFilter, code: textFilter, kind: textFilter }), response: listOf(publishedPrice) },
  },
})

export const costApi = defineApi({
  prefix: '/api/cost',
  title: '工程造价服务',
  endpoints: {
    issues: { method: 'GET', path: '/issues', summary: '价格信息期刊列表', permission: 'price:read', audit: 'none', query: listQuery.extend({ state: textFilter, year: z.coerce.number().int().optional() }), response: listOf(priceIssueRow) },
    issue: {
      method: 'GET', path: '/issues/:priceIssueId', summary: '一期价格信息及其状态历史', permission: 'price:read', audit: 'none', params: z.object({ priceIssueId: z.coerce.number().int() }),
      response: priceIssueRow.extend({ priceRows: z.array(z.object({ code: z.string(), name: z.string(), spec: z.string(), unit: z.string(), priceExTax: decimal, sampleN: z.number().int(), method: z.string(), jumpReason: z.string().nullable() })), history: z.array(stateChange) }),
    },
    resources: { method: 'GET', path: '/resources', summary: '工料机库', permission: 'price:read', audit: 'none', query: listQuery.extend({ kind: textFilter }), response: listOf(resourceRow) },
    indices: { method: 'GET', path: '/indices', summary: '造价指数', permission: 'price:read', audit: 'none', query: listQuery.extend({ indexType: textFilter, title: textFilter }), response: listOf(priceIndexRow) },
    firms: { method: 'GET', path: '/firms', summary: '造价咨询企业名录（不是许可）', permission: 'cost-firm:read', audit: 'none', query: listQuery.extend({ creditGrade: textFilter }), response: listOf(costFirmRow) },
  },
})
