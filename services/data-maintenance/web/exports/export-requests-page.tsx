import { Button } from 'antd'
import { RequestViews, serviceViews } from '#spine/requests/web/request-views.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { DATA_EXPORT_KIND } from '../../exports/api.ts'

export function ExportRequestsPage() {
  const may = usePermission()
  const go = useGo()
  return (
    <Page
      title="数据导出需求单"
      lead="一张单一条查询、一个文件、一个接收人。"
      actions={
        <>
          {may('data-export:open') && <Button type="primary" onClick={() => go('/data-maintenance/export/new')}>新数据导出需求单</Button>}
          <Button onClick={() => go('/data-maintenance/exports')}>导出文件</Button>
        </>
      }
    >
      <RequestViews
        service="data-maintenance"
        kind={DATA_EXPORT_KIND}
        views={serviceViews}
        first="open"
        name="data-export-requests"
        noun="数据导出需求单"
        href={({ requestId }) => `/data-maintenance/export-requests/${requestId}`}
        empty={() => ({ what: '这里没有数据导出需求单', how: '收到业务部门的临时需求单后，用右上角的按钮填写。' })}
      />
    </Page>
  )
}
