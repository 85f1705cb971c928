import { CompiledQuery } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { formatInstant } from '#shared/instant.ts'

/** A value that a query of a report may be given. */
export type FigureParameters = Readonly<Record<string, string | number | boolean | null>>

/**
 * A question about stored facts, in SQL with named parameters (`:subsystem`). Every query is also given `:from`, `:to`
 * (business dates, both included), `:contract` and `:as_of`, and must count only what was on record by `:as_of`:
 * otherwise the same question will have another answer tomorrow.
 */
export type FigureQuery = {
  /** `owner.question`; printed in 数据来源. */
  readonly name: string
  readonly sql: string
  /** Queries that the text stands on, written `@owner.question` where a table would stand. */
  readonly on: readonly FigureQuery[]
}

/** Checks what can be checked before it is asked, and takes the indentation of the source off. */
export function defineFigureQuery(name: string, sql: string, on: readonly FigureQuery[] = []): FigureQuery {
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/.test(name)) throw new Error(`figure query ${name} must be named owner.question`)
  if (!/^\s*(select|with)\b/i.test(sql)) throw new Error(`figure query ${name} must be a select`)
  const lines = sql.trim().split('\n')
  return Object.freeze({ name, sql: lines.map((line) => line.trim()).join('\n'), on })
}

/** Name → text of a query and of all that it stands on. */
export function textsOf(query: FigureQuery): Record<string, string> {
  return Object.assign({ [query.name]: query.sql }, ...query.on.map(textsOf)) as Record<string, string>
}

/** What every query of one report is given beside its own parameters. */
export type FigureFrame = { readonly from: string; readonly to: string; readonly contractId: string; readonly asOf: Date }

/**
 * Runs a query by its name in a set of texts; own parameters go before those of the frame. Rows come with camel-cased
 * names. The transaction should be a reading one: texts of an old report are run as they were frozen.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever asks a query knows its columns
export async function runFigureQuery<Row>(ctx: Pick<Ctx, 'tx'>, name: string, texts: Readonly<Record<string, string>>, frame: FigureFrame, parameters: FigureParameters): Promise<Row[]> {
  const text = expand(name, texts)
  const given: FigureParameters = { from: frame.from, to: frame.to, contract: frame.contractId, as_of: formatInstant(frame.asOf), ...parameters }
  const values: unknown[] = []
  const places = new Map<string, number>()
  const numbered = text.replaceAll(/(?<!:):([a-z_]+)/g, (_, name: string) => {
    if (!(name in given)) throw new Error(`query asks for :${name}, which it was not given`)
    let place = places.get(name)
    if (place === undefined) {
      place = values.push(given[name])
      places.set(name, place)
    }
    return `$${place}`
  })
  const { rows } = await ctx.tx.executeQuery<Row>(CompiledQuery.raw(numbered, values))
  return rows
}

/** A figure query that stands on itself would never end. */
const MAX_DEPTH = 8

function expand(name: string, texts: Readonly<Record<string, string>>, depth = 0): string {
  const text = texts[name]
  if (text === undefined || depth > MAX_DEPTH) throw new Error(`figure query ${name} is not among the texts of its report`)
  return text.replaceAll(/@([a-z][a-z.-]*[a-z])/g, (_, other: string) => `(${expand(other, texts, depth + 1)})`)
}
