import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
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
    issues: {
      method: 'GET', path: '/issues', summary: '价格信息期刊列表', permission: 'price:read', audit: 'none', query: listQuery.extend({ state: textFilter, year: z.coerce.number().int().optional() }), response: listOf(priceIssueRow),
      sheet: sheetOf('价格信息期刊', priceIssueRow, { issueNo: '期号', stateTitle: '状态', collectBy: '采集截止', publishedAt: '发布', quotes: '采集报价', prices: '发布价格', errata: '更正' }),
    },
    issue: {
      method: 'GET', path: '/issues/:priceIssueId', summary: '一期价格信息及其状态历史', permission: 'price:read', audit: 'none', params: z.object({ priceIssueId: z.coerce.number().int() }),
      response: priceIssueRow.extend({ priceRows: z.array(z.object({ code: z.string(), name: z.string(), spec: z.string(), unit: z.string(), priceExTax: decimal, sampleN: z.number().int(), method: z.string(), jumpReason: z.string().nullable() })), history: z.array(stateChange) }),
    },
    resources: {
      method: 'GET', path: '/resources', summary: '工料机库', permission: 'price:read', audit: 'none', query: listQuery.extend({ kind: textFilter }), response: listOf(resourceRow),
      sheet: sheetOf('工料机', resourceRow, { name: '名称', code: '编码', spec: '规格', unit: '单位', kind: '费用类别', classTitle: '分类', taxRate: ['适用税率', 'number'] }),
    },
    indices: {
      method: 'GET', path: '/indices', summary: '造价指数', permission: 'price:read', audit: 'none', query: listQuery.extend({ indexType: textFilter, title: textFilter }), response: listOf(priceIndexRow),
      sheet: sheetOf('造价指数', priceIndexRow, { title: '指数', indexType: '类型', issueNo: '报告期', baseIssueNo: '基期（=100）', value: ['指数值', 'number'], weightsVersion: '权重版本', inputSm3: '输入摘要（SM3）' }),
    },
    firms: {
      method: 'GET', path: '/firms', summary: '造价咨询企业名录（不是许可）', permission: 'cost-firm:read', audit: 'none', query: listQuery.extend({ creditGrade: textFilter }), response: listOf(costFirmRow),
      sheet: sheetOf('造价咨询企业', costFirmRow, { enterpriseName: '企业', uscc: '统一社会信用代码', engineersL1: '一级造价师', engineersL2: '二级造价师', creditGrade: '信用等级', documents: '成果文件', listedOn: '入录日期' }),
    },
  },
})
