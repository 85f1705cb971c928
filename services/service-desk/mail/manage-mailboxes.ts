import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import type { MailSecurity } from './api.ts'
import { mailErrors, passwordContext } from './mail.ts'

const MEGABYTE = 1024 * 1024

export type MailboxFacts = {
  readonly title: string
  readonly address: string
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly username: string
  readonly folder: string
  readonly maxMessageMegabytes: number
  readonly maxHourlyPerSender: number
  /** Authority of the server's certificate, PEM; `''` for those that the machine trusts. */
  readonly ca: string
  readonly isEnabled: boolean
}

/** Registers a mailbox. Whether its server may be reached is decided by the allow-list when it is read. */
export async function addMailbox(ctx: SpineCtx, mailbox: string, { password, ...facts }: MailboxFacts & { password: string }): Promise<void> {
  requirePermission(ctx, 'mailbox:administer')
  const written = await serviceDeskTables(ctx)
    .insertInto('serviceDesk.mailbox')
    .values({ mailbox, ...columnsOf(facts), passwordSealed: ctx.secretBox.seal(password, passwordContext(mailbox)), changedAt: ctx.now, changedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('mailbox').doNothing())
    .returning('mailbox')
    .executeTakeFirst()
  if (!written) throw mailErrors['mailbox-exists']({ problems: [{ place: 'body.mailbox', message: '这个代号已在使用' }] })
}

/** A kept password stays with the server and account it was given for: or whoever may edit an address could have it sent to a machine of his own. */
export async function changeMailbox(ctx: SpineCtx, mailbox: string, { password, version, ...facts }: MailboxFacts & { password?: string | undefined; version: number }): Promise<void> {
  requirePermission(ctx, 'mailbox:administer')
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.mailbox').selectAll().where('mailbox', '=', mailbox).forUpdate().executeTakeFirst()
  if (!row) throw mailErrors['mailbox-not-found']()
  if (row.version !== version) throw mailErrors['mailbox-changed']()
  const isSamePlace = row.host === facts.host && row.port === facts.port && row.username === facts.username && row.security === facts.security && row.ca === facts.ca
  if (!isSamePlace && password === undefined) throw mailErrors['password-needed']({ problems: [{ place: 'body.password', message: '请重新填写口令' }] })
  // Another folder or server numbers its messages its own way.
  const isSameFolder = isSamePlace && row.folder === facts.folder
  await db
    .updateTable('serviceDesk.mailbox')
    .set({ ...columnsOf(facts), ...(password === undefined ? {} : { passwordSealed: ctx.secretBox.seal(password, passwordContext(mailbox)) }), ...(isSameFolder ? {} : { uidValidity: null, lastUid: 0 }), failure: null, version: version + 1, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) })
    .where('mailbox', '=', mailbox)
    .execute()
}

export async function listMailboxes(ctx: SpineCtx) {
  requirePermission(ctx, 'mail:read')
  const db = serviceDeskTables(ctx)
  const rows = await db.selectFrom('serviceDesk.mailbox').select(['mailbox', 'title', 'address', 'host', 'port', 'security', 'username', 'folder', 'maxMessageBytes', 'maxHourlyPerSender', 'ca', 'isEnabled', 'readAt', 'failure', 'version']).orderBy('mailbox').execute()
  const domains = await db.selectFrom('serviceDesk.publicMailDomain').select('domain').orderBy('domain').execute()
  return {
    mailboxes: rows.map(({ maxMessageBytes, ...row }) => ({ ...row, security: row.security as MailSecurity, maxMessageMegabytes: Math.round(maxMessageBytes / MEGABYTE) })),
    publicDomains: domains.map(({ domain }) => domain),
    canSend: ctx.mailer !== undefined,
  }
}

function columnsOf({ maxMessageMegabytes, ...facts }: MailboxFacts) {
  return { ...facts, maxMessageBytes: maxMessageMegabytes * MEGABYTE }
}
