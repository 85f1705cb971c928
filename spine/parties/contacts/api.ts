import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { unitKind } from '../units/unit-kind.ts'
import { contactKind } from './contact-kind.ts'

/** Closed set that pages speak in. */
export { contactKind, type ContactKind } from './contact-kind.ts'

/** Whether what is being typed is a number or mailbox already, for pages that look it up meanwhile. */
export { normaliseContact } from './normalise-contact.ts'

export const contactEvent = closedSet({ registered: '登记', attached: '归属', detached: '解除归属', moved: '随人员合并转移', revealed: '查看完整号码', removed: '移除' })
export type ContactEvent = Member<typeof contactEvent>

const params = z.object({ contactId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
export const contactLabel = z.string().trim().max(20, '用途不超过 20 字').default('')

/** Never with the number itself: only `revealContact` gives that. */
export const contactView = z.object({
  contactId: z.string(),
  kind: contactKind.schema,
  masked: z.string(),
  label: z.string(),
  person: z.object({ personId: z.string(), name: z.string(), jobTitle: z.string() }).nullable(),
  unit: z.object({ unitId: z.string(), title: z.string(), kind: unitKind.schema }).nullable(),
  lastSeenAt: instantField,
  isRemoved: z.boolean(),
  version: z.number(),
})
export type ContactView = z.output<typeof contactView>
export const contactSummary = contactView.extend({ firstSeenAt: instantField, removedAt: instantField.nullable(), removalReason: z.string().nullable() })

export const contactsApi = defineApi({
  prefix: '/api/contacts',
  title: '号码',
  endpoints: {
    listContacts: {
      method: 'GET', path: '', summary: '查询号码与邮箱（掩码）', permission: 'person:read', audit: 'none',
      query: listQuery.extend({ kind: contactKind.schema.optional(), owner: z.enum(['unknown', 'person', 'unit']).optional(), unitId: z.uuid().optional(), state: z.enum(['kept', 'removed']).optional(), contactId: z.uuid().optional() }),
      response: listOf(contactSummary),
      sheet: sheetOf('号码', contactSummary, { masked: '号码', kind: ['类别', contactKind.titles], label: '用途', person: ['人员', ({ name }) => name], unit: ['单位', ({ title }) => title], firstSeenAt: '首次出现', lastSeenAt: '最近使用', removedAt: '移除', removalReason: '移除原因' }),
    },
    findContact: {
      // By POST: an address is kept by browsers and proxies, a number must not stand in it.
      method: 'POST', path: '/find', summary: '按完整号码或邮箱查找', permission: 'person:read', audit: 'contact.searched',
      body: z.object({ text: z.string().trim().min(1, '请填写号码或邮箱').max(200) }), response: z.object({ contact: contactView.nullable() }),
    },
    getRetention: {
      method: 'GET', path: '/retention', summary: '号码保留期', permission: 'person:read', audit: 'none',
      response: z.object({ keepsMonths: z.number(), rules: z.array(z.object({ effectiveOn: z.string(), keepsMonths: z.number(), reason: z.string(), setAt: instantField, setByName: z.string() })) }),
    },
    setRetention: {
      method: 'POST', path: '/retention', summary: '设置号码保留期', permission: 'contact:retain', audit: 'contact-retention.set',
      body: z.object({ effectiveOn: dateField, keepsMonths: z.int().min(1, '至少一个月').max(120, '至多 120 个月'), reason }),
    },
    getContact: {
      method: 'GET', path: '/:contactId', summary: '查看号码（掩码）的归属与查看记录', permission: 'person:read', audit: 'none', params,
      response: contactSummary.extend({ events: z.array(z.object({ at: instantField, kind: contactEvent.schema, actorName: z.string(), note: z.string(), personName: z.string().nullable(), unitTitle: z.string().nullable() })) }),
    },
    attachContact: {
      method: 'POST', path: '/:contactId/attach', summary: '指明或解除号码的归属', permission: 'contact:manage', audit: 'contact.attached', params,
      body: z.object({ personId: z.uuid().nullable(), unitId: z.uuid().nullable(), label: contactLabel, reason, version: z.int().min(1) }),
    },
    revealContact: {
      method: 'POST', path: '/:contactId/reveal', summary: '查看完整号码，写明理由', permission: 'contact:reveal', audit: 'contact.reveal-asked', params,
      body: z.object({ reason }), response: z.object({ text: z.string() }),
    },
    removeContact: { method: 'POST', path: '/:contactId/remove', summary: '移除号码，只留移除记录', permission: 'contact:manage', audit: 'contact.removed', params, body: z.object({ reason, version: z.int().min(1) }) },
  },
})
