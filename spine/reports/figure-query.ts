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
}

/** Checks what can be checked before it is asked, and takes the indentation of the source off. */
export function defineFigureQuery(name: string, sql: string): FigureQuery {
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/.test(name)) throw new Error(`figure query ${name} must be named owner.question`)
  if (!/^\s*(select|with)\b/i.test(sql)) throw new Error(`figure query ${name} must be a select`)
  const lines = sql.trim().split('\n')
  return Object.freeze({ name, sql: lines.map((line) => line.trim()).join('\n') })
}

/** What every query of one report is given beside its own parameters. */
export type FigureFrame = { readonly from: string; readonly to: string; readonly contractId: string; readonly asOf: Date }

/** Runs the text of a query; own parameters go before those of the frame. Rows come with camel-cased names. */
export async function runFigureQuery<Row>(ctx: Pick<Ctx, 'tx'>, text: string, frame: FigureFrame, parameters: FigureParameters): Promise<Row[]> {
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
