import { Alert } from 'antd'
import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { RequestActs } from '#spine/requests/web/request-acts.tsx'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { requestTabs } from '#spine/requests/web/request-tabs.tsx'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { UNATTRIBUTED } from '../../tickets/api.ts'
import { helpApi } from '../../help/api.ts'
import { RatingSection } from '../aftercare/rating-section.tsx'

const isUnattributed = ({ state, subsystem }: RequestDetail) => state === 'draft' && subsystem === UNATTRIBUTED

/** One's own ticket: how it stands, what came out, and what is asked of oneself. */
export function HelpPage() {
  const { ticketId } = usePageParams('ticketId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId: ticketId } })
  const help = useClient(helpApi)
  const rating = useRead(helpApi, 'getRating', { params: { ticketId } }, { enabled: request.data?.state === 'closed' })
  return (
    <DetailPage
      of={request}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: isUnattributed(one) ? <StateTag word="待归属" tone="caution" /> : <RequestStateTag state={one.state} />,
        actions: <RequestActs request={one} without={['clone', 'attach-scan', 'edit', 'submit']} />,
        facts: [
          { label: '子系统', value: isUnattributed(one) ? '热线判断中' : subsystemTitle(one.subsystem) },
          { label: '提交', value: <InstantText value={one.submittedAt} /> },
          { label: '办理人', value: one.assigneeName ?? (isUnattributed(one) ? '—' : '待领取') },
          { label: '最近时限', value: one.dueAt && <DueText value={one.dueAt} /> },
          ...(one.solution ? [{ label: '办理结果', value: one.solution, wide: true }] : []),
        ],
        banner: (
          <>
            {isUnattributed(one) && <Alert type="info" showIcon title="已收到，热线正在判断属于哪个子系统" description="归属后即开始办理，时限自您提交时起算；急事请拨 7726 或 7717。" />}
            {one.silentAcceptanceAt && <Alert type="info" showIcon title="请验收：问题解决了吗？" description={<>不行就退回并写明原因；<InstantText value={one.silentAcceptanceAt} /> 前没有答复，视为验收。</>} />}
            {rating.data && <RatingSection rating={rating.data.rating} mayRate={rating.data.mayRate} onRate={(body) => help.call.rateTicket({ params: { ticketId }, body })} onDone={() => void help.refresh()} />}
          </>
        ),
        tabs: isUnattributed(one) ? [{ key: 'form', title: '内容', content: <Section title="您写的"><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{(one.form as { description?: string }).description || one.title}</p></Section> }, ...requestTabs(one).filter(({ key }) => key !== 'form')] : requestTabs(one),
      })}
    />
  )
}
