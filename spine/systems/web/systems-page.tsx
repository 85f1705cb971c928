import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ExcelButton } from '#web/kit/list/excel-button.tsx'
import type { ListColumn } from '#web/kit/list/list-column.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { systemsApi, type ComponentSummary, componentKind, criticality } from '../api.ts'
import { ComponentForm } from './component-form.tsx'
import { ComponentStateTag } from './component-state-tag.tsx'

const titleOf = (set: { titles: Readonly<Record<string, string>> }, value: string) => set.titles[value] ?? value
const href = ({ componentId }: ComponentSummary) => `/systems/components/${componentId}`

const columnsWith = (connectorTitle: (kind: string) => string): ReadonlyArray<ListColumn<ComponentSummary>> => [
  { key: 'title', title: '部件' },
  { key: 'kind', title: '类别', width: 72, render: ({ kind }) => titleOf(componentKind, kind) },
  { key: 'name', title: '代号', width: 110, render: ({ name }) => <span className="x-mono">{name}</span> },
  { key: 'criticality', title: '重要程度', width: 84, render: ({ criticality: value }) => titleOf(criticality, value) },
  { key: 'connector', title: '连接器', width: 150, render: ({ connector }) => (connector === null ? '—' : connectorTitle(connector)) },
  { key: 'state', title: '最近状态', width: 100, card: 'state', render: (row) => <ComponentStateTag state={row.state} note={row.stateNote} href={href(row)} /> },
  { key: 'readOnly', title: '账户只读', width: 84, render: ({ readOnly }) => (readOnly === null ? '未证明' : readOnly ? '已证明' : '不是只读') },
  { key: 'stateAt', title: '时间', width: 166, render: ({ stateAt }) => <InstantText value={stateAt} /> },
]

/** Six subsystems, each with its components. */
export function SystemsPage() {
  const subsystems = useRead(systemsApi, 'listSubsystems')
  const connectors = useRead(systemsApi, 'listConnectors')
  const columns = columnsWith((kind) => connectors.data?.items.find((one) => one.kind === kind)?.title ?? kind)
  const excel = useClient(systemsApi).excel('listSubsystems')
  const may = usePermission()
  const [adding, setAdding] = useState<string>()
  return (
    <Page title="被管系统" lead="各子系统的应用、数据库、中间件、主机、证书与备份集，以及如何连接它们。" actions={excel && <ExcelButton excel={excel} request={{}} isEmpty={subsystems.data?.items.length === 0} />}>
      {subsystems.error && !subsystems.data ? <ErrorState error={subsystems.error} onRetry={() => void subsystems.refetch()} /> : !subsystems.data ? <PageSkeleton /> : subsystems.data.items.length === 0 ? <EmptyState what="还没有子系统" how="载入合同后，合同中的子系统出现在这里。" /> : null}
      {subsystems.data?.items.map(({ subsystem, code, title, url, components }) => (
        <Section
          key={subsystem}
          title={<>{code} {title}</>}
          flush
          extra={
            <>
              {url && <a href={url} target="_blank" rel="noreferrer">打开系统</a>}
              {may('system:register') && <Button size="small" onClick={() => setAdding(subsystem)}>登记部件</Button>}
            </>
          }
        >
          {components.length === 0 ? <EmptyState what="还没有部件" how={may('system:register') ? '点“登记部件”并填写连接方式后，才能巡检。' : '由系统管理员登记部件并填写连接方式后，才能巡检。'} /> : <DataTable caption={`${title}的部件`} columns={columns} rows={components} rowKey={({ componentId }) => componentId} link={(row, children) => <PageLink to={href(row)}>{children}</PageLink>} />}
        </Section>
      ))}
      <SideSheet isOpen={adding !== undefined} title="登记部件" onClose={() => setAdding(undefined)}>
        {adding !== undefined && <ComponentForm subsystem={adding} onClose={() => setAdding(undefined)} />}
      </SideSheet>
    </Page>
  )
}
