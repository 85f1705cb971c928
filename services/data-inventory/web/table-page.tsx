import type { ReactNode } from 'react'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatBytes, formatNumber } from '#web/kit/value/format-number.ts'
import { dataInventoryApi, issueKind, sensitivityClass } from '../api.ts'
import { placeName, tableHref } from './inventory-tags.tsx'
import './inventory.css'

/** Everything that the newest structure says about one table. */
export function TablePage() {
  const { componentId } = usePageParams('componentId')
  const [address] = useAddress()
  const [schema, name] = [String(address['schema'] ?? ''), String(address['table'] ?? '')]
  const read = useRead(dataInventoryApi, 'getTable', { params: { componentId }, query: { schema, table: name } })
  return (
    <DetailPage
      of={read}
      show={({ table, issues, classes, relations, referencedBy }) => {
        const classOf = new Map(classes.filter(({ state }) => state !== 'rejected').map((one) => [one.columnName, one]))
        const refers = new Map<string, { schema: string; table: string; column: string; isInferred: boolean }>(table.foreignKeys.flatMap((key) => key.columns.map((column, at) => [column, { schema: key.references.schema, table: key.references.table, column: key.references.columns[at] ?? '', isInferred: false }] as const)))
        for (const one of relations) if (one.state !== 'rejected' && !refers.has(one.columnName)) refers.set(one.columnName, { schema: one.toSchema, table: one.toTable, column: one.toColumn, isInferred: true })
        const keys = [...(table.primaryKey === null ? [] : [{ kind: '主键', ...table.primaryKey }]), ...table.foreignKeys.map((key) => ({ kind: '外键', ...key })), ...table.uniques.map((key) => ({ kind: '唯一', ...key })), ...table.checks.map((key) => ({ kind: '检查', ...key }))]
        return {
          title: placeName(table.schema, table.name),
          number: table.comment ?? undefined,
          actions: <><PageLink to={`/data-inventory/databases/${componentId}/map?table=${encodeURIComponent(placeName(table.schema, table.name))}`}>关系图</PageLink><PageLink to={`/data-inventory/databases/${componentId}/descriptions?table=${encodeURIComponent(table.name)}`}>编辑说明</PageLink></>,
          facts: [
            { label: '说明', value: table.comment ?? '没有说明' },
            { label: '行数', value: table.rows.estimated === null ? '未统计' : `约 ${formatNumber(table.rows.estimated)}` },
            { label: '大小', value: table.bytes.total === null ? '—' : `${formatBytes(table.bytes.total)}${table.bytes.indexes === null ? '' : `（索引 ${formatBytes(table.bytes.indexes)}）`}` },
            { label: '主键', value: table.primaryKey?.columns.join('、') ?? '没有主键' },
            { label: '分区', value: table.partitionBy ?? '不分区' },
            { label: '被引用', value: referencedBy.length === 0 ? '没有' : referencedBy.map((one, at) => <span key={tableHref(componentId, one.schema, one.table) + at}>{at > 0 && '、'}<PageLink to={tableHref(componentId, one.schema, one.table)}>{placeName(one.schema, one.table)}</PageLink></span>) },
          ],
          banner: issues.length > 0 && (
            <Section title={`问题 ${issues.length}`}>
              <ul className="x-plain-list">{issues.map((issue) => <li key={issue.kind + String(issue.name)}><StateTag word={issueKind.has(issue.kind) ? issueKind.titles[issue.kind] : issue.kind} tone="caution" /> {issue.words}<span className="x-soft">　{issue.advice}</span></li>)}</ul>
            </Section>
          ),
          tabs: [
            {
              key: 'columns', title: '字段', count: table.columns.length,
              content: (
                <Plain caption="字段" rows={table.columns} rowKey={({ name: column }) => column} columns={[
                  { key: 'name', title: '字段', card: 'heading' as const, width: 170, render: ({ name: column }) => <span className="x-mono">{column}{table.primaryKey?.columns.includes(column) === true && <span className="x-soft"> 主键</span>}</span> },
                  { key: 'type', title: '类型', width: 140 },
                  { key: 'isNullable', title: '可空', width: 52, render: ({ isNullable }) => (isNullable ? '是' : '否') },
                  { key: 'default', title: '默认值', width: 120, render: (column) => column.generated ?? column.default ?? (column.identity === null ? '—' : '自增') },
                  { key: 'comment', title: '说明', card: 'wide' as const, render: ({ comment }) => comment ?? <span className="x-soft">没有说明</span> },
                  { key: 'refers', title: '引用', width: 150, render: ({ name: column }) => { const to = refers.get(column); return to ? <><PageLink to={tableHref(componentId, to.schema, to.table)}>{placeName(to.schema, to.table)}.{to.column}</PageLink>{to.isInferred && <span className="x-soft"> 推断</span>}</> : '—' } },
                  { key: 'class', title: '分类分级', width: 116, render: ({ name: column }) => { const one = classOf.get(column); return one ? <>{sensitivityClass.has(one.class) ? sensitivityClass.titles[one.class] : one.class} {one.level} 级{one.state === 'proposed' && <span className="x-soft"> 待确认</span>}</> : '—' } },
                ]} />
              ),
            },
            { key: 'keys', title: '约束', count: keys.length, content: <Plain caption="约束" rows={keys} rowKey={({ kind, name: key }) => kind + key} columns={[{ key: 'kind', title: '种类', width: 80 }, { key: 'name', title: '名称', width: 280, card: 'heading' as const }, { key: 'definition', title: '内容', card: 'wide' as const }]} /> },
            { key: 'indexes', title: '索引', count: table.indexes.length, content: <Plain caption="索引" rows={table.indexes} rowKey={({ name: index }) => index} columns={[{ key: 'name', title: '索引', width: 280, card: 'heading' as const }, { key: 'columns', title: '字段', render: ({ columns }) => columns.join('、'), card: 'wide' as const }, { key: 'method', title: '类型', width: 120, render: (index) => [index.method, ...(index.isUnique ? ['唯一'] : []), ...(index.isValid ? [] : ['无效'])].join('，') }, { key: 'bytes', title: '大小', width: 90, align: 'right' as const, render: ({ bytes }) => (bytes === null ? '—' : formatBytes(bytes)) }, { key: 'scans', title: '使用', width: 90, align: 'right' as const, render: ({ scans }) => (scans === null ? '—' : formatNumber(scans)) }]} /> },
            ...(table.triggers.length === 0 ? [] : [{ key: 'triggers', title: '触发器', count: table.triggers.length, content: <>{table.triggers.map(({ name: trigger, definition }) => <Section key={trigger} title={trigger}><pre className="inventory-ddl">{definition}</pre></Section>)}</> }]),
          ],
        }
      }}
    />
  )
}

type Column<Row> = { key: string; title: string; width?: number; align?: 'left' | 'right'; card?: 'heading' | 'wide'; render?: (row: Row) => ReactNode }

function Plain<Row>({ caption, rows, rowKey, columns }: { caption: string; rows: readonly Row[]; rowKey: (row: Row) => string; columns: ReadonlyArray<Column<Row>> }) {
  if (rows.length === 0) return <EmptyState what={`没有${caption}`} />
  return <Section flush><DataTable caption={caption} rows={rows} rowKey={rowKey} columns={columns} /></Section>
}
