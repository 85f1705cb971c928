import { useState } from 'react'
import { Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataInventoryApi } from '../api.ts'
import { ChangeTable } from './change-table.tsx'

/** Every version, and what differs between any two. */
export function VersionsTab({ componentId }: { componentId: string }) {
  const inventory = useClient(dataInventoryApi)
  const may = usePermission()
  return (
    <>
      <Compare componentId={componentId} />
      <DataList
        name="inventory-versions"
        noun="目录版本"
        prefix="version-"
        pageSize={20}
        source={inventory.list('listVersions', { query: { componentId } })}
        rowKey={({ catalogueVersionId }) => catalogueVersionId}
        columns={[
          { key: 'number', title: '版本', width: 100, canSort: true, card: 'heading', render: ({ number }) => `第 ${number} 版` },
          { key: 'takenAt', title: '时间', width: 190, canSort: true, render: ({ takenAt }) => <InstantText value={takenAt} /> },
          { key: 'changeCount', title: '与上一版的差异', width: 140, align: 'right', render: ({ number, changeCount }) => (number === 1 ? '起点' : changeCount) },
          { key: 'days', title: '快照天数', width: 100, align: 'right' },
          { key: 'isApproved', title: '依据', width: 130, card: 'state', render: ({ isApproved }) => <StateTag word={isApproved ? '全部有依据' : '有漂移'} tone={isApproved ? 'good' : 'bad'} /> },
          { key: 'catalogueHash', title: '目录摘要', render: ({ catalogueHash }) => <HashText value={catalogueHash} length={16} what="目录摘要" /> },
        ]}
        empty={{ what: '还没有版本', how: `每天清晨自动读取${may('inventory:scan') ? '，也可以现在读取' : ''}。` }}
      />
    </>
  )
}

function Compare({ componentId }: { componentId: string }) {
  const versions = useRead(dataInventoryApi, 'listVersions', { query: { componentId, page: 1, pageSize: 100 } })
  const [chosen, setChosen] = useState<{ before?: string; after?: string }>({})
  const items = versions.data?.items ?? []
  const after = chosen.after ?? items[0]?.catalogueVersionId
  const before = chosen.before ?? items[1]?.catalogueVersionId
  if (items.length < 2 || before === undefined || after === undefined) return null
  const options = items.map(({ catalogueVersionId, number, takenAt }) => ({ value: catalogueVersionId, label: `第 ${number} 版（${new Date(takenAt).toLocaleDateString('zh-CN')}）` }))
  return (
    <Section title="比较" extra={<><Select aria-label="较早的版本" value={before} options={options} onChange={(value: string) => setChosen({ ...chosen, before: value })} />→<Select aria-label="较晚的版本" value={after} options={options} onChange={(value: string) => setChosen({ ...chosen, after: value })} /></>} flush>
      <Differences before={before} after={after} />
    </Section>
  )
}

function Differences({ before, after }: { before: string; after: string }) {
  const compared = useRead(dataInventoryApi, 'compareVersions', { query: { before, after } })
  if (compared.error) return <ErrorState error={compared.error} onRetry={() => void compared.refetch()} />
  if (!compared.data) return null
  if (compared.data.changes.length === 0) return <EmptyState what="两个版本的结构相同" />
  return (
    <>
      <ChangeTable rows={compared.data.changes} />
      <details className="inventory-script">
        <summary>把前者变为后者的语句</summary>
        <pre className="inventory-ddl">{compared.data.script}</pre>
      </details>
    </>
  )
}
