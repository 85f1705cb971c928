import { useState } from 'react'
import { Button } from 'antd'
import { requestsApi } from '#spine/requests/api.ts'
import { problemOf } from '#web/kit/client/problem-of.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { ticketsApi, type TicketDetail } from '../../tickets/api.ts'
import { FollowLink } from '../aftercare/follow-link.tsx'
import { AnswerForm, CallBackForm, KeepCallBackForm, ReclassifyForm, SolveForm } from './ticket-act-forms.tsx'

const titles = { answer: '首次答复', solve: '交付解决办法', reclassify: '改类别与优先级', promise: '承诺回电', keep: '登记回电', link: '跟踪链接' } as const
type Act = keyof typeof titles

/** What only a ticket knows to do; the acts of every request stand beside it. */
export function TicketActs({ ticket }: { ticket: TicketDetail }) {
  const [tickets, requests] = [useClient(ticketsApi), useClient(requestsApi)]
  const [open, setOpen] = useState<Act>()
  const close = () => setOpen(undefined)
  const refresh = () => Promise.all([tickets.refresh(), requests.refresh()])
  const sheet = {
    ticket,
    // Somebody was quicker: what he did is shown behind the sheet, what was typed stays, and sending it again is a decision.
    send: async (work: Promise<unknown>) => {
      try {
        return await work
      } catch (error) {
        if (problemOf(error).status === 409) await refresh()
        throw error
      }
    },
    onClose: close,
    onDone: () => {
      close()
      void refresh()
    },
  }
  const { may, callBackAt } = ticket
  return (
    <>
      {may.answer && <Button type="primary" onClick={() => setOpen('answer')}>首次答复</Button>}
      {callBackAt && may.handle && <Button type="primary" onClick={() => setOpen('keep')}>登记回电</Button>}
      {may.handle && <Button {...(may.answer ? {} : { type: 'primary' as const })} onClick={() => setOpen('solve')}>解决</Button>}
      {may.handle && <Button onClick={() => setOpen('promise')}>{callBackAt ? '改约回电' : '承诺回电'}</Button>}
      {may.issueLink && <Button onClick={() => setOpen('link')}>跟踪链接</Button>}
      {may.handle && <Button onClick={() => setOpen('reclassify')}>改类别与优先级</Button>}
      <SideSheet isOpen={open !== undefined} title={open ? titles[open] : ''} onClose={close} width={480}>
        {open === 'answer' && <AnswerForm {...sheet} />}
        {open === 'solve' && <SolveForm {...sheet} />}
        {open === 'reclassify' && <ReclassifyForm {...sheet} />}
        {open === 'promise' && <CallBackForm {...sheet} />}
        {open === 'link' && <FollowLink {...sheet} />}
        {open === 'keep' && <KeepCallBackForm {...sheet} />}
      </SideSheet>
    </>
  )
}
