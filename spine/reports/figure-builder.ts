import { formatInstant } from '#shared/instant.ts'
import type { Block, Figure, Source } from '#shared/document-model.ts'
import type { SpineCtx } from '#spine/context.ts'
import type { AskedRows, ComposedChapter, ReportPeriod } from '#spine/service.ts'
import { runFigureQuery, textsOf, type FigureFrame, type FigureParameters, type FigureQuery } from './figure-query.ts'

/** Shown where a share has no cases to be a share of: never 0 and never 100 %. */
export const NO_CASE = '无此类事项'

/** Evidence named behind one figure in print; the console lists all of it. */
export const NAMED_EVIDENCE = 3

export type FigureRequest = {
  /** Unique within the report; begin it with the chapter's name. */
  readonly id: string
  readonly label: string
  readonly unit?: string
  readonly query: FigureQuery
  readonly parameters?: FigureParameters
}

/** Asks the questions of one chapter and keeps every answer together with where it came from. */
export type FigureBuilder = {
  /** Runs the query; the first row's `value` (null: no case) and optional `evidence` (ids) become the figure. */
  figure(request: FigureRequest): Promise<Figure>
  /** Rows for a table or chart, with the source to print under it. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever asks a query knows its columns
  rows<Row>(query: FigureQuery, parameters?: FigureParameters): Promise<{ readonly rows: Row[]; readonly source: Source }>
  /** The finished chapter: blocks, figures and the text of every query asked. */
  chapter(blocks: readonly Block[]): ComposedChapter
}

/** For one chapter of one report; `ctx.now` is the moment up to which facts count. */
export function openFigures(ctx: SpineCtx, period: ReportPeriod): FigureBuilder {
  const frame: FigureFrame = { from: period.from, to: period.to, contractId: period.contractId, asOf: ctx.now }
  const asOf = formatInstant(ctx.now)
  const figures: Figure[] = []
  const queries: Record<string, string> = {}
  const asked: AskedRows[] = []
  const keep = (query: FigureQuery) => {
    for (const [name, text] of Object.entries(textsOf(query))) {
      if (queries[name] !== undefined && queries[name] !== text) throw new Error(`two queries are named ${name}`)
      queries[name] = text
    }
  }
  return {
    async figure({ id, label, unit = '', query, parameters = {} }) {
      keep(query)
      const [row] = await runFigureQuery<FigureRow>(ctx, query.name, queries, frame, parameters)
      const { value, evidence } = answerOf(row)
      const figure: Figure = { id, label, value, unit: value === NO_CASE ? '' : unit, source: { query: query.name, parameters: { ...parameters }, evidence, asOf } }
      figures.push(figure)
      return figure
    },
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever asks a query knows its columns
    async rows<Row>(query: FigureQuery, parameters: FigureParameters = {}) {
      keep(query)
      const rows = await runFigureQuery<Row>(ctx, query.name, queries, frame, parameters)
      asked.push({ query: query.name, parameters: { ...parameters }, rows: rowsAsFrozen(rows) })
      return { rows, source: { query: query.name, parameters: { ...parameters }, evidence: [], asOf } }
    },
    chapter: (blocks) => ({ blocks, figures, queries, asked }),
  }
}

/** Rows as JSON keeps them: instants as text, nothing undefined. The same way when built and when checked. */
export function rowsAsFrozen(rows: readonly unknown[]): AskedRows['rows'] {
  return JSON.parse(JSON.stringify(rows)) as AskedRows['rows']
}

export type FigureRow = { readonly value: number | string | null; readonly evidence?: readonly string[] | null }

/** Value and named evidence of a query's first row, the same way when built and when checked. */
export function answerOf(row: FigureRow | undefined): { value: number | string; evidence: string[] } {
  return { value: row?.value ?? NO_CASE, evidence: (row?.evidence ?? []).slice(0, NAMED_EVIDENCE) }
}
