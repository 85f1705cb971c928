import { Button } from 'antd'
import { RequestList } from '#spine/requests/web/request-list.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'

/** Every change, whatever its state. */
export function ChangesPage() {
  const may = usePermission()
  const go = useGo()
  return (
    <Page title="变更" lead="功能与适应性调整、权限优化、执法内容维护：每次发布都有需求与验收。" actions={may('request:open') && <Button type="primary" onClick={() => go('/change-request/change/new')}>新变更</Button>}>
      <RequestList name="changes" noun="变更" fixed={{ kind: 'change-request.change' }} href={({ requestId }) => `/change-request/change/${requestId}`} empty={{ what: '还没有变更', how: may('request:open') ? '用右上角“新变更”提出第一份。' : '提出后出现在这里。' }} />
    </Page>
  )
}
