import { useState } from 'react'
import { requestsApi } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { DATA_ORDER_KIND, type DataOrderForm } from '../orders/api.ts'
import { asSent, asTyped, OrderFields, type OrderValues } from './order-fields.tsx'

/** First what is to be changed; the paper, the review that counts and the submission follow on the draft. */
export function NewOrderPage() {
  const [address] = useAddress()
  const from = typeof address['from'] === 'string' ? address['from'] : ''
  const former = useRead(requestsApi, 'getRequest', { params: { requestId: from } }, { enabled: from !== '' })
  const requests = useClient(requestsApi)
  const go = useGo()
  // One id for one opening of the page: sent twice it is one draft.
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async (values: OrderValues) => {
    await requests.call.openRequest({ body: { requestId, kind: DATA_ORDER_KIND, form: asSent(values), ...(from === '' ? {} : { clonedFromId: from }) } })
    await requests.refresh()
    go(`/data-maintenance/order/${requestId}/edit`)
  }
  if (from !== '' && !former.data) return <Page title="新数据调整需求单">{null}</Page>
  return (
    <Page title="新数据调整需求单" lead="先填写内容并存为草稿，再附上业务部门的需求单，审查后提交审批。">
      <Section>
        <EntryForm<OrderValues> name={`new-data-order-${from}`} initial={{ tolerance: 0, statementSeconds: 60, lockSeconds: 5, ...(former.data ? asTyped(former.data.form as DataOrderForm) : {}) }} submitText="存为草稿" onSubmit={send}>
          <OrderFields />
        </EntryForm>
      </Section>
    </Page>
  )
}
