import { useEffect, useRef, useState } from 'react'
import { Segmented } from 'antd'
import { FONT_FAMILY } from '../theme/create-theme.ts'
import { useAppearance, useMediaQuery } from '../theme/appearance.tsx'
import { DataTable } from '../list/data-table.tsx'
import { EmptyState } from '../state/empty-state.tsx'
import { chartOption } from './chart-option.ts'
import { chartTable, type ChartSpec } from './chart-spec.ts'
import './chart.css'

export type ChartProps = {
  title: string
  spec: ChartSpec
  /** Pixels; the width follows the page. */
  height?: number
  /** What to say when there is nothing to draw. */
  emptyText?: string
}

/** A chart with its table one click away. The drawing code is fetched when the chart comes into sight. */
export function Chart({ title, spec, height = 240, emptyText = '这段时间还没有数据' }: ChartProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const isEmpty = spec.kind === 'flow' ? spec.nodes.length === 0 : spec.labels.length === 0
  return (
    <figure className="x-chart">
      <figcaption>
        <b>{title}</b>
        <span className="x-no-print">
          <Segmented size="small" value={view} onChange={setView} aria-label={`${title}的显示方式`} options={[{ value: 'chart', label: '图' }, { value: 'table', label: '表' }]} />
        </span>
      </figcaption>
      {isEmpty ? <EmptyState what={emptyText} /> : view === 'chart' ? <Drawing title={title} spec={spec} height={height} /> : <ChartTable title={title} spec={spec} />}
    </figure>
  )
}

function Drawing({ title, spec, height }: { title: string; spec: ChartSpec; height: number }) {
  const element = useRef<HTMLDivElement>(null)
  const { scheme } = useAppearance()
  const isStill = useMediaQuery('(prefers-reduced-motion: reduce)')
  const isSeen = useIsSeen(element)
  const drawn = useRef<{ show: (option: object) => void; dispose: () => void }>(undefined)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    if (!isSeen) return
    let isGone = false
    void import('./draw-chart.ts').then(({ drawChart }) => {
      if (isGone || !element.current) return
      drawn.current = drawChart(element.current)
      setReady(true)
    })
    return () => {
      isGone = true
      drawn.current?.dispose()
      drawn.current = undefined
      setReady(false)
    }
  }, [isSeen])
  useEffect(() => {
    if (isReady) drawn.current?.show(chartOption(spec, { scheme, fontFamily: FONT_FAMILY, isStill }))
  }, [isReady, spec, scheme, isStill])
  return <div ref={element} className="x-drawing" style={{ height }} role="img" aria-label={`${title}，切换到表可读数值`} />
}

/** True once the element has come into sight. */
function useIsSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      setSeen(true)
      watcher.disconnect()
    }, { rootMargin: '120px' })
    watcher.observe(element.current!)
    return () => watcher.disconnect()
  }, [element])
  return isSeen
}

type TableRow = { index: number; cells: readonly string[] }

function ChartTable({ title, spec }: { title: string; spec: ChartSpec }) {
  const { head, rows } = chartTable(spec)
  const isText = (at: number) => at === 0 || (spec.kind === 'flow' && at < 3)
  return (
    <DataTable
      caption={title}
      rows={rows.map((cells, index): TableRow => ({ index, cells }))}
      rowKey={({ index }) => String(index)}
      columns={head.map((name, at) => ({ key: String(at), title: name, align: isText(at) ? 'left' : 'right', render: ({ cells }: TableRow) => cells[at] }))}
    />
  )
}
