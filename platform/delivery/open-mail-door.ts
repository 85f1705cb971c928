import { createTransport } from 'nodemailer'
import type { DeliveryDoor, DeliveryOutcome, OutgoingMessage } from './delivery-door.ts'

export type MailSettings = {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string
  readonly from: string
  /** Milliseconds without an answer after which an attempt ends. */
  readonly timeoutMs?: number
}

/** Mail over SMTP. The server's last line is the proof that it took the message (RFC 5321, 4.5.3). */
export function openMailDoor({ url, from, timeoutMs = 15_000 }: MailSettings): DeliveryDoor {
  const transport = createTransport({ url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs })
  return {
    channel: 'mail',
    addressOf: ({ email }) => email,
    async deliver(message) {
      if (message.recipient.email === null) return { state: 'refused', answer: '收件人没有登记邮箱' }
      try {
        const { response } = await transport.sendMail({
          from,
          to: { name: message.recipient.name, address: message.recipient.email },
          subject: `【信运】${message.title}`,
          text: textOf(message),
          date: message.createdAt,
          messageId: `<${message.id}@xinyun>`,
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

function textOf({ title, content, link }: OutgoingMessage): string {
  return [title, content, `请登录运维中心办理：${link}`, '本邮件由系统发出，请勿回复。'].filter(Boolean).join('\n\n')
}

/** RFC 5321, 4.2.1: 5yz is a no for good, 4yz asks to come again. The message may quote the command, never the password. */
function outcomeOf(error: unknown): DeliveryOutcome {
  const facts = error instanceof Error ? (error as Error & { responseCode?: number; response?: string; code?: string }) : undefined
  const answer = (facts?.response ?? facts?.message ?? '未知错误').slice(0, 500)
  if (facts?.responseCode !== undefined && facts.responseCode >= 500 && facts.code !== 'EAUTH') return { state: 'refused', answer }
  if (facts?.responseCode !== undefined) return { state: 'failed', answer }
  return { state: 'unreachable', answer: `邮件服务器没有应答：${answer}` }
}
