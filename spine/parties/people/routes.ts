import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { peopleApi } from './api.ts'
import { addContact, changePerson, setPersonState } from './change-person.ts'
import { importPeople } from './import-people.ts'
import { mergePeople } from './merge-people.ts'
import { listAccounts, listPeople, readPerson } from './read-people.ts'
import { registerPerson } from './register-person.ts'

export const personRoutes = implementApi<typeof peopleApi.endpoints, SpineCtx>(peopleApi, {
  listPeople: (ctx, { query }) => listPeople(ctx, query),
  listAccounts: (ctx) => listAccounts(ctx),
  getPerson: (ctx, { params }) => readPerson(ctx, params.personId),
  registerPerson: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'person', id: body.personId } })
    return { personId: await registerPerson(ctx, body) }
  },
  importPeople: async (ctx, { body }, facts) => {
    const imported = await importPeople(ctx, Buffer.from(body.sheet, 'base64'))
    facts.tellAudit({ details: imported })
    return imported
  },
  changePerson: (ctx, { params, body }) => changePerson(ctx, params.personId, body),
  setPersonState: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { state: body.state, reason: body.reason } })
    return setPersonState(ctx, params.personId, body)
  },
  addContact: (ctx, { params, body }) => addContact(ctx, params.personId, body),
  mergePeople: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { intoId: body.intoId, reason: body.reason } })
    return mergePeople(ctx, params.personId, body)
  },
})
