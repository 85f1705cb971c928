import { useClient } from '#web/kit/client/use-client.ts'
import { dataExportsApi } from '../../exports/api.ts'
import { EditDemand, type Demand } from '../edit-demand.tsx'
import { asSentExport, ExportFields, type ExportValues } from './export-fields.tsx'

export function EditExportPage() {
  const exports = useClient(dataExportsApi)
  const demand: Demand<ExportValues> = {
    title: '数据导出需求单',
    page: '/data-maintenance/export-requests',
    formName: 'edit-data-export',
    paper: { title: '业务部门的临时需求单', missing: '还没有需求单：没有需求单不导出（合同 M5-02），提交前请先上传。' },
    lead: { draft: '草稿。附上业务部门的临时需求单后提交审批，提交时对照目标库的现行结构审查。', changed: '修改后重新提交，此前的审批与审查一律作废。' },
    typed: (form) => form as ExportValues,
    sent: asSentExport,
    review: (requestId) => exports.call.reviewExportRequest({ params: { requestId } }),
    refresh: () => exports.refresh(),
  }
  return <EditDemand demand={demand}><ExportFields /></EditDemand>
}
