import { z } from 'zod'
import { chartProblems, chartSpec } from './chart-spec.ts'
import { stateCode } from './state-marks.ts'

/**
 * A formal document (巡检记录, 巡检报告, 月报, 验收确认 …) as neutral data: Word, PDF and the browser render the same one.
 * It is JSON through and through; freezing it freezes the document.
 */

const id = z.string().min(1).max(120)

/** Where a number comes from, so that anybody can get it again. */
export const source = z.strictObject({
  /** Name or text of the query that gave the value. */
  query: z.string().min(1),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  /** Numbers of the evidence behind it. */
  evidence: z.array(z.string()).default([]),
  /** Moment up to which facts were counted, ISO 8601 with offset. */
  asOf: z.iso.datetime({ offset: true }),
})
export type Source = z.output<typeof source>

/** A figure (数据项) that the text may cite by id; printed with its unit and a note number into 数据来源. */
export const figure = z.strictObject({
  id,
  label: z.string().min(1),
  /** A number is printed with thousands separators; a string as it stands (`99.95`, `2 小时 14 分`). */
  value: z.union([z.number(), z.string()]),
  unit: z.string().default(''),
  source,
})
export type Figure = z.output<typeof figure>

/** Running text: plain, emphasised, a cited figure, or a state with its mark. */
const inline = z.union([
  z.string(),
  z.strictObject({ text: z.string(), strong: z.literal(true) }),
  z.strictObject({ figure: id }),
  z.strictObject({ state: stateCode }),
])
export type Inline = z.output<typeof inline>
const content = z.union([z.string(), z.array(inline)])
export type Content = z.output<typeof content>

const column = z.strictObject({
  title: z.string(),
  unit: z.string().default(''),
  align: z.enum(['left', 'center', 'right']).default('left'),
  /** Share of the table's width relative to the other columns. */
  width: z.number().positive().default(1),
})

const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: z.string().min(1), numbered: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('paragraph'), content }),
  z.strictObject({ kind: z.literal('list'), ordered: z.boolean().default(false), items: z.array(content) }),
  z.strictObject({
    kind: z.literal('table'),
    caption: z.string().min(1),
    columns: z.array(column).min(1).max(16),
    rows: z.array(z.array(content)),
    /** Printed in place of rows when there are none: says why, never left blank. */
    zeroRows: z.string().default('本期无记录。'),
    source: source.optional(),
  }),
  z.strictObject({ kind: z.literal('chart'), chart: chartSpec, source: source.optional() }),
  z.strictObject({
    kind: z.literal('keyFigures'),
    items: z.array(z.strictObject({
      figure: id,
      /** Under the value: comparison or condition, `较上月 +0.03 个百分点`. */
      note: z.string().default(''),
      state: stateCode.optional(),
    })).min(1),
  }),
  z.strictObject({ kind: z.literal('note'), content, tone: z.enum(['good', 'watch', 'bad', 'quiet']).default('quiet') }),
  z.strictObject({ kind: z.literal('pageBreak') }),
  /** Opens 附件 n on a new page; what follows belongs to it (headings of level 2 and 3). */
  z.strictObject({ kind: z.literal('annex'), title: z.string().min(1) }),
])
export type Block = z.output<typeof block>

const labelled = z.strictObject({ label: z.string(), value: z.string() })

export const signaturePage = z.strictObject({
  title: z.string().min(1),
  roles: z.array(z.strictObject({ label: z.string().min(1) })).min(1),
  note: z.string().default(''),
})

const shape = z.strictObject({
  /** Kind of document, printed in the header: `运维月报`. */
  kind: z.string().min(1),
  /** `report`: cover, signature page, contents, body. `record`: one running form, signatures at its end. */
  form: z.enum(['report', 'record']).default('report'),
  title: z.string().min(1),
  subtitle: z.string().default(''),
  number: z.string().min(1),
  version: z.string().min(1),
  /** Handling mark such as `内部资料`; printed top left. */
  classification: z.string().default(''),
  cover: z.strictObject({ lines: z.array(labelled).default([]), organisation: z.string(), date: z.string() }),
  signaturePages: z.array(signaturePage).default([]),
  blocks: z.array(block),
  figures: z.array(figure).default([]),
})

/** Checked document; every inconsistency is reported at once. */
export const documentModel = shape.superRefine((document, context) => {
  for (const { path, message } of documentProblems(document)) context.addIssue({ code: 'custom', path, message })
})
export type DocumentModel = z.output<typeof shape>
/** What a writer of documents types: everything with a default may be left out. */
export type DocumentInput = z.input<typeof shape>

type Place = { path: Array<string | number>; message: string }

function documentProblems(document: DocumentModel): Place[] {
  const known = new Set(document.figures.map((one) => one.id))
  const problems: Place[] = []
  const report = (path: Array<string | number>, message: string) => { problems.push({ path, message }) }
  const cite = (path: Array<string | number>, figureId: string) => {
    if (!known.has(figureId)) report(path, `引用了不存在的数据项「${figureId}」：请在 figures 中给出它的值和来源`)
  }
  const read = (path: Array<string | number>, text: Content) => {
    for (const part of typeof text === 'string' ? [] : text) if (typeof part !== 'string' && 'figure' in part) cite(path, part.figure)
  }

  if (known.size < document.figures.length) {
    const twice = document.figures.map((one) => one.id).filter((one, at, all) => all.indexOf(one) !== at)
    report(['figures'], `数据项编号重复：${[...new Set(twice)].join('、')}`)
  }
  let inAnnex = false
  for (const [at, one] of document.blocks.entries()) {
    const path = ['blocks', at]
    switch (one.kind) {
      case 'annex': inAnnex = true; break
      case 'heading': if (inAnnex && one.level === 1) report(path, '附件之内只用二级、三级标题'); break
      case 'paragraph': case 'note': read(path, one.content); break
      case 'list': for (const item of one.items) read(path, item); break
      case 'keyFigures': for (const item of one.items) cite(path, item.figure); break
      case 'chart': for (const message of chartProblems(one.chart)) report(path, message); break
      case 'table':
        for (const [row, cells] of one.rows.entries()) {
          if (cells.length !== one.columns.length) report([...path, 'rows', row], `表「${one.caption}」第 ${row + 1} 行有 ${cells.length} 格，应为 ${one.columns.length} 格`)
          for (const cell of cells) read([...path, 'rows', row], cell)
        }
        break
      case 'pageBreak': break
    }
  }
  return problems
}
