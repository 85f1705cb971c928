import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { DeliveryOutcome } from './delivery-door.ts'

export type MailSettings = {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string
  readonly from: string
  /** Milliseconds without an answer after which an attempt ends. */
  readonly timeoutMs?: number
}

export type Letter = {
  readonly to: { readonly name: string; readonly address: string }
  /** Another sender than the configured one: the mailbox to which answers shall come. */
  readonly from?: string
  readonly subject: string
  readonly text: string
  readonly date: Date
  /** With its angle brackets; the same at every attempt. */
  readonly messageId: string
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  /** RFC 3834: nobody's program shall answer what a program wrote. */
  readonly isAutomatic?: boolean
  readonly attachments?: ReadonlyArray<{ readonly fileName: string; readonly mediaType: string; readonly content: Readable }>
}

/** Mail over SMTP. The server's last line is the proof that it took the message (RFC 5321, 4.5.3). It never throws: whatever happens is an outcome. */
export type Mailer = { send(letter: Letter): Promise<DeliveryOutcome>; close(): void }

export function openMailer({ url, from, timeoutMs = 15_000 }: MailSettings): Mailer {
  const transport = createTransport({ url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs })
  return {
    async send({ from: ownFrom, isAutomatic, attachments = [], references, inReplyTo, ...letter }) {
      try {
        const { response } = await transport.sendMail({
          ...letter,
          from: ownFrom ?? from,
          ...(inReplyTo ? { inReplyTo } : {}),
          ...(references ? { references: [...references] } : {}),
          ...(isAutomatic ? { headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } } : {}),
          attachments: attachments.map(({ fileName, mediaType, content }) => ({ filename: fileName, contentType: mediaType, content })),
          // Nothing of a message may make the mailer read a file or an address.
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { state: 'delivered', answer: response }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** RFC 5321, 4.2.1: 5yz is a no for good, 4yz asks to come again. The message may quote the command, never the password. */
function outcomeOf(error: unknown): DeliveryOutcome {
  const facts = error instanceof Error ? (error as Error & { responseCode?: number; response?: string; code?: string }) : undefined
  const answer = (facts?.response ?? facts?.message ?? '未知错误').slice(0, 500)
  if (facts?.responseCode !== undefined && facts.responseCode >= 500 && facts.code !== 'EAUTH') return { state: 'refused', answer }
  if (facts?.responseCode !== undefined) return { state: 'failed', answer }
  return { state: 'unreachable', answer: `邮件服务器没有应答：${answer}` }
}
