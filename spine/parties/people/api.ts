import { z } from 'zod'
import { base64File } from '#shared/base64-file.ts'
import { closedSet } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { contactLabel, contactView } from '../contacts/api.ts'
import { unitKind } from '../units/unit-kind.ts'
import { personState } from './person-state.ts'

/** Closed set that pages speak in. */
export { personState, type PersonState } from './person-state.ts'

export const personEvent = closedSet({ registered: '登记', changed: '修改', left: '离岗', returned: '返岗', merged: '合并到另一人', absorbed: '并入另一条登记' })

const params = z.object({ personId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
const contact = z.object({ text: z.string().trim().min(1, '请填写号码或邮箱').max(200), label: contactLabel })
const facts = z.object({
  unitId: z.uuid('请选择单位'),
  name: z.string().trim().min(1, '请填写姓名').max(50),
  jobTitle: z.string().trim().max(50).default(''),
  userId: z.uuid().nullable().default(null),
  note: z.string().trim().max(500).default(''),
})

export const personSummary = z.object({
  personId: z.string(),
  name: z.string(),
  jobTitle: z.string(),
  state: personState.schema,
  unitId: z.string(),
  unitTitle: z.string(),
  unitKind: unitKind.schema,
  userId: z.string().nullable(),
  username: z.string().nullable(),
  registeredAt: instantField,
  contacts: z.array(contactView),
  version: z.number(),
})
export type PersonSummary = z.output<typeof personSummary>

export const personDetail = personSummary.extend({
  note: z.string(),
  mergedIntoId: z.string().nullable(),
  mergedIntoName: z.string().nullable(),
  absorbed: z.array(z.object({ personId: z.string(), name: z.string() })),
  events: z.array(z.object({ at: instantField, kind: personEvent.schema, actorName: z.string(), note: z.string() })),
})
export type PersonDetail = z.output<typeof personDetail>

const found = z.object({ search: z.string().trim().max(200).optional(), unitId: z.uuid().optional(), unitKind: unitKind.schema.optional(), state: personState.schema.optional(), contactId: z.uuid().optional() })

const words = (contacts: z.output<typeof personSummary>['contacts']) => contacts.map(({ masked }) => masked).join('、')

export const peopleApi = defineApi({
  prefix: '/api/people',
  title: '人员',
  endpoints: {
    listPeople: {
      method: 'GET', path: '', summary: '查询人员', permission: 'person:read', audit: 'none', query: listQuery.extend(found.shape), response: listOf(personSummary),
      sheet: sheetOf('人员', personSummary, { unitTitle: '单位', name: '姓名', jobTitle: '职务', contacts: ['号码', words], state: ['状态', personState.titles], unitKind: ['单位类别', unitKind.titles], username: '账号', registeredAt: '登记' }),
    },
    listAccounts: {
      method: 'GET', path: '/accounts', summary: '尚未关联人员的用户账号', permission: 'person:manage', audit: 'none',
      response: z.object({ items: z.array(z.object({ userId: z.string(), username: z.string(), displayName: z.string() })) }),
    },
    getPerson: { method: 'GET', path: '/:personId', summary: '查看人员', permission: 'person:read', audit: 'none', params, response: personDetail },
    registerPerson: {
      method: 'POST', path: '', summary: '登记人员及其号码', permission: 'person:manage', audit: 'person.registered',
      body: facts.extend({ personId: z.uuid(), contacts: z.array(contact).max(10, '至多 10 个号码').default([]) }), response: z.object({ personId: z.string() }),
    },
    importPeople: {
      method: 'POST', path: '/import', summary: '由 Excel 表导入人员（表格不留存）', permission: 'person:manage', audit: 'person.imported',
      body: z.object({ sheet: base64File }), response: z.object({ registered: z.number(), changed: z.number() }),
    },
    changePerson: { method: 'PUT', path: '/:personId', summary: '修改人员', permission: 'person:manage', audit: 'person.changed', params, body: facts.extend(seen.shape) },
    setPersonState: { method: 'POST', path: '/:personId/state', summary: '登记离岗或返岗', permission: 'person:manage', audit: 'person.state-changed', params, body: seen.extend({ state: z.enum(['active', 'left']), reason }) },
    addContact: { method: 'POST', path: '/:personId/contacts', summary: '增加号码或邮箱', permission: 'person:manage', audit: 'person.contact-added', params, body: contact },
    mergePeople: { method: 'POST', path: '/:personId/merge', summary: '合并到另一人', permission: 'person:manage', audit: 'person.merged', params, body: seen.extend({ intoId: z.uuid('请选择合并到谁'), reason }) },
  },
})
