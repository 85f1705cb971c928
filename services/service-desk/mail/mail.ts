import { defineErrors } from '#platform/errors/app-error.ts'

export const mailErrors = defineErrors('mail', {
  'mailbox-not-found': [404, '没有这个邮箱'],
  'mailbox-exists': [409, '这个代号已有邮箱，请换一个'],
  'mailbox-changed': [409, '邮箱设置已被他人修改，请刷新后重新操作'],
  'password-needed': [422, '改了服务器、加密或账号，请重新填写口令'],
  'thread-not-found': [404, '没有这次往来'],
  'thread-changed': [409, '这次往来刚有变化，请刷新后重新操作'],
  'mail-not-found': [404, '没有这封来信'],
  'not-quarantined': [409, '这封来信没有被隔离，或已经放行'],
  'attachment-not-found': [404, '没有这个附件，或因过大留在邮箱里'],
  'no-address': [409, '对方的邮箱已移除或不可用，不能答复'],
  'no-mailer': [409, '没有配置发信服务器（XINYUN_SMTP_URL），不能答复'],
  'public-domain': [422, '对方是公共免费邮箱，只能发通知，不能带数据附件（合同一.5、九(八)）；请改用受控渠道交付，或由对方提供办公邮箱'],
})

export const MAIL_TOPIC = 'service-desk.mail'
export const passwordContext = (mailbox: string) => `mailbox/${mailbox}/password`

/** The domain of our Message-IDs: by it a bounce is known to be about a letter of ours. */
const MESSAGE_ID_HOST = 'xinyun.service-desk'
export const messageIdOf = (outboundMailId: string) => `<${outboundMailId}@${MESSAGE_ID_HOST}>`

/** `[YJ-2024-0001]` in a subject names the thread. */
export const tokenIn = (subject: string) => /\[(YJ-\d{4}-\d{4,6})\]/.exec(subject)?.[1]
export const subjectWith = (number: string, subject: string) => `[${number}] ${subject.replaceAll(/\[YJ-\d{4}-\d{4,6}\]\s*/g, '').replace(/^\s*((re|回复|答复)\s*[:：]\s*)+/i, '')}`.slice(0, 300)

/** The domain as a masked mailbox still shows it. */
export const domainOf = (masked: string) => masked.slice(masked.lastIndexOf('@') + 1).toLowerCase()
