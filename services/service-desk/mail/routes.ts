import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { mailApi, mailboxesApi } from './api.ts'
import { addMailbox, changeMailbox, listMailboxes } from './manage-mailboxes.ts'
import { setPublicDomains } from './public-domains.ts'
import { listInbound, listThreads, listTicketMail, readAttachment, readThread } from './read-mail.ts'
import { releaseMail, settleThread } from './settle-mail.ts'
import { answerThread } from './write-mail.ts'

export const mailRoutes = implementApi<typeof mailApi.endpoints, SpineCtx>(mailApi, {
  listThreads: (ctx, { query }) => listThreads(ctx, query),
  getThread: (ctx, { params }) => readThread(ctx, params.mailThreadId),
  listTicketMail: (ctx, { params }) => listTicketMail(ctx, params.ticketId),
  answerThread: (ctx, { params, body }, { files, tellAudit }) => {
    tellAudit({ details: { outboundMailId: body.outboundMailId, attachments: files.map(({ fileName, sm3 }) => ({ fileName, sm3 })) } })
    return answerThread(ctx, params.mailThreadId, { ...body, files })
  },
  settleThread: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return settleThread(ctx, params.mailThreadId, body.version)
  },
  listInbound: (ctx, { query }) => listInbound(ctx, query),
  releaseMail: async (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return { mailThreadId: await releaseMail(ctx, params.inboundMailId, body.reason) }
  },
  getAttachment: (ctx, { params }) => readAttachment(ctx, params.mailAttachmentId),
})

export const mailboxRoutes = implementApi<typeof mailboxesApi.endpoints, SpineCtx>(mailboxesApi, {
  listMailboxes: (ctx) => listMailboxes(ctx),
  addMailbox: (ctx, { body: { mailbox, ...facts } }, { tellAudit }) => {
    tellAudit({ object: { kind: 'mailbox', id: mailbox }, details: { host: facts.host, port: facts.port, username: facts.username } })
    return addMailbox(ctx, mailbox, facts)
  },
  changeMailbox: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { host: body.host, port: body.port, username: body.username, isEnabled: body.isEnabled, isPasswordChanged: body.password !== undefined } })
    return changeMailbox(ctx, params.mailbox, body)
  },
  setPublicDomains: (ctx, { body }, facts) => {
    facts.tellAudit({ details: body })
    return setPublicDomains(ctx, body.domains)
  },
})
