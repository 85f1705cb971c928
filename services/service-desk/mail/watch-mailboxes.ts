import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { act } from '#platform/context/runtime.ts'
import { plainFileName } from '#platform/http/read-input.ts'
import type { FetchedMail, Mailbox } from '#platform/mail/mailbox.ts'
import { plainText, readMessage } from '#platform/mail/read-message.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { passwordContext } from './mail.ts'
import { takeMail } from './take-mail.ts'

const actor = { kind: 'system', name: '收取邮件' } as const
const LEASE_SECONDS = 60
const LOOK_MS = 15_000
/** A server that does not tell of new mail is asked this often; the lease is renewed with it. */
const ASK_MS = 25_000
/** A connection that is still being made is not waited for: nothing of it is kept yet. */
const STOP_MS = 3_000

type Held = { readonly mailbox: string; readonly version: number; readonly uidValidity: string | null; readonly lastUid: number; readonly maxMessageBytes: number; readonly settings: Parameters<SpineRuntime['attached']['openMailbox']>[0] }

/**
 * Reads every enabled mailbox for as long as the process lives: first what has come, then whatever the server tells of. Of
 * several workers one holds a mailbox. A failure is shown with the mailbox and tried again; settings that change open it anew.
 */
export function watchMailboxes(runtime: SpineRuntime, { lookMs = LOOK_MS, askMs = ASK_MS }: { lookMs?: number; askMs?: number } = {}): { stop(): Promise<void> } {
  const holder = randomUUID()
  const stopping = new AbortController()
  const reading = new Map<string, Promise<void>>()
  const look = async () => {
    try {
      const free = await act(runtime, actor, async (ctx) => (await serviceDeskTables(ctx).selectFrom('serviceDesk.mailbox').select('mailbox').where('isEnabled', '=', true).execute()).map((row) => row.mailbox))
      for (const mailbox of free) if (!reading.has(mailbox) && !stopping.signal.aborted) reading.set(mailbox, readMailbox(runtime, mailbox, holder, stopping.signal, askMs).finally(() => reading.delete(mailbox)))
    } catch (error) {
      if (!stopping.signal.aborted) runtime.log.warn({ error }, 'mailboxes are not looked for')
    }
  }
  const timer = setInterval(() => void look(), lookMs).unref()
  const first = look()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await first
      await Promise.race([Promise.all(reading.values()), new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())])
    },
  }
}

/** Reads one mailbox until the process stops, the settings change or something fails. */
async function readMailbox(runtime: SpineRuntime, name: string, holder: string, signal: AbortSignal, askMs: number): Promise<void> {
  let open: Mailbox | undefined
  try {
    const held = await act(runtime, actor, (ctx) => hold(ctx, name, holder))
    if (!held) return
    open = await runtime.attached.openMailbox(held.settings)
    for (let version = held.version; !signal.aborted; ) {
      const now = await act(runtime, actor, (ctx) => hold(ctx, name, holder))
      if (now?.version !== version) return
      version = now.version
      await readNew(runtime, open, now)
      await act(runtime, actor, (ctx) => serviceDeskTables(ctx).updateTable('serviceDesk.mailbox').set({ readAt: ctx.now, failure: null }).where('mailbox', '=', name).execute())
      await open.wait(askMs, signal)
    }
  } catch (error) {
    if (signal.aborted) return
    const failure = error instanceof Error ? describe(error) : String(error)
    runtime.log.warn({ mailbox: name, failure }, 'mailbox is not read')
    await act(runtime, actor, (ctx) => serviceDeskTables(ctx).updateTable('serviceDesk.mailbox').set({ failure }).where('mailbox', '=', name).execute()).catch(() => {})
  } finally {
    await open?.close()
    await act(runtime, actor, (ctx) => serviceDeskTables(ctx).updateTable('serviceDesk.mailbox').set({ leaseHolder: null, leaseUntil: null }).where('mailbox', '=', name).where('leaseHolder', '=', holder).execute()).catch(() => {})
  }
}

/** Takes or renews the lease; nothing when another worker has it or the mailbox is off. */
async function hold(ctx: SpineCtx, name: string, holder: string): Promise<Held | undefined> {
  const row = await serviceDeskTables(ctx)
    .updateTable('serviceDesk.mailbox')
    .set({ leaseHolder: holder, leaseUntil: new Date(ctx.now.getTime() + LEASE_SECONDS * 1_000) })
    .where('mailbox', '=', name)
    .where('isEnabled', '=', true)
    .where((where) => where.or([where('leaseHolder', 'is', null), where('leaseHolder', '=', holder), where('leaseUntil', '<', ctx.now)]))
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  const { host, port, username, folder, passwordSealed, ca } = row
  const password = ctx.secretBox.open(passwordSealed, passwordContext(name)).toString('utf8')
  return { mailbox: name, version: row.version, uidValidity: row.uidValidity, lastUid: row.lastUid, maxMessageBytes: row.maxMessageBytes, settings: { host, port, username, folder, password, security: row.security as 'tls' | 'starttls' | 'none', ...(ca ? { ca } : {}) } }
}

async function readNew(runtime: SpineRuntime, open: Mailbox, { mailbox, uidValidity, lastUid, maxMessageBytes }: Held): Promise<void> {
  // Numbered anew, everything is read again; what is known is known by its Message-ID.
  const after = open.uidValidity === uidValidity ? lastUid : 0
  for await (const fetched of open.newerThan(after, maxMessageBytes)) {
    const message = await readMessage('source' in fetched ? fetched.source : fetched.headers)
    const whole = 'source' in fetched ? message : { ...message, text: plainText(fetched.text).trim() }
    const attachments = await storeAttachments(runtime, whole.attachments)
    await act(runtime, actor, (ctx) => takeMail(ctx, { mailbox, uidValidity: open.uidValidity, uid: fetched.uid, bytes: fetched.bytes, message: whole, attachments, left: leftOf(fetched), maxMessageBytes }))
    await open.markSeen(fetched.uid)
  }
}

async function storeAttachments(runtime: SpineRuntime, attachments: Awaited<ReturnType<typeof readMessage>>['attachments']) {
  const stored = []
  for (const { fileName, mediaType, content } of attachments) stored.push({ fileName: plainFileName(fileName), mediaType: mediaType.slice(0, 100), ...(await runtime.attached.files.put(Readable.from([content]))) })
  return stored
}

function leftOf(fetched: FetchedMail) {
  return 'left' in fetched ? fetched.left.map((one) => ({ ...one, fileName: plainFileName(one.fileName), mediaType: one.mediaType.slice(0, 100) })) : []
}

/** What the mail server or the way to it said; never the password, which stands in no answer of a server. */
function describe(error: Error & { responseText?: string; authenticationFailed?: boolean; code?: string }): string {
  const certificate = certificateProblem(error)
  if (certificate !== undefined) return `服务器证书不可信，没有登录：${certificate}`
  return (error.authenticationFailed ? '账号或口令不对' : (error.responseText ?? error.message)).slice(0, 300)
}

/** What is wrong with the server's certificate and how it is cured; undefined when it is not about that. The password was not sent yet. */
function certificateProblem({ code = '', message }: Error & { code?: string }): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return '证书不是这台服务器的名称；请核对服务器地址，或由对方换发证书'
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return '证书不在有效期内；请核对两边的时钟，或由对方换发证书'
  if (/^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(UNTRUSTED|SIGNATURE_FAILURE|REVOKED))/.test(code)) return '签发机构不受信任；内部签发的证书请在“根证书”填写其签发机构的证书（PEM）'
  return /^(ERR_SSL|ERR_TLS|EPROTO)/.test(code) ? `加密握手失败（${code || message}）；请核对端口与加密方式` : undefined
}
