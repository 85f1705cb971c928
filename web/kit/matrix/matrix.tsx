import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useIsNarrow } from '../theme/appearance.tsx'
import { PageLink } from '../frame/page-link.tsx'
import { formatDate } from '../value/date-text.tsx'
import { stateLooks, type State } from '../state/states.ts'
import { StateSymbol } from '../state/state-symbol.tsx'
import './matrix.css'

export type MatrixCell = {
  state: State
  done: number
  planned: number
  /** Business date of the next due item. */
  nextDue?: string | null
  /** A cell without work in the period: one short word and why, instead of a state that could be taken for a kept promise. */
  idle?: { word: string; reason: string } | undefined
  /** Opens the obligations or work orders behind the cell. */
  href: string
}

export type MatrixProps = {
  /** 「六个子系统 × 十二个功能模块」 */
  caption: string
  rows: ReadonlyArray<{ key: string; title: string; short?: string; href?: string }>
  columns: ReadonlyArray<{ key: string; title: string; href?: string }>
  /** undefined: not in the contract for this subsystem. */
  cell: (row: string, column: string) => MatrixCell | undefined
}

/** The contract at a glance. Arrow keys walk through the cells, Enter opens one; on a phone one card a subsystem. */
export function Matrix(props: MatrixProps) {
  return useIsNarrow() ? <MatrixCards {...props} /> : <MatrixTable {...props} />
}

function MatrixTable({ caption, rows, columns, cell }: MatrixProps) {
  const table = useRef<HTMLTableElement>(null)
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const from = event.target instanceof HTMLElement ? event.target.closest('td') : null
    if (!step || !from) return
    event.preventDefault()
    const [down, right] = step
    let row = (from.parentElement as HTMLTableRowElement).sectionRowIndex
    let column = from.cellIndex
    // Skips the cells without content, so that an arrow never seems dead.
    for (;;) {
      row += down
      column += right
      const target = table.current?.tBodies[0]?.rows[row]?.cells[column]
      if (!target || column === 0) return
      const link = target.querySelector('a')
      if (link) return link.focus()
    }
  }
  return (
    <div className="x-card x-matrix-scroll">
      <table className="x-matrix" ref={table} onKeyDown={walk}>
        <caption className="x-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col"><span className="x-hidden">子系统</span></th>
            {columns.map(({ key, title, href }) => <th key={key} scope="col">{href ? <PageLink to={href}>{title}</PageLink> : title}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" title={row.title}>{row.href ? <PageLink to={row.href}>{row.short ?? row.title}</PageLink> : (row.short ?? row.title)}</th>
              {columns.map((column) => {
                const content = cell(row.key, column.key)
                return <td key={column.key}>{content ? <CellLink cell={content} label={`${row.title}，${column.title}`} /> : <span className="x-soft" title="合同不含">—</span>}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

type Face = { glyph: string; word: string; tone: string; count: ReactNode; spoken: string }

function faceOf({ state, done, planned, idle }: MatrixCell): Face {
  if (idle) return { glyph: stateLooks['not-applicable'].glyph, word: idle.word, tone: 'muted', count: null, spoken: idle.reason }
  const { glyph, word, tone } = stateLooks[state]
  return { glyph, word, tone, count: <>{done}<i>/{planned}</i></>, spoken: `${word}，完成 ${done}，计划 ${planned}` }
}

function CellLink({ cell, label }: { cell: MatrixCell; label: string }) {
  const face = faceOf(cell)
  const next = cell.nextDue ? `，下次 ${formatDate(cell.nextDue)}` : ''
  const spoken = `${label}：${face.spoken}${next}`
  return (
    <PageLink to={cell.href} className={`x-cell x-${face.tone}`} data-state={cell.idle ? 'idle' : cell.state} aria-label={spoken} title={spoken}>
      <span className="x-cell-state"><StateSymbol glyph={face.glyph} />{face.word}</span>
      <span className="x-cell-count">{face.count ?? ' '}</span>
      <span className="x-cell-next">{cell.nextDue ? cell.nextDue.slice(5) : ' '}</span>
    </PageLink>
  )
}

function MatrixCards({ caption, rows, columns, cell }: MatrixProps) {
  return (
    <div className="x-matrix-cards" aria-label={caption}>
      {rows.map((row) => (
        <section key={row.key} className="x-card">
          <h3>{row.href ? <PageLink to={row.href}>{row.title}</PageLink> : row.title}</h3>
          <ul>
            {columns.map((column) => {
              const content = cell(row.key, column.key)
              if (!content) return null
              const face = faceOf(content)
              return (
                <li key={column.key}>
                  <PageLink to={content.href} className={`x-cell-line x-${face.tone}`} data-state={content.idle ? 'idle' : content.state}>
                    <span className="x-cell-state"><StateSymbol glyph={face.glyph} />{face.word}</span>
                    <span className="x-cell-title">{column.title}</span>
                    <span className="x-cell-count">{face.count}</span>
                    <span className="x-cell-next">{content.nextDue?.slice(5)}</span>
                  </PageLink>
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </div>
  )
}
