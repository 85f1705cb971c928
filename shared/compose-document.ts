import { formatInstant } from './instant.ts'
import type { Block, Content, DocumentModel, Figure, Source } from './document-model.ts'
import type { ChartSpec } from './chart-spec.ts'
import { printableText } from './printable-text.ts'
import { STATE_MARKS, type StateCode, type Tone } from './state-marks.ts'

/**
 * From a document model to what is printed: numbers of headings, tables, charts and sources are settled once,
 * so that Word, PDF and browser cannot differ in them. All text is printable (see printable-text.ts).
 */

/** A run of text of one look; `source` is the note number of the row in 数据来源 it leads to. */
export type Span = { text: string; strong?: true; tone?: Tone; source?: number }
export type ComposedColumn = { title: string; unit: string; align: 'left' | 'center' | 'right'; width: number }
export type ComposedTable = {
  kind: 'table'
  caption: string
  number: number
  source?: number
  columns: ComposedColumn[]
  rows: Span[][][]
  zeroRows: string
  /** Rows are the sources themselves: row n carries the anchor `source-n`. */
  isSources: boolean
}
export type ComposedHeading = {
  kind: 'heading'
  level: 1 | 2 | 3
  /** `一、`, `（二）`, `3. `; for an annex `附件 1  `; empty when not numbered. */
  number: string
  text: string
  anchor: string
  /** 0 in the body, n inside annex n; the annex's own heading is level 1. */
  annex: number
}
export type ComposedBlock =
  | ComposedHeading
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | ComposedTable
  | { kind: 'chart'; caption: string; number: number; source?: number; chart: ChartSpec }
  | { kind: 'keyFigures'; items: Array<{ label: string; value: string; unit: string; source: number; note: string; state?: Span }> }
  | { kind: 'note'; tone: Tone; spans: Span[] }
  | { kind: 'pageBreak' }

export type ComposedDocument = Pick<DocumentModel, 'form' | 'kind' | 'title' | 'subtitle' | 'number' | 'version' | 'classification' | 'signaturePages'> & {
  cover: { lines: Array<{ label: string; value: string }>; organisation: string; date: string }
  blocks: ComposedBlock[]
  /** Figure behind each note of 数据来源, in the order of the notes; null where the note is about a table or chart. */
  figureNotes: Array<string | null>
}

const DIGITS = '零一二三四五六七八九'

/** 1 → 一, 12 → 十二, 35 → 三十五 (1 to 99, as headings are numbered in GB/T 9704-2012, 7.3.3). */
export function chineseNumber(value: number): string {
  const [tens, units] = [Math.floor(value / 10), value % 10]
  return (tens > 1 ? DIGITS[tens] : '') + (tens > 0 ? '十' : '') + (units > 0 || tens === 0 ? DIGITS[units] : '')
}

/** `1,234.5`: a number with thousands separators, as many decimals as it has; a string unchanged. */
export function formatFigureValue(value: number | string): string {
  if (typeof value === 'string') return printableText(value)
  const [whole = '', decimals] = String(value).split('.')
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}

/** A state as text: mark and word, in its tone. */
export function stateSpan(code: StateCode): Span {
  const { mark, title, tone } = STATE_MARKS[code]
  return { text: printableText(`${mark} ${title}`), tone }
}

const FIGURE_KEY = 'figure '

type SourceRow = { label: string; value: string; source: Source }

export function composeDocument(document: DocumentModel): ComposedDocument {
  const figures = new Map(document.figures.map((one) => [one.id, one]))
  const rows: SourceRow[] = []
  const noteOf = new Map<string, number>()
  const noteFor = (key: string, row: () => SourceRow): number => {
    let note = noteOf.get(key)
    if (note === undefined) {
      note = rows.push(row())
      noteOf.set(key, note)
    }
    return note
  }
  const cite = (id: string): { figure: Figure; note: number; value: string } => {
    const figure = figures.get(id)
    if (!figure) throw new TypeError(`Document cites figure "${id}", which it does not have: parse it with documentModel first`)
    const value = formatFigureValue(figure.value)
    return { figure, value, note: noteFor(`${FIGURE_KEY}${id}`, () => ({ label: figure.label, value: withUnit(value, figure.unit), source: figure.source })) }
  }
  const spans = (text: Content): Span[] => (typeof text === 'string' ? [text] : text).map((part): Span => {
    if (typeof part === 'string') return { text: printableText(part) }
    if ('text' in part) return { text: printableText(part.text), strong: true }
    if ('state' in part) return stateSpan(part.state)
    const { figure, value, note } = cite(part.figure)
    return { text: withUnit(value, figure.unit), source: note }
  })

  const counters = { heading: [0, 0, 0], annex: 0, table: 0, chart: 0, anchor: 0 }
  const heading = (level: 1 | 2 | 3, text: string, numbered: boolean): ComposedHeading => {
    const count = counters.heading
    if (numbered) {
      count[level - 1] = (count[level - 1] ?? 0) + 1
      count.fill(0, level)
    }
    return { kind: 'heading', level, number: numbered ? headingNumber(level, count, counters.annex > 0) : '', text: printableText(text), anchor: `heading-${++counters.anchor}`, annex: counters.annex }
  }
  const openAnnex = (title: string): ComposedHeading => {
    counters.annex += 1
    counters.heading.fill(0)
    return { ...heading(1, title, false), number: `附件 ${counters.annex}　` }
  }

  const compose = (block: Block): ComposedBlock => {
    switch (block.kind) {
      case 'heading': return heading(block.level, block.text, block.numbered)
      case 'annex': return openAnnex(block.title)
      case 'paragraph': return { kind: 'paragraph', spans: spans(block.content) }
      case 'note': return { kind: 'note', tone: block.tone, spans: spans(block.content) }
      case 'list': return { kind: 'list', ordered: block.ordered, items: block.items.map(spans) }
      case 'pageBreak': return block
      case 'keyFigures':
        return {
          kind: 'keyFigures',
          items: block.items.map((item) => {
            const { figure, value, note } = cite(item.figure)
            return { label: printableText(figure.label), value, unit: printableText(figure.unit), source: note, note: printableText(item.note), ...(item.state && { state: stateSpan(item.state) }) }
          }),
        }
      case 'chart': {
        const number = ++counters.chart
        const { source } = block
        const note = source && noteFor(`chart ${number}`, () => ({ label: `图 ${number}　${printableText(block.chart.title)}`, value: '见图', source }))
        return { kind: 'chart', number, caption: printableText(block.chart.title), chart: printableChart(block.chart), ...(note && { source: note }) }
      }
      case 'table': {
        const number = ++counters.table
        const { source } = block
        const note = source && noteFor(`table ${number}`, () => ({ label: `表 ${number}　${printableText(block.caption)}`, value: '见表', source }))
        return {
          kind: 'table', number, caption: printableText(block.caption), isSources: false, zeroRows: printableText(block.zeroRows), ...(note && { source: note }),
          columns: block.columns.map((column) => ({ title: printableText(column.title), unit: printableText(column.unit), align: column.align, width: column.width })),
          rows: block.rows.map((cells) => cells.map(spans)),
        }
      }
    }
  }

  const blocks = document.blocks.map(compose)
  for (const one of document.figures) cite(one.id) // figures nobody cited are still accounted for, last
  if (rows.length > 0) blocks.push(openAnnex('数据来源'), sourcesTable(++counters.table, rows))
  return {
    form: document.form,
    kind: printableText(document.kind),
    title: printableText(document.title),
    subtitle: printableText(document.subtitle),
    number: printableText(document.number),
    version: printableText(document.version),
    classification: printableText(document.classification),
    signaturePages: document.signaturePages.map((page) => ({
      title: printableText(page.title),
      note: printableText(page.note),
      roles: page.roles.map((role) => ({ label: printableText(role.label) })),
    })),
    cover: {
      organisation: printableText(document.cover.organisation),
      date: printableText(document.cover.date),
      lines: [
        { label: '文档编号', value: printableText(document.number) },
        { label: '版　　本', value: printableText(document.version) },
        ...document.cover.lines.map((line) => ({ label: printableText(line.label), value: printableText(line.value) })),
      ],
    },
    blocks,
    figureNotes: [...noteOf.keys()].map((key) => (key.startsWith(FIGURE_KEY) ? key.slice(FIGURE_KEY.length) : null)),
  }
}

function withUnit(value: string, unit: string): string {
  const gap = /^[A-Za-z]/.test(unit) ? ' ' : ''
  return value + gap + printableText(unit)
}

function headingNumber(level: number, [first = 0, second = 0, third = 0]: number[], inAnnex: boolean): string {
  if (level === 1) return `${chineseNumber(first)}、`
  if (level === 2) return inAnnex ? `${second}. ` : `（${chineseNumber(second)}）`
  return inAnnex ? `${second}.${third} ` : `${third}. `
}

/** Text inside a chart passes the same door as all other text. */
function printableChart(chart: ChartSpec): ChartSpec {
  return JSON.parse(JSON.stringify(chart, (_key, value: unknown) => (typeof value === 'string' ? printableText(value) : value))) as ChartSpec
}

const SOURCE_COLUMNS: ComposedColumn[] = [
  { title: '注', unit: '', align: 'center', width: 0.55 },
  { title: '数据项', unit: '', align: 'left', width: 2 },
  { title: '数值', unit: '', align: 'right', width: 1.3 },
  { title: '查询与参数', unit: '', align: 'left', width: 3 },
  { title: '证据编号', unit: '', align: 'left', width: 2 },
  { title: '统计截至', unit: '', align: 'center', width: 1.5 },
]

function sourcesTable(number: number, rows: SourceRow[]): ComposedTable {
  return {
    kind: 'table', number, caption: '正文数据项、图、表的来源', isSources: true, zeroRows: '', columns: SOURCE_COLUMNS,
    rows: rows.map(({ label, value, source }, at) => [
      String(at + 1), label, value, describeQuery(source),
      source.evidence.length > 0 ? source.evidence.join('、') : '无',
      formatInstant(new Date(source.asOf)).slice(0, 16).replace('T', ' '),
    ].map((text) => [{ text: printableText(text) }])),
  }
}

function describeQuery({ query, parameters }: Source): string {
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  return given.length > 0 ? `${query}\n${given.join('；')}` : query
}
