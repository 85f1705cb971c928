import type { DeliveryDoor, OutgoingMessage } from './delivery-door.ts'
import { openMailer, type MailSettings } from './open-mailer.ts'

/** Reminders by mail. */
export function openMailDoor(settings: MailSettings): DeliveryDoor {
  const mailer = openMailer(settings)
  return {
    channel: 'mail',
    addressOf: ({ email }) => email,
    async deliver(message) {
      if (message.recipient.email === null) return { state: 'refused', answer: '收件人没有登记邮箱' }
      return mailer.send({
        to: { name: message.recipient.name, address: message.recipient.email },
        subject: `【信运】${message.title}`,
        text: textOf(message),
        date: message.createdAt,
        messageId: `<${message.id}@xinyun>`,
      })
    },
    close: () => mailer.close(),
  }
}

function textOf({ title, content, link }: OutgoingMessage): string {
  return [title, content, `请登录运维中心办理：${link}`, '本邮件由系统发出，请勿回复。'].filter(Boolean).join('\n\n')
}
