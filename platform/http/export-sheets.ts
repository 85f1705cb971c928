import { businessDate } from '#shared/instant.ts'
import type { Api, Endpoint } from '#shared/define-api.ts'
import { sheetName, sheetRow, type Sheet } from '#shared/sheet.ts'
import type { Ctx } from '#platform/context/context.ts'
import { outside, outsideWork, type Outside } from '#platform/context/outside.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { ApiImplementation, FileAnswer } from './implement-api.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Asked of the list at once. */
const PAGE_ROWS = 5_000
/** More than anybody reads, and what one answer may hold in memory; above it the list has to be narrowed. */
const MOST_ROWS = 100_000

type Rows = Array<Array<string | number | null>>
type Handlers<C extends Ctx> = ApiImplementation<C>['handlers']

/** A handler for every sheet of an api: the list's own handler asked page after page, so filters, order and access are the list's. */
export function exportSheets<C extends Ctx>(api: Api, handlers: Handlers<C>): Handlers<C> {
  return Object.fromEntries(Object.entries(api.endpoints).flatMap(([name, list]) => (list.sheet ? [[sheetName(name), exportSheet(list, list.sheet, handlers[name]!)]] : [])))
}

function exportSheet<C extends Ctx>(list: Endpoint, sheet: Sheet, answerList: Handlers<C>[string]): Handlers<C>[string] {
  return async (ctx: C, input: { query?: object }, facts): Promise<FileAnswer | Outside<C, FileAnswer>> => {
    const ask = (page: number) => answerList(ctx, { ...input, query: { ...input.query, page, pageSize: PAGE_ROWS } } as never, facts)
    // As in a JSON answer, only what the response names gets out.
    const rowsOf = (answer: unknown) => sheet.rows(list.response!.parse(answer) as never).map((row) => sheetRow(sheet, row))
    const fileOf = async (rows: Rows): Promise<FileAnswer> => {
      const { renderXlsx } = await import('#platform/documents/render-xlsx.ts')
      facts.tellAudit({ details: { list: sheet.title, rows: rows.length, query: input.query ?? {} } })
      const content = Buffer.concat(await renderXlsx({ title: sheet.title, columns: sheet.columns, at: ctx.now }, rows).toArray())
      return { content, fileName: `${sheet.title} ${businessDate(ctx.now)}.xlsx`, mediaType: XLSX }
    }
    const rows: Rows = []
    for (let page = 1; ; page += 1) {
      const answer = await ask(page)
      // A list that is read from a system which is not ours comes in one piece, after the waiting.
      const wait = outsideWork<C, unknown>(answer)
      if (wait)
        return outside(async () => {
          const keep = await wait()
          return async (after: C) => fileOf(rowsOf(await keep(after)))
        })
      const found = rowsOf(answer)
      rows.push(...found)
      if (found.length < PAGE_ROWS) break
      if (rows.length >= MOST_ROWS) throw requestErrors['too-many-rows']()
    }
    return fileOf(rows)
  }
}
