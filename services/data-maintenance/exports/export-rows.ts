import { createHash } from 'node:crypto'
import type { ExportColumn, ExportRow, ExportValue } from '#platform/documents/export-column.ts'
import type { SensitivityClass } from '#shared/catalogue/propose-classes.ts'
import { maskValue, type MaskRule } from './mask-value.ts'
import type { Result, ResultColumn } from './stream-rows.ts'
import type { ColumnClass, ColumnSource } from './trace-classes.ts'

/** A column as it is delivered. `rule` null: shown as it is, by approval. */
export type DeliveredColumn = { readonly name: string; readonly kind: ResultColumn['kind']; readonly rule: MaskRule | null; readonly by: ColumnSource | 'approved' }

export function deliveredColumns(columns: readonly ResultColumn[], classes: readonly ColumnClass[], unmasked: readonly string[]): DeliveredColumn[] {
  return columns.map(({ name, kind }, at) => {
    const { rule, by } = classes[at] ?? { rule: 'content', by: 'content' }
    return unmasked.includes(name) ? { name, kind, rule: null, by: 'approved' } : { name, kind, rule, by }
  })
}

/** Where unmasking was asked for, the class that is then shown; for the approver's eyes. */
export const classOf = (rule: MaskRule): SensitivityClass | null => (rule === 'content' || rule === 'hidden' ? null : rule)

/** Text of a value as the engine gave it; what the driver made of it is undone the same way each time, so that a digest can be compared. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Buffer.isBuffer(value)) return value.toString('hex')
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

export function maskedRow(columns: readonly DeliveredColumn[], row: readonly unknown[]): Array<string | null> {
  return columns.map(({ rule, kind }, at) => {
    const text = textOf(row[at])
    return rule === null ? text : maskValue(rule, text, kind)
  })
}

/** What was seen while the rows went by: how many, their digest, and the sums of the key figures. */
export type RowTally = { rows: number; readonly figures: Record<string, number>; digest(): string }

export type TallyOptions = { readonly figureColumns?: readonly string[]; readonly maxRows?: number | undefined }

/** More rows than may leave: told before they do. */
export class TooManyRows extends Error {
  readonly rows: number
  constructor(rows: number) {
    super(`多于批准的行数：已读到 ${rows} 行，全部作废`)
    this.rows = rows
  }
}

/** Masked rows in batches, counted and digested as they pass; figures are those of the true values. */
export function passRows(result: Result, columns: readonly DeliveredColumn[], { figureColumns = [], maxRows }: TallyOptions = {}): { tally: RowTally; batches: AsyncGenerator<Array<Array<string | null>>> } {
  const hash = createHash('sm3').update(JSON.stringify(columns.map(({ name, kind }) => [name, kind])))
  const places = figureColumns.map((name) => [name, columns.findIndex((column) => column.name === name)] as const)
  const tally: RowTally = { rows: 0, figures: Object.fromEntries(figureColumns.map((name) => [name, 0])), digest: () => hash.copy().digest('hex') }
  return {
    tally,
    batches: (async function* batches() {
      for await (const batch of result.rows) {
        tally.rows += batch.length
        if (maxRows !== undefined && tally.rows > maxRows) throw new TooManyRows(tally.rows)
        const masked = batch.map((row) => maskedRow(columns, row))
        hash.update(JSON.stringify(masked))
        for (const [name, at] of places) for (const row of batch) tally.figures[name] = (tally.figures[name] ?? 0) + Number(textOf(row[at]) ?? 0)
        yield masked
      }
    })(),
  }
}

const DIGITS_OF_A_NUMBER = 15

export function exportColumns(columns: readonly DeliveredColumn[]): ExportColumn[] {
  return columns.map(({ name, kind }) => ({ title: name, type: isNumber(kind) ? 'number' : kind === 'date' || kind === 'instant' ? 'date' : 'text' }))
}

/** Cells for a renderer: numbers that a spreadsheet would round stay text, instants without a zone are those of the business. */
export async function* exportCells(format: 'xlsx' | 'csv', columns: readonly DeliveredColumn[], batches: AsyncIterable<Array<Array<string | null>>>): AsyncGenerator<ExportRow> {
  for await (const batch of batches) for (const row of batch) yield row.map((value, at) => cellOf(format, columns[at]?.kind ?? 'text', value))
}

function cellOf(format: 'xlsx' | 'csv', kind: ResultColumn['kind'], value: string | null): ExportValue {
  if (value === null) return null
  if (isNumber(kind) && format === 'xlsx' && /^-?\d+(\.\d+)?$/.test(value) && value.replace(/\D/g, '').length <= DIGITS_OF_A_NUMBER) return Number(value)
  if (kind === 'instant') return value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)?(:?\d\d)?$/, (_all, day: string, time: string, hours?: string, minutes?: string) => `${day}T${time}${hours === undefined ? '+08:00' : `${hours}:${(minutes ?? '00').replace(':', '')}`}`)
  if (kind === 'boolean') return value === 't' || value === 'true' ? '是' : value === 'f' || value === 'false' ? '否' : value
  return value
}

function isNumber(kind: ResultColumn['kind']): boolean {
  return kind === 'integer' || kind === 'decimal'
}
