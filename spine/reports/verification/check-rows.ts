import { isDeepStrictEqual } from 'node:util'
import type { DocumentModel } from '#shared/document-model.ts'
import type { Ctx } from '#platform/context/context.ts'
import type { AskedRows } from '#spine/service.ts'
import { rowsAsFrozen } from '../figure-builder.ts'
import { runFigureQuery } from '../figure-query.ts'
import type { FrozenReport } from '../frozen-report.ts'

type Row = Readonly<Record<string, unknown>>

/** One cell behind a table or chart that the database now gives differently; null where the row is only on one side. */
export type CellDifference = {
  /** Caption of the table or title of the chart. */
  readonly place: string
  readonly query: string
  /** From 1, as the query orders them. */
  readonly row: number
  /** The query's own name of the column. */
  readonly column: string
  readonly frozen: string | null
  readonly now: string | null
}

/** Asks for the rows behind every table and chart again, up to the same moment, and names each cell that differs. Versions built before rows were frozen have none to compare. */
export async function checkRows(ctx: Pick<Ctx, 'tx'>, { document, queries, frame, asked }: FrozenReport): Promise<{ checked: number; differing: CellDifference[] }> {
  const differing: CellDifference[] = []
  for (const { query, parameters, rows } of asked) {
    const now = rowsAsFrozen(await runFigureQuery<Row>(ctx, query, queries, frame, parameters))
    const place = placeOf(document, { query, parameters })
    differing.push(...differingCells(rows, now).map((cell) => ({ place, query, ...cell })))
  }
  return { checked: asked.reduce((sum, { rows }) => sum + rows.length, 0), differing }
}

/** Rows that stand only on one side differ in every cell; those before and after a stretch that grew or shrank are the same rows. */
export function differingCells(frozen: readonly Row[], now: readonly Row[]): Array<Omit<CellDifference, 'place' | 'query'>> {
  const isSame = (one: Row | undefined, other: Row | undefined) => JSON.stringify(one) === JSON.stringify(other)
  const shorter = Math.min(frozen.length, now.length)
  let before = 0
  while (before < shorter && isSame(frozen[before], now[before])) before += 1
  let after = 0
  while (frozen.length !== now.length && after < shorter - before && isSame(frozen.at(-1 - after), now.at(-1 - after))) after += 1
  const [old, fresh] = [frozen.slice(before, frozen.length - after), now.slice(before, now.length - after)]
  return Array.from({ length: Math.max(old.length, fresh.length) }, (_, at) => cellsOf(before + at + 1, old[at], fresh[at])).flat()
}

function cellsOf(row: number, frozen: Row | undefined, now: Row | undefined) {
  const columns = [...new Set([...Object.keys(frozen ?? {}), ...Object.keys(now ?? {})])]
  return columns.flatMap((column) => {
    const cell = { row, column, frozen: frozen ? shown(frozen[column]) : null, now: now ? shown(now[column]) : null }
    return cell.frozen === cell.now ? [] : [cell]
  })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function placeOf(document: DocumentModel, asked: Pick<AskedRows, 'query' | 'parameters'>): string {
  const block = document.blocks.find((one) => 'source' in one && one.source?.query === asked.query && isDeepStrictEqual(one.source.parameters, asked.parameters))
  if (block?.kind === 'table') return block.caption
  return block?.kind === 'chart' ? block.chart.title : asked.query
}
