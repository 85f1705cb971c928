import { percent } from '#shared/catalogue/catalogue-coverage.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { formatBytes, formatNumber } from '#web/kit/value/format-number.ts'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataInventoryApi } from '../api.ts'
import { DocumentsTab } from './documents-tab.tsx'
import { DriftTab } from './drift-tab.tsx'
import { DocumentTag } from './inventory-tags.tsx'
import { TableList } from './table-list.tsx'
import { VersionsTab } from './versions-tab.tsx'

export function DatabasePage() {
  const { componentId } = usePageParams('componentId')
  const inventory = useClient(dataInventoryApi)
  const inventories = useRead(dataInventoryApi, 'listInventories')
  const scan = useAct(dataInventoryApi, 'scanNow', { done: '已读取' })
  const make = useAct(dataInventoryApi, 'makeDocument', { done: ({ number, version }) => `盘点文档 ${number} 第 ${version} 版` })
  if (inventories.data && !inventories.data.items.some((one) => one.componentId === componentId)) return <ErrorState error={new Error('没有这个数据库，或它已停用')} />
  return (
    <DetailPage
      of={inventories}
      show={({ items }) => {
        const one = items.find((item) => item.componentId === componentId) ?? items[0]
        if (!one) return { title: '数据库', facts: [], tabs: [] }
        const { coverage } = one
        return {
          title: one.title,
          state: <DocumentTag state={one.documentState} />,
          actions: (
            <>
              <PageLink to={`/data-inventory/databases/${componentId}/map`}>关系图</PageLink>
              <PageLink to={`/data-inventory/databases/${componentId}/descriptions`}>描述</PageLink>
              <ActButton permission="inventory:scan" onAct={() => scan.mutateAsync({ params: { componentId } })}>现在读取</ActButton>
              <ActButton type="primary" permission="inventory:scan" disabled={one.versionNumber === null} onAct={() => make.mutateAsync({ params: { componentId } })}>编制文档</ActButton>
            </>
          ),
          facts: [
            { label: '子系统', value: subsystemTitle(one.subsystem) },
            { label: '目录版本', value: one.versionNumber === null ? '尚未读取' : `第 ${one.versionNumber} 版` },
            { label: '目录摘要', value: one.catalogueHash && <HashText value={one.catalogueHash} length={16} what="目录摘要" /> },
            { label: '结构最近变化', value: <InstantText value={one.changedAt} /> },
            { label: '最近读取', value: one.failure === null ? <InstantText value={one.scannedAt} /> : one.failure },
            { label: '表 / 字段 / 视图', value: coverage && `${coverage.tables} / ${coverage.columns} / ${coverage.views}` },
            { label: '字段有说明', value: coverage && `${percent(coverage.columnsDescribed, coverage.columns)}%（${coverage.columnsDescribed}）` },
            { label: '有主键的表', value: coverage && `${percent(coverage.tablesWithKey, coverage.tables)}%` },
            { label: '外键 / 索引', value: coverage && `${coverage.foreignKeys} / ${coverage.indexes}` },
            { label: '行数（估计）', value: coverage && formatNumber(coverage.rows) },
            { label: '占用空间', value: coverage && formatBytes(coverage.bytes) },
            { label: '问题', value: <PageLink to={`/data-inventory/issues?componentId=${componentId}`}>{one.issues} 项</PageLink> },
            { label: '待确认', value: <PageLink to={`/data-inventory/relations?state=proposed&componentId=${componentId}`}>{one.toConfirm} 项</PageLink> },
          ],
          tabs: [
            { key: 'tables', title: '表', count: coverage?.tables, content: <TableList name="inventory-database-tables" source={inventory.list('listTables', { query: { componentId } })} /> },
            { key: 'drift', title: '漂移', count: one.openDrift, content: <DriftTab componentId={componentId} /> },
            { key: 'versions', title: '版本', content: <VersionsTab componentId={componentId} /> },
            { key: 'documents', title: '盘点文档', content: <DocumentsTab componentId={componentId} /> },
          ],
        }
      }}
    />
  )
}
