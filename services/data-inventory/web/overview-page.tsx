import { percent } from '#shared/catalogue/catalogue-coverage.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataInventoryApi, type InventoryView } from '../api.ts'
import { DocumentTag } from './inventory-tags.tsx'

/** Where every database stands: what it looks like, how well it is described, what changed without an order, and its document. */
export function OverviewPage() {
  const inventories = useRead(dataInventoryApi, 'listInventories')
  const scan = useAct(dataInventoryApi, 'scanNow', { done: ({ isNew, changes, versionNumber }) => (isNew && changes > 0 ? `结构有 ${changes} 处变化，记为第 ${versionNumber} 版` : `结构没有变化，仍是第 ${versionNumber} 版`) })
  const items = inventories.data?.items
  return (
    <Page title="数据盘点" lead="每天清晨读取各子系统数据库的结构：结构有变而没有批准依据的记为隐患，盘点文档随之过期。">
      {inventories.error && <ErrorState error={inventories.error} onRetry={() => void inventories.refetch()} />}
      {items?.length === 0 && <EmptyState what="还没有可盘点的数据库" how="请系统管理员在“被管系统”中登记类别为“数据库”的部件及其连接方式。" />}
      {items !== undefined && items.length > 0 && (
        <Section title="数据库" flush>
          <DataTable
            caption="各数据库的盘点情况"
            rows={items}
            rowKey={({ componentId }) => componentId}
            columns={[
              { key: 'subsystem', title: '子系统', card: 'heading', render: (row) => <PageLink to={`/data-inventory/databases/${row.componentId}`}>{items.filter(({ subsystem }) => subsystem === row.subsystem).length > 1 ? row.title : subsystemTitle(row.subsystem)}</PageLink> },
              { key: 'version', title: '目录版本', width: 158, render: versionCell },
              { key: 'tables', title: '表 / 字段', width: 88, align: 'right', render: ({ coverage }) => (coverage ? `${coverage.tables} / ${coverage.columns}` : '—') },
              { key: 'described', title: '有说明', width: 72, align: 'right', render: ({ componentId, coverage }) => (coverage ? <PageLink to={`/data-inventory/databases/${componentId}/descriptions?gap=missing`}>{percent(coverage.columnsDescribed, coverage.columns)}%</PageLink> : '—') },
              { key: 'drift', title: '漂移', width: 76, card: 'state', render: ({ componentId, openDrift }) => <StateTag word={openDrift === 0 ? '无' : `${openDrift} 项`} tone={openDrift === 0 ? 'good' : 'bad'} href={`/data-inventory/databases/${componentId}?tab=drift`} /> },
              { key: 'document', title: '盘点文档', width: 136, render: ({ componentId, document, documentState }) => <><DocumentTag state={documentState} href={`/data-inventory/databases/${componentId}?tab=documents`} />{document && <span className="x-soft"> 第 {document.version} 版</span>}</> },
              { key: 'toConfirm', title: '待确认', width: 68, align: 'right', render: ({ componentId, toConfirm }) => (toConfirm === 0 ? '0' : <PageLink to={`/data-inventory/classes?state=proposed&componentId=${componentId}`}>{toConfirm}</PageLink>) },
              { key: 'issues', title: '问题', width: 60, align: 'right', render: ({ componentId, issues }) => (issues === 0 ? '0' : <PageLink to={`/data-inventory/issues?componentId=${componentId}`}>{issues}</PageLink>) },
              {
                key: 'acts', title: '操作', width: 168, card: 'acts',
                render: (row) => (
                  <span className="x-row">
                    <ActButton size="small" permission="inventory:scan" onAct={() => scan.mutateAsync({ params: { componentId: row.componentId } })}>现在读取</ActButton>
                    {row.versionNumber !== null && <PageLink to={`/data-inventory/databases/${row.componentId}/map`}>关系图</PageLink>}
                  </span>
                ),
              },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}

function versionCell({ versionNumber, catalogueHash, scannedAt, failure }: InventoryView) {
  if (failure !== null) return <StateTag word="读取失败" tone="bad" reason={failure} />
  if (versionNumber === null || catalogueHash === null) return <span className="x-soft">尚未读取</span>
  return <>第 {versionNumber} 版 <HashText value={catalogueHash} length={8} what="目录摘要" /><br /><span className="x-soft"><InstantText value={scannedAt} /></span></>
}
