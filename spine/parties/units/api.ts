import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { unitKind } from './unit-kind.ts'

/** Closed set that pages speak in. */
export { unitKind, type UnitKind } from './unit-kind.ts'

const params = z.object({ unitId: z.uuid() })
const facts = z.object({ kind: unitKind.schema, title: z.string().trim().min(2, '请填写单位名称').max(100), note: z.string().trim().max(500).default('') })

export const unitView = z.object({
  unitId: z.string(),
  kind: unitKind.schema,
  title: z.string(),
  note: z.string(),
  isRetired: z.boolean(),
  people: z.number(),
  registeredAt: instantField,
  version: z.number(),
})
export type UnitView = z.output<typeof unitView>

export const unitsApi = defineApi({
  prefix: '/api/units',
  title: '单位',
  endpoints: {
    listUnits: {
      method: 'GET', path: '', summary: '查询单位', permission: 'person:read', audit: 'none',
      query: listQuery.extend({ kind: unitKind.schema.optional(), state: z.enum(['current', 'retired']).optional() }),
      response: listOf(unitView),
      sheet: sheetOf('单位', unitView, { title: '名称', kind: ['类别', unitKind.titles], people: '在岗人数', isRetired: ['停止往来', (isRetired) => (isRetired ? '是' : '否')], note: '备注', registeredAt: '登记' }),
    },
    getUnit: { method: 'GET', path: '/:unitId', summary: '查看单位', permission: 'person:read', audit: 'none', params, response: unitView },
    registerUnit: { method: 'POST', path: '', summary: '登记单位', permission: 'person:manage', audit: 'unit.registered', body: facts.extend({ unitId: z.uuid() }), response: z.object({ unitId: z.string() }) },
    changeUnit: { method: 'PUT', path: '/:unitId', summary: '修改单位', permission: 'person:manage', audit: 'unit.changed', params, body: facts.extend({ isRetired: z.boolean(), version: z.int().min(1) }) },
  },
})
