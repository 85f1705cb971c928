import { useState, type ReactNode } from 'react'
import { Alert, Button } from 'antd'
import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { AttachFilesForm } from '#spine/requests/web/attach-forms.tsx'
import { RequestFiles } from '#spine/requests/web/request-files.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'

/** What tells the kinds of 需求单 apart: words, address, and what their form holds and has reviewed. */
export type Demand<V> = {
  readonly title: string
  /** The page of one, without its id. */
  readonly page: string
  /** Stands before the id in the name under which the form keeps what is typed. */
  readonly formName: string
  readonly paper: { readonly title: string; readonly missing: string }
  readonly lead: { readonly draft: string; readonly changed: string }
  typed(form: RequestDetail['form']): V
  sent(values: V): Record<string, unknown>
  /** The review that counts, of what was just saved. */
  review(requestId: string, sent: Record<string, unknown>): Promise<unknown>
  refresh(): Promise<unknown>
}

/** A draft, or one that was returned: its paper, its form, and the way to review and submission. */
export function EditDemand<V extends object>({ demand, children }: { demand: Demand<V>; children: ReactNode }) {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } })
  if (!request.data) return <Page title={demand.title}>{request.error ? <ErrorState error={request.error} /> : null}</Page>
  return <EditForm key={request.data.version} request={request.data} demand={demand}>{children}</EditForm>
}

function EditForm<V extends object>({ request, demand, children }: { request: RequestDetail; demand: Demand<V>; children: ReactNode }) {
  const requests = useClient(requestsApi)
  const go = useGo()
  const [isOpen, setOpen] = useState(false)
  const params = { requestId: request.requestId }
  const page = `${demand.page}/${request.requestId}`
  const hasPaper = request.files.some(({ kind }) => kind === 'official-document')
  const isResubmitted = request.formVersion > 0
  const send = async (values: V) => {
    const sent = demand.sent(values)
    const { version } = await requests.call.saveRequestDraft({ params, body: { version: request.version, form: sent } })
    try {
      await demand.review(request.requestId, sent)
      await requests.call.submitRequest({ params, body: { version, reason: isResubmitted ? '修改后重新提交' : '' } })
    } catch (error) {
      await requests.refresh()
      throw error
    }
    await Promise.all([requests.refresh(), demand.refresh()])
    go(page)
  }
  const close = () => {
    setOpen(false)
    void requests.refresh()
  }
  if (!request.actions.includes('edit')) return <Page title={demand.title}><Alert type="info" title="这张需求单现在不能修改" description={<PageLink to={page}>查看 {request.number}</PageLink>} /></Page>
  return (
    <Page title={`${demand.title} ${request.number}`} lead={isResubmitted ? demand.lead.changed : demand.lead.draft}>
      <Section title={demand.paper.title} extra={<Button type={hasPaper ? 'default' : 'primary'} onClick={() => setOpen(true)}>上传需求单</Button>}>
        {!hasPaper && <Alert type="warning" title={demand.paper.missing} />}
        {request.files.length > 0 && <RequestFiles request={request} />}
      </Section>
      <Section title="内容">
        <EntryForm<V> name={`${demand.formName}-${request.requestId}`} initial={demand.typed(request.form)} submitText="审查并提交审批" onSubmit={send} onCancel={() => go(page)}>
          {children}
        </EntryForm>
      </Section>
      <SideSheet isOpen={isOpen} title="上传需求单" onClose={() => setOpen(false)} width={480}>
        <AttachFilesForm request={request} kind="official-document" onClose={() => setOpen(false)} onDone={close} />
      </SideSheet>
    </Page>
  )
}
