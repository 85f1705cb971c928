import { useEffect, useMemo, useRef, useState } from 'react'
import { Segmented } from 'antd'
import { chartOption } from '#shared/chart-option.ts'
import { chartSpec, chartTable, type ChartSpec, type ChartSpecInput } from '#shared/chart-spec.ts'
import { useAppearance, useMediaQuery } from '../theme/appearance.tsx'
import { DataTable } from '../list/data-table.tsx'
import { EmptyState } from '../state/empty-state.tsx'
import { screenLook } from './screen-look.ts'
import type { Drawn } from './draw-chart.ts'
import './chart.css'

export type ChartProps = {
  /** As in a document: the same description gives the same picture on paper. */
  spec: ChartSpecInput
  /** Pixels; the width follows the page. */
  height?: number
  /** What to say when there is nothing to draw. */
  emptyText?: string
}

/** A chart with its table one click away. The drawing code is fetched when the chart comes into sight. */
export function Chart({ spec: input, height = 240, emptyText = '这段时间还没有数据' }: ChartProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const described = JSON.stringify(input)
  // By content: a page that builds the description anew on each rendering does not draw anew.
  const spec = useMemo(() => chartSpec.parse(JSON.parse(described)), [described])
  return (
    <figure className="x-chart">
      <figcaption>
        <b>{spec.title}</b>
        <span className="x-no-print">
          <Segmented size="small" value={view} onChange={setView} aria-label={`${spec.title}的显示方式`} options={[{ value: 'chart', label: '图' }, { value: 'table', label: '表' }]} />
        </span>
      </figcaption>
      {isEmpty(spec) ? <EmptyState what={emptyText} /> : view === 'chart' ? <Drawing spec={spec} height={height} /> : <ChartTable spec={spec} />}
    </figure>
  )
}

function isEmpty(spec: ChartSpec): boolean {
  if (spec.type === 'flow') return spec.nodes.length === 0
  return spec.type === 'heat-calendar' ? spec.cells.length === 0 : spec.categories.length === 0
}

function Drawing({ spec, height }: { spec: ChartSpec; height: number }) {
  const element = useRef<HTMLDivElement>(null)
  const { scheme } = useAppearance()
  const isStill = useMediaQuery('(prefers-reduced-motion: reduce)')
  const isSeen = useIsSeen(element)
  const isPrinting = useMediaQuery('print')
  const drawn = useRef<Drawn>(undefined)
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
    if (isReady) drawn.current?.show((width) => ({ ...chartOption(spec, { width, height, look: screenLook(scheme) }), ...(isStill ? { animation: false } : {}) }))
  }, [isReady, spec, height, scheme, isStill])
  // What nobody has scrolled to is not drawn yet, and paper cannot wait for it.
  const isTable = isPrinting && !isReady
  return (
    <>
      <div className="x-drawing" style={{ height }} hidden={isTable} role="img" aria-label={`${spec.alternative || spec.title}，切换到表可读数值`}>
        {/* The name stands above what ECharts owns and writes: the picture inside, whenever it comes or is drawn anew, is never heard. */}
        <div ref={element} aria-hidden="true" />
      </div>
      {isTable && <ChartTable spec={spec} />}
    </>
  )
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

function ChartTable({ spec }: { spec: ChartSpec }) {
  const { head, rows } = chartTable(spec)
  const isText = (at: number) => at === 0 || spec.type === 'heat-calendar' || (spec.type === 'flow' && at < 3)
  return (
    <DataTable
      caption={spec.title}
      rows={rows.map((cells, index): TableRow => ({ index, cells }))}
      rowKey={({ index }) => String(index)}
      columns={head.map((name, at) => ({ key: String(at), title: name, align: isText(at) ? 'left' : 'right', render: ({ cells }: TableRow) => cells[at] }))}
    />
  )
}
