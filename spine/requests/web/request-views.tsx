import { useState } from 'react'
import { Segmented } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { useAddress } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { requestsApi, requestViews, type RequestView } from '../api.ts'
import { RequestList, type RequestListProps } from './request-list.tsx'

export type RequestViewsProps = Omit<RequestListProps, 'fixed' | 'empty'> & {
  /** One module's requests only. */
  service?: string
  /** Of them, one kind only. */
  kind?: string
  /** In the order in which they are offered, to whoever may act on them. */
  views: readonly RequestView[]
  /** Where somebody begins who sees everybody's; others begin with their own. */
  first: RequestView
  empty(view: RequestView): RequestListProps['empty']
}

/** Requests by view, with how many wait in each: what waits for me first. The view stands in the address. */
export function RequestViews({ service, kind, views: offered, first: widest, empty, ...list }: RequestViewsProps) {
  const may = usePermission()
  const [address, change] = useAddress()
  const [first] = useState<RequestView>(() => (may('request:read-all') ? widest : 'asked'))
  const views = offered.filter((view) => (view === 'to-approve' ? may('request:approve') : view === 'to-handle' || view === 'unassigned' ? may('request:handle') : true))
  const view = views.find((one) => one === address['view']) ?? first
  const narrowed: Readonly<Record<string, string>> = { ...(service === undefined ? {} : { service }), ...(kind === undefined ? {} : { kind }) }
  const counts = useRead(requestsApi, 'countRequests', { query: narrowed }, { refreshMs: 30_000 })
  return (
    <>
      <div className="x-no-print" style={{ overflowX: 'auto' }}>
        <Segmented<RequestView>
          aria-label="常用视图"
          value={view}
          onChange={(next) => change({ view: next, page: undefined, state: undefined })}
          options={views.map((value) => ({ value, label: value === 'all' || !counts.data ? requestViews[value].title : `${requestViews[value].title} ${counts.data[value] ?? 0}` }))}
        />
      </div>
      <RequestList key={view} fixed={{ ...narrowed, ...requestViews[view].query }} empty={empty(view)} {...list} />
    </>
  )
}

/** The views of one module's page. */
export const serviceViews: readonly RequestView[] = ['to-approve', 'to-handle', 'asked', 'overdue', 'open', 'all']
