import { Button } from 'antd'
import { RequestList } from '#spine/requests/web/request-list.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'

const MINE = { whose: 'asked', kind: 'service-desk.ticket' } as const

/** 我的求助: what somebody of a business department has asked the desk. */
export function MyHelpPage() {
  const go = useGo()
  return (
    <Page title="我的求助" actions={<Button type="primary" onClick={() => go('/help/new')}>求助</Button>}>
      <RequestList name="my-help" noun="求助" fixed={MINE} href={({ requestId }) => `/help/${requestId}`} empty={{ what: '您还没有求助过', how: '用“求助”写下遇到的问题，进展和结果都会出现在这里；急事请拨 7726 或 7717。' }} />
    </Page>
  )
}
