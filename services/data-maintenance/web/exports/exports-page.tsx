import { Button } from 'antd'
import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataExportsApi, exportPurpose, exportState } from '../../exports/api.ts'
import { ExportStateTag } from './export-state-tag.tsx'

/** Every file that was made: from its order to its destruction. */
export function ExportsPage() {
  const exports = useClient(dataExportsApi)
  const may = usePermission()
  const go = useGo()
  return (
    <Page
      title="数据导出"
      lead="没有需求单不导出。默认脱敏，由第三人生成，只交给写明的接收人，核对摘要后签收，到期销毁。"
      actions={
        <>
          {may('data-export:open') && <Button type="primary" onClick={() => go('/data-maintenance/export/new')}>新数据导出需求单</Button>}
          <Button onClick={() => go('/data-maintenance/export-requests')}>需求单</Button>
          <Button onClick={() => go('/data-maintenance/queries')}>保存的查询</Button>
        </>
      }
    >
      <DataList
        name="data-exports"
        noun="导出"
        source={exports.list('listDataExports')}
        rowKey={({ dataExportId }) => dataExportId}
        href={({ dataExportId }) => `/data-maintenance/exports/${dataExportId}`}
        searchHint="编号、内容、接收人、接收单位"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: exportState.values.map((value) => ({ value, label: exportState.titles[value] })) },
          { kind: 'choice', key: 'purpose', label: '类别', options: exportPurpose.values.map((value) => ({ value, label: exportPurpose.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: [...subsystemOptions] },
          { kind: 'choice', key: 'mine', label: '接收人', options: [{ value: 'true', label: '由我接收' }] },
          { kind: 'choice', key: 'overdueCopies', label: '副本', options: [{ value: 'true', label: '逾期未确认销毁' }] },
        ]}
        refreshMs={15_000}
        columns={[
          { key: 'number', title: '编号', width: 168, canSort: true },
          { key: 'title', title: '内容', card: 'heading' },
          { key: 'purpose', title: '类别', width: 96, render: ({ purpose }) => exportPurpose.titles[purpose] },
          { key: 'subsystem', title: '子系统', width: 150, isExtra: true, render: ({ subsystem }) => subsystemTitle(subsystem) },
          { key: 'rowCount', title: '行数', width: 96, align: 'right', canSort: true, render: ({ rowCount }) => (rowCount === null ? '—' : formatNumber(rowCount)) },
          { key: 'receiverName', title: '接收人', width: 150, render: ({ receiverName, receiverUnit }) => <>{receiverName} <span className="x-soft">{receiverUnit}</span></> },
          { key: 'state', title: '状态', width: 120, card: 'state', render: ({ state, reason, isCopyOverdue }) => <span className="x-row"><ExportStateTag state={state} reason={reason} />{isCopyOverdue && <StateTag word="副本逾期" tone="bad" />}</span> },
          { key: 'madeAt', title: '下达', width: 150, canSort: true, isExtra: true, render: ({ madeAt }) => <InstantText value={madeAt} /> },
          { key: 'expiresAt', title: '到期', width: 150, canSort: true, render: ({ expiresAt }) => expiresAt && <InstantText value={expiresAt} /> },
          { key: 'orderedByName', title: '下达人', width: 120, isExtra: true },
          { key: 'receivedAt', title: '签收', width: 150, isExtra: true, render: ({ receivedAt }) => receivedAt && <InstantText value={receivedAt} /> },
          { key: 'destroyedAt', title: '销毁', width: 150, isExtra: true, render: ({ destroyedAt }) => destroyedAt && <InstantText value={destroyedAt} /> },
        ]}
        empty={{ what: '这里没有导出', how: '需求单批准后由数据库管理员生成；定期导出由系统按批准的查询自己生成。' }}
      />
    </Page>
  )
}
