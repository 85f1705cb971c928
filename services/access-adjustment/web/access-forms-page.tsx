import { Button } from 'antd'
import { RequestViews, serviceViews } from '#spine/requests/web/request-views.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'

/** Both forms of the contract: what waits for me first, then everything. */
export function AccessFormsPage() {
  const may = usePermission()
  const go = useGo()
  return (
    <Page
      title="权限单据"
      lead="资质系统用《用户配置调整申请表》，由业务部门提出；其余系统用《系统权限调整单》，由综合事务中心提出。批准后在目标系统上自动执行并读回。"
      actions={
        may('access-form:open') && (
          <>
            <Button type="primary" onClick={() => go('/access-adjustment/permission-order/new')}>新系统权限调整单</Button>
            <Button onClick={() => go('/access-adjustment/user-configuration/new')}>新用户配置调整申请表</Button>
          </>
        )
      }
    >
      <RequestViews
        service="access-adjustment"
        views={serviceViews}
        first="open"
        name="access-forms"
        noun="权限单据"
        href={({ requestId }) => `/access-adjustment/forms/${requestId}`}
        without={['priority', 'kindTitle']}
        empty={() => ({ what: '这里没有权限单据', how: '收到业务部门或综合事务中心的公文后，用右上角的按钮填写对应的单据。' })}
      />
    </Page>
  )
}
