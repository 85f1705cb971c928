import type { ReactNode } from 'react'
import { useRead } from '#web/kit/client/use-read.ts'
import type { ListColumn } from '#web/kit/list/list-column.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { Money } from '#web/kit/value/money.tsx'
import { referenceApi } from '../api.ts'
import type { Column } from './entity.ts'
import { stateTone } from './state-tone.ts'

export type Row = Readonly<Record<string, unknown>>

/** A field of a row, written as its column says. */
export function cell(column: Column, row: Row): ReactNode {
  const value = row[column.key]
  if (value === null || value === undefined || value === '') return <span className="x-soft">—</span>
  if (column.dictionary) return <CodeTitle dictionary={column.dictionary} code={textOf(value)} />
  if (column.words) return column.words[textOf(value)] ?? textOf(value)
  switch (column.look) {
    case 'state': return <StateTag word={textOf(row['stateTitle'] ?? value)} tone={stateTone(textOf(value))} />
    case 'date': return <DateText value={textOf(value)} />
    case 'instant': return <InstantText value={textOf(value)} />
    case 'yuan': return <Money value={amountOf(value)} />
    case 'ten-thousand-yuan': return <Money value={amountOf(value)} unit="万元" />
    case 'number': return formatNumber(Number(value))
    case 'percent': return `${formatNumber(Number(value))}%`
    case 'rate': return `${formatNumber(Number(value) * 100)}%`
    case 'yes': return value === true ? '是' : '否'
    case 'titles': return Array.isArray(value) ? value.join('、') : textOf(value)
    case 'mono': return <span className="x-mono">{textOf(value)}</span>
    default: return textOf(value)
  }
}

/** Columns keep more places than people read: zeros beyond the second go. */
function amountOf(value: unknown): string {
  return textOf(value).replace(/(\.\d{2}\d*?)0+$/, '$1')
}

/** Pixels that a value of known length needs; names and sentences share what is left. */
const WIDTHS: Readonly<Partial<Record<NonNullable<Column['look']>, number>>> = { state: 104, date: 132, instant: 164, number: 88, percent: 88, rate: 88, yes: 80, yuan: 120, 'ten-thousand-yuan': 120, mono: 176 }

/** The same as a column of a list. The server sorts by every field but those that hold several values. */
export function listColumn(column: Column, heading: string): ListColumn<Row> {
  const { key, title, look, isExtra } = column
  const isFigure = look === 'number' || look === 'percent' || look === 'rate' || look === 'yuan' || look === 'ten-thousand-yuan'
  return {
    key, title,
    render: (row) => cell(column, row),
    canSort: look !== 'titles',
    align: isFigure ? 'right' : 'left',
    ...(look && key !== heading && WIDTHS[look] ? { width: WIDTHS[look] } : {}),
    isExtra: isExtra ?? false,
    card: key === heading ? 'heading' : look === 'state' ? 'state' : look === 'titles' ? 'wide' : 'line',
  }
}

function CodeTitle({ dictionary, code }: { dictionary: string; code: string }) {
  const { data } = useRead(referenceApi, 'reference')
  return data?.dictionaries.find((one) => one.code === dictionary)?.entries.find((entry) => entry.code === code)?.title ?? code
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}
