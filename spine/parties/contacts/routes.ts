import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { contactEvent, contactsApi, type ContactEvent } from './api.ts'
import { attachContact } from './attach-contact.ts'
import { listContacts, readContact, searchContact } from './read-contacts.ts'
import { removeContact } from './remove-contacts.ts'
import { revealContact } from './reveal-contact.ts'
import { readRetention, setRetention } from './set-retention.ts'

export const contactRoutes = implementApi<typeof contactsApi.endpoints, SpineCtx>(contactsApi, {
  listContacts: (ctx, { query }) => listContacts(ctx, query),
  findContact: async (ctx, { body }, facts) => {
    const contact = await searchContact(ctx, body.text)
    if (contact) facts.tellAudit({ object: { kind: 'contact', id: contact.contactId } })
    return { contact: contact ?? null }
  },
  getRetention: (ctx) => readRetention(ctx),
  setRetention: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'contact-retention', id: body.effectiveOn }, details: body })
    return setRetention(ctx, body)
  },
  getContact: async (ctx, { params }) => {
    const contact = await readContact(ctx, params.contactId)
    return { ...contact, events: contact.events.map((event) => ({ ...event, kind: contactEvent.schema.parse(event.kind) satisfies ContactEvent })) }
  },
  attachContact: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { personId: body.personId, unitId: body.unitId, reason: body.reason } })
    return attachContact(ctx, params.contactId, body)
  },
  revealContact: async (ctx, { params, body }) => ({ text: await revealContact(ctx, params.contactId, body.reason) }),
  removeContact: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return removeContact(ctx, params.contactId, body)
  },
})
