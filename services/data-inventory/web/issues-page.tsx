import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { dataInventoryApi, issueKind } from '../api.ts'
import { placeName, tableHref } from './inventory-tags.tsx'

/** What an inventory objects to, with advice; told anew from the newest structures, so that mended ones are gone. */
export function IssuesPage() {
  const inventory = useClient(dataInventoryApi)
  const [address] = useAddress()
  const only = typeof address['componentId'] === 'string' ? { componentId: address['componentId'] } : {}
  return (
    <Page title="盘点问题" lead="由最近读到的结构得出：没有主键、没有说明、索引重复或无效、外键没有索引、关系未声明。改好之后的下一次读取即不再列出。">
      <DataList
        name="inventory-issues"
        noun="问题"
        source={inventory.list('listIssues', { query: only })}
        rowKey={({ componentId, kind, schema, table, name }) => JSON.stringify([componentId, kind, schema, table, name])}
        href={({ componentId, schema, table }) => tableHref(componentId, schema, table)}
        searchHint="表、内容"
        filters={[
          { kind: 'choice', key: 'kind', label: '问题', options: issueKind.values.map((value) => ({ value, label: issueKind.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') },
        ]}
        columns={[
          { key: 'table', title: '表', width: 240, card: 'heading', render: ({ schema, table }) => <span className="x-mono">{placeName(schema, table)}</span> },
          { key: 'kind', title: '问题', width: 140, card: 'state', render: ({ kind }) => (issueKind.has(kind) ? issueKind.titles[kind] : kind) },
          { key: 'words', title: '内容', card: 'wide' },
          { key: 'advice', title: '建议', card: 'wide' },
          { key: 'subsystem', title: '子系统', width: 170, render: ({ subsystem }) => subsystemTitle(subsystem) },
        ]}
        empty={{ what: '没有问题', how: '读取结构之后自动得出。' }}
      />
    </Page>
  )
}
