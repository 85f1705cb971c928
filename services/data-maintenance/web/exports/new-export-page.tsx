import { useState } from 'react'
import { requestsApi } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { DATA_EXPORT_KIND } from '../../exports/api.ts'
import { asSentExport, ExportFields, type ExportValues } from './export-fields.tsx'

/** First what is to be had; the paper, the review that counts and the submission follow on the draft. */
export function NewExportPage() {
  const [address] = useAddress()
  const from = typeof address['from'] === 'string' ? address['from'] : ''
  const former = useRead(requestsApi, 'getRequest', { params: { requestId: from } }, { enabled: from !== '' })
  const requests = useClient(requestsApi)
  const go = useGo()
  // One id for one opening of the page: sent twice it is one draft.
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async (values: ExportValues) => {
    await requests.call.openRequest({ body: { requestId, kind: DATA_EXPORT_KIND, form: asSentExport(values), ...(from === '' ? {} : { clonedFromId: from }) } })
    await requests.refresh()
    go(`/data-maintenance/export/${requestId}/edit`)
  }
  if (from !== '' && !former.data) return <Page title="新数据导出需求单">{null}</Page>
  return (
    <Page title="新数据导出需求单" lead="先填写并预览脱敏后的前几行，存为草稿，再附上业务部门的临时需求单，审查后提交审批。">
      <Section>
        <EntryForm<ExportValues> name={`new-data-export-${from}`} initial={{ purpose: 'export', format: 'xlsx', tolerance: 0, keepDays: 30, statementSeconds: 300, ...(former.data ? (former.data.form as ExportValues) : {}) }} submitText="存为草稿" onSubmit={send}>
          <ExportFields />
        </EntryForm>
      </Section>
    </Page>
  )
}
