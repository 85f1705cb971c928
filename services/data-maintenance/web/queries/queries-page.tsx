import { Button } from 'antd'
import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { exportQueriesApi, queryPurpose } from '../../queries/api.ts'
import { QueryStateTag } from './query-state-tag.tsx'

/** Queries that are run again and again: the exports of each month and quarter, and statistics. */
export function QueriesPage() {
  const queries = useClient(exportQueriesApi)
  const may = usePermission()
  const go = useGo()
  return (
    <Page
      title="保存的查询"
      lead="定期导出与统计分析按它重做：列固定，每一版由另一人批准后使用。"
      actions={
        <>
          {may('export-query:write') && <Button type="primary" onClick={() => go('/data-maintenance/query/new')}>新的查询</Button>}
          <Button onClick={() => go('/data-maintenance/exports')}>导出文件</Button>
        </>
      }
    >
      <DataList
        name="export-queries"
        noun="查询"
        source={queries.list('listExportQueries')}
        rowKey={({ exportQueryId }) => exportQueryId}
        href={({ exportQueryId }) => `/data-maintenance/queries/${exportQueryId}`}
        searchHint="编号、名称"
        filters={[
          { kind: 'choice', key: 'purpose', label: '用途', options: queryPurpose.values.map((value) => ({ value, label: queryPurpose.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: [...subsystemOptions] },
        ]}
        columns={[
          { key: 'code', title: '编号', width: 130, canSort: true },
          { key: 'title', title: '名称', card: 'heading' },
          { key: 'purpose', title: '用途', width: 120, render: ({ purpose, obligation }) => <>{queryPurpose.titles[purpose]}{obligation && <span className="x-soft"> {obligation}</span>}</> },
          { key: 'subsystem', title: '子系统', width: 170, render: ({ subsystem }) => subsystemTitle(subsystem) },
          { key: 'approvedVersion', title: '在用版次', width: 90, align: 'right', render: ({ approvedVersion }) => approvedVersion ?? '—' },
          { key: 'newestState', title: '最新版次', width: 130, card: 'state', render: ({ newestState, newestVersion, isRetired }) => (isRetired ? <StateTag word="已停用" tone="muted" /> : <span className="x-row"><QueryStateTag state={newestState} /><span className="x-soft">第 {newestVersion} 版</span></span>) },
          { key: 'lastExportAt', title: '最近导出', width: 150, render: ({ lastExportAt }) => lastExportAt && <InstantText value={lastExportAt} /> },
          { key: 'madeByName', title: '建立人', width: 120, isExtra: true },
          { key: 'madeAt', title: '建立', width: 150, canSort: true, isExtra: true, render: ({ madeAt }) => <InstantText value={madeAt} /> },
        ]}
        empty={{ what: '还没有保存的查询', how: '执法考核与检查公示的定期导出、造价的统计分析，都从这里建立查询开始。' }}
      />
    </Page>
  )
}
