import { useState } from 'react'
import type { ComposedBlock, ComposedDocument, ComposedTable, Span } from '#shared/compose-document.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Chart } from '#web/kit/chart/chart.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { reportsApi } from '../api.ts'
import { FigureSheet } from './figure-sheet.tsx'
import type { Report } from './report-acts.tsx'
import './report-preview.css'

/* oxlint-disable react/no-array-index-key -- a frozen document never changes its order */

/** The very document that was frozen, block by block; a figure opens where it came from. */
export function ReportPreview({ reportId, version }: { reportId: string; version: Report['versions'][number] }) {
  const preview = useRead(reportsApi, 'previewReport', { params: { reportId, version: version.version } })
  const [figure, setFigure] = useState<string>()
  if (!preview.data) return preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : <PageSkeleton />
  const composed = preview.data.document as unknown as ComposedDocument
  const open = (note: number) => setFigure(composed.figureNotes[note - 1] ?? undefined)
  const isFigure = (note: number) => composed.figureNotes[note - 1] !== null
  return (
    <div className="x-report">
      <Contents blocks={composed.blocks} />
      <article className="x-card x-report-paper" aria-label={`${composed.title} ${composed.subtitle}`}>
        <header>
          <p className="x-soft">{composed.classification}</p>
          <h2>{composed.title}</h2>
          <p>{composed.subtitle}</p>
          <dl>{composed.cover.lines.map(({ label, value }) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
          <p>{composed.cover.organisation}　{composed.cover.date}</p>
        </header>
        {composed.blocks.map((block, at) => <Block key={at} block={block} notes={{ open, isFigure }} />)}
        <footer className="x-soft x-mono">文档校验值 {preview.data.hash}</footer>
      </article>
      <FigureSheet reportId={reportId} version={version.version} figureId={figure} onClose={() => setFigure(undefined)} />
    </div>
  )
}

function Contents({ blocks }: { blocks: readonly ComposedBlock[] }) {
  const headings = blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block] : []))
  return (
    <nav className="x-card x-report-contents x-no-print" aria-label="目录">
      <ol>{headings.map(({ anchor, number, text }) => <li key={anchor}><a href={`#${anchor}`} onClick={(event) => { event.preventDefault(); document.querySelector(`#${anchor}`)?.scrollIntoView() }}>{number}{text}</a></li>)}</ol>
    </nav>
  )
}

type Notes = { open: (note: number) => void; isFigure: (note: number) => boolean }

function Block({ block, notes }: { block: ComposedBlock; notes: Notes }) {
  switch (block.kind) {
    case 'heading': {
      const Heading = ({ 1: 'h3', 2: 'h4', 3: 'h5' } as const)[block.level]
      return <Heading id={block.anchor}>{block.number}{block.text}</Heading>
    }
    case 'paragraph':
      return <p><Spans spans={block.spans} notes={notes} /></p>
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return <List>{block.items.map((item, at) => <li key={at}><Spans spans={item} notes={notes} /></li>)}</List>
    }
    case 'note':
      return <p className={`x-report-note x-report-${block.tone}`}><Spans spans={block.spans} notes={notes} /></p>
    case 'keyFigures':
      return (
        <div className="x-report-figures">
          {block.items.map((item) => (
            <button key={item.source} type="button" onClick={() => notes.open(item.source)}>
              <span className="x-soft">{item.label}</span>
              <b>{item.value} <small>{item.unit}</small></b>
              <span>{item.state && <span className={`x-report-${item.state.tone ?? 'quiet'}`}>{item.state.text}</span>} <span className="x-soft">{item.note}</span></span>
            </button>
          ))}
        </div>
      )
    case 'chart':
      return <Chart spec={block.chart} height={block.chart.type === 'heat-calendar' ? 220 : 320} />
    case 'table':
      return <Table table={block} notes={notes} />
    case 'pageBreak':
      return null
  }
}

function Table({ table, notes }: { table: ComposedTable; notes: Notes }) {
  return (
    <div className="x-report-table">
      <table>
        <caption>表 {table.number}　{table.caption}</caption>
        <thead><tr>{table.columns.map(({ title, unit, align }, at) => <th key={at} scope="col" style={{ textAlign: align }}>{title}{unit && <small>（{unit}）</small>}</th>)}</tr></thead>
        <tbody>
          {table.rows.length === 0 && <tr><td colSpan={table.columns.length} className="x-soft">{table.zeroRows}</td></tr>}
          {table.rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((spans, at) => <td key={at} style={{ textAlign: table.columns[at]?.align }}><Spans spans={table.isSources && at === 0 ? spans.map((span) => ({ ...span, source: row + 1 })) : spans} notes={notes} isBare={table.isSources} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Spans({ spans, notes, isBare = false }: { spans: readonly Span[]; notes: Notes; isBare?: boolean }) {
  return spans.map(({ text, strong, tone, source }, at) => {
    const shown = <span className={tone ? `x-report-${tone}` : undefined} style={{ whiteSpace: 'pre-line' }}>{strong ? <b>{text}</b> : text}</span>
    if (source === undefined || !notes.isFigure(source)) return <span key={at}>{shown}</span>
    return <button key={at} type="button" className="x-report-figure" aria-label={`${text}，查看来源 ${source}`} onClick={() => notes.open(source)}>{shown}{!isBare && <sup>[{source}]</sup>}</button>
  })
}
