import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { mailApi } from '../../mail/api.ts'
import { CallerText } from '../caller-text.tsx'
import { MailLetters } from '../mail-letters.tsx'

/** 邮件往来: what was written about this ticket. Answers are written where the thread is, or go out with what the ticket says. */
export function TicketMail({ ticketId }: { ticketId: string }) {
  const mail = useRead(mailApi, 'listTicketMail', { params: { ticketId } }, { refreshMs: 15_000 })
  if (mail.error && !mail.data) return <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />
  return mail.data?.threads.map((one) => (
    <Section key={one.mailThreadId} title={<span className="x-row">{one.number} {one.subject}<StateTag word={one.waits ? '待答复' : '已答复'} tone={one.waits ? 'caution' : 'good'} /></span>} extra={<PageLink to={`/mail/threads/${one.mailThreadId}`}>答复</PageLink>}>
      <div className="x-stack">
        <p className="x-soft">来信人 <CallerText contact={one.contact} />。首次答复、公开记录和解决办法自动发给提出人。</p>
        <MailLetters inbound={one.inbound} outbound={one.outbound} />
      </div>
    </Section>
  ))
}
