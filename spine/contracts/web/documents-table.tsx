import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import type { Contract } from './contract-answer.ts'
import { SearchedTable } from './searched-table.tsx'

const statusLooks: Readonly<Record<string, { word: string; tone: Tone }>> = {
  'in-hand': { word: '在手', tone: 'good' },
  missing: { word: '缺', tone: 'bad' },
  possible: { word: '或有', tone: 'caution' },
  'to-be-produced': { word: '待形成', tone: 'info' },
}

export function DocumentsTable({ documents }: { documents: Contract['documents'] }) {
  return (
    <SearchedTable
      caption="引用文件"
      searchHint="名称、条款"
      rows={documents}
      rowKey={({ id }) => id}
      columns={[
        { key: 'title', title: '文件', width: 300 },
        { key: 'clause', title: '引用条款', width: 180 },
        { key: 'status', title: '状态', width: 90, render: ({ status }) => <StateTag {...(statusLooks[status] ?? { word: status, tone: 'muted' as const })} /> },
        { key: 'note', title: '说明', card: 'wide' },
      ]}
    />
  )
}

export function InconsistenciesTable({ items }: { items: Contract['inconsistencies'] }) {
  return (
    <SearchedTable
      caption="文本不一致"
      searchHint="条款、内容"
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        { key: 'id', title: '编号', width: 90, render: ({ id }) => <span className="x-mono">{id}</span> },
        { key: 'clause', title: '位置', width: 140 },
        { key: 'found', title: '发现', card: 'wide' },
        { key: 'handling', title: '处理', card: 'wide' },
      ]}
    />
  )
}
