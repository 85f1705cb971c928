import { isIP } from 'node:net'
import { ImapFlow, type FetchMessageObject, type MessageStructureObject } from 'imapflow'
import type { LeftAttachment, Mailbox, MailboxSettings } from '#platform/mail/mailbox.ts'
import { resolveTarget } from './allow-list.ts'
import type { AllowList } from './connector.ts'

const TIMEOUT_MS = 20_000
/** What is read of the text of a message that is too large. */
const MAX_TEXT_BYTES = 1024 * 1024

/** Opens a mailbox at an address that the security administrator's list allows. The password goes nowhere else: not into errors, not into logs. */
export async function openImapMailbox(settings: MailboxSettings, allowList: AllowList): Promise<Mailbox> {
  const target = await resolveTarget(allowList, settings)
  const client = new ImapFlow({
    host: target.address,
    port: target.port,
    secure: settings.security === 'tls',
    doSTARTTLS: settings.security === 'starttls',
    // The certificate is of the name, the connection goes to the address that was allowed. An address is no name (RFC 6066).
    ...(isIP(settings.host) === 0 ? { servername: settings.host } : {}),
    ...(settings.ca ? { tls: { ca: settings.ca } } : {}),
    auth: { user: settings.username, pass: settings.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 10 * 60_000,
  })
  // A connection that breaks is told by whoever waits on it.
  let failure: Error | undefined
  client.on('error', (error: Error) => (failure = error))
  await client.connect()
  const opened = await client.mailboxOpen(settings.folder)
  let isNews = false
  let wake: () => void = () => {}
  client.on('exists', () => {
    isNews = true
    wake()
  })
  client.on('close', () => wake())

  return {
    uidValidity: String(opened.uidValidity),
    async *newerThan(uid, maxBytes) {
      isNews = false
      // `*` alone means the last message even when its UID is lower, so what is not newer is left out.
      const sizes = await client.fetchAll(`${uid + 1}:*`, { uid: true, size: true }, { uid: true })
      for (const one of sizes.filter((row) => row.uid > uid).toSorted((a, b) => a.uid - b.uid)) {
        const bytes = one.size ?? 0
        if (bytes > maxBytes) {
          const head = await client.fetchOne(String(one.uid), { uid: true, headers: true, bodyStructure: true }, { uid: true })
          if (head) yield { uid: one.uid, bytes, headers: head.headers ?? Buffer.alloc(0), text: await textOf(client, head), left: leftOf(head.bodyStructure) }
          continue
        }
        const whole = await client.fetchOne(String(one.uid), { uid: true, source: true }, { uid: true })
        if (whole && whole.source) yield { uid: one.uid, bytes, source: whole.source }
      }
    },
    async markSeen(uid) {
      await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    },
    async wait(atMostMs, signal) {
      if (isNews) return
      const timer = setTimeout(() => wake(), atMostMs)
      const stop = () => wake()
      signal.addEventListener('abort', stop, { once: true })
      const woken = new Promise<void>((resolve) => (wake = resolve))
      try {
        const idling = client.idle().catch((error: Error) => (failure ??= error))
        await Promise.race([woken, idling])
        // Any command ends IDLE; this one also tells whether the other side is still there.
        if (!signal.aborted) await client.noop()
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        wake = () => {}
      }
      if (failure) throw failure
      if (!client.usable && !signal.aborted) throw new Error('邮件服务器断开了连接')
    },
    async close() {
      await Promise.race([client.logout().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2_000).unref())])
      client.close()
    },
  }
}

function partsOf(structure: MessageStructureObject | undefined): MessageStructureObject[] {
  if (!structure) return []
  return structure.childNodes ? structure.childNodes.flatMap(partsOf) : [structure]
}

async function textOf(client: ImapFlow, { uid, bodyStructure }: FetchMessageObject): Promise<string> {
  const texts = partsOf(bodyStructure).filter(({ type, disposition }) => type.startsWith('text/') && disposition !== 'attachment')
  const part = texts.find(({ type }) => type === 'text/plain')
  if (!part) return ''
  const { content } = await client.download(String(uid), part.part ?? '1', { uid: true, maxBytes: MAX_TEXT_BYTES })
  if (!content) return ''
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function leftOf(structure: MessageStructureObject | undefined): LeftAttachment[] {
  return partsOf(structure)
    .filter(({ type, disposition }) => disposition === 'attachment' || !type.startsWith('text/'))
    .map((part) => ({ fileName: part.dispositionParameters?.['filename'] ?? part.parameters?.['name'] ?? '', mediaType: part.type, bytes: Math.round(((part.size ?? 0) * 3) / (part.encoding === 'base64' ? 4 : 3)) }))
}
