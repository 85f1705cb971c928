import { useMemo, useState } from 'react'
import { Button, Segmented, Select, Switch } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress, useGo, usePageParams } from '#web/kit/frame/address.ts'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { useIsNarrow } from '#web/kit/theme/appearance.tsx'
import { dataInventoryApi, type MapEdge, type MapTable } from '../api.ts'
import { placeName, tableHref } from './inventory-tags.tsx'
import { layOutMap, neighbours } from './lay-out-map.ts'
import { MapCanvas } from './map-canvas.tsx'
import './inventory.css'

/** How the tables hang together: search, one table with its neighbours, clusters or schemas. */
export function MapPage() {
  const { componentId } = usePageParams('componentId')
  const map = useRead(dataInventoryApi, 'getMap', { params: { componentId } })
  if (map.error) return <Page title="关系图"><ErrorState error={map.error} onRetry={() => void map.refetch()} /></Page>
  if (!map.data) return <Page title="关系图">{null}</Page>
  if (map.data.tables.length === 0) return <Page title="关系图"><EmptyState what="这个数据库没有表" /></Page>
  return <TableMap componentId={componentId} {...map.data} />
}

function TableMap({ componentId, title, tables, edges }: { componentId: string; title: string; tables: readonly MapTable[]; edges: readonly MapEdge[] }) {
  const go = useGo()
  const isNarrow = useIsNarrow()
  const [address, change] = useAddress()
  const [groupBy, setGroupBy] = useState<'cluster' | 'schema'>('cluster')
  const [withFields, setFields] = useState(tables.length <= 24)
  // Whoever comes for one table sees it with its neighbours; who clicks in the map keeps the whole in sight.
  const [isAlone, setAlone] = useState(typeof address['table'] === 'string')
  const byName = useMemo(() => new Map(tables.map((table) => [placeName(table.schema, table.name), table])), [tables])
  const focus = typeof address['table'] === 'string' ? (byName.get(address['table'])?.id ?? null) : null
  const near = useMemo(() => (focus === null ? null : neighbours(focus, edges)), [focus, edges])
  const shown = useMemo(() => (isAlone && near !== null ? tables.filter(({ id }) => near.has(id)) : tables), [isAlone, near, tables])
  const layout = useMemo(() => layOutMap(shown, edges, { groupBy, withFields: withFields || (isAlone && focus !== null), aspect: isNarrow ? 0.8 : 1.8 }), [shown, edges, groupBy, withFields, isAlone, focus, isNarrow])
  const chosen = focus === null ? undefined : tables[focus]
  const select = (id: number | null) => {
    const table = id === null ? undefined : tables[id]
    change({ table: table && placeName(table.schema, table.name) })
  }
  return (
    <Page title={`${title}关系图`} lead={`${tables.length} 张表，${edges.filter(({ isInferred }) => !isInferred).length} 个外键，${edges.filter(({ isInferred }) => isInferred).length} 个推断关系（虚线）。`}>
      <div className="x-row inventory-map-bar x-no-print">
        <Select
          aria-label="查找表"
          showSearch={{ filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()) }}
          allowClear
          placeholder="查找表：表名或说明"
          style={{ width: isNarrow ? '100%' : 320 }}
          value={chosen && placeName(chosen.schema, chosen.name)}
          options={[...byName].map(([value, table]) => ({ value, label: table.comment === null ? value : `${value}　${table.comment}` }))}
          onChange={(value: string | undefined) => {
            change({ table: value })
            setAlone(value !== undefined)
          }}
        />
        <Segmented value={groupBy} options={[{ value: 'cluster', label: '按关系分组' }, { value: 'schema', label: '按模式分组' }]} onChange={setGroupBy} />
        <label className="x-row"><Switch size="small" checked={withFields} onChange={setFields} /> 字段</label>
        <label className="x-row"><Switch size="small" checked={isAlone} disabled={focus === null} onChange={setAlone} /> 只看相邻</label>
        {chosen && <Button type="primary" onClick={() => go(tableHref(componentId, chosen.schema, chosen.name))}>打开 {chosen.name}</Button>}
      </div>
      <MapCanvas tables={shown} edges={edges} layout={layout} focus={focus} near={near} withFields={withFields || (isAlone && focus !== null)} onSelect={select} label={`${title}的 ${shown.length} 张表及其关系`} />
    </Page>
  )
}
