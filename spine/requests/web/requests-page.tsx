import { Page } from '#web/kit/detail/page.tsx'
import { requestViews, type RequestView } from '../api.ts'
import { NewRequestMenu } from './new-request-menu.tsx'
import { RequestViews } from './request-views.tsx'

const all = Object.keys(requestViews) as RequestView[]
const emptyWords: Readonly<Record<RequestView, string>> = {
  'to-approve': '没有等待您审批的申请', 'to-handle': '您手上没有待办的申请', unassigned: '没有待领取的申请', 'to-accept': '没有等待您验收的申请',
  asked: '您还没有提出过申请', overdue: '没有逾期的申请', open: '没有未办结的申请', all: '还没有申请',
}

/** What people ask for, of every module. */
export function RequestsPage() {
  return (
    <Page title="申请" actions={<NewRequestMenu />}>
      <RequestViews views={all} first="all" empty={(view) => ({ what: emptyWords[view], how: view === 'all' || view === 'asked' ? '用右上角“新申请”提出第一份。' : '换一个视图，或打开“全部”。' })} />
    </Page>
  )
}
