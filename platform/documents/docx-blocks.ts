import {
  AlignmentType, Bookmark, BorderStyle, HeadingLevel, HeightRule, ImageRun, InternalHyperlink, LineRuleType, Paragraph, SimpleField, Table, TableCell,
  TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType, type IParagraphOptions, type ITableCellOptions, type ParagraphChild,
} from 'docx'
import type { ComposedBlock, ComposedDocument, ComposedHeading, ComposedTable, Span } from '#shared/compose-document.ts'
import { TONE_COLOURS } from '#shared/state-marks.ts'
import { ACCENT, FACES, HEAD_FILL, QUIET, RULE, TEXT_TWIPS } from './docx-styles.ts'
import { chartHeight, CHART_WIDTH, renderChartPng } from './render-chart.ts'

type Child = Paragraph | Table
type Side = { style: (typeof BorderStyle)[keyof typeof BorderStyle]; size: number; color: string }
const NONE: Side = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const rule = (size: number, color = RULE): Side => ({ style: BorderStyle.SINGLE, size, color })
const BARE = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE }
const HEADING = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const
const hex = (colour: string) => colour.slice(1).toUpperCase()

/** Text with its line breaks; XML escaping is docx's, control characters are gone since composing. */
export function runs(text: string, look: { bold?: boolean; color?: string; size?: number; superScript?: boolean; font?: (typeof FACES)[keyof typeof FACES] } = {}): TextRun[] {
  return text.split('\n').map((line, at) => new TextRun({ ...look, text: line, ...(at > 0 ? { break: 1 } : {}) }))
}

function noteMark(note: number): InternalHyperlink {
  return new InternalHyperlink({ anchor: `source_${note}`, children: runs(`[${note}]`, { superScript: true, color: ACCENT }) })
}

function spanRuns(spans: Span[]): ParagraphChild[] {
  return spans.flatMap((span): ParagraphChild[] => [
    ...runs(span.text, { ...(span.strong ? { bold: true } : {}), ...(span.tone ? { color: hex(TONE_COLOURS[span.tone].ink) } : {}) }),
    ...(span.source === undefined ? [] : [noteMark(span.source)]),
  ])
}

/** Body of the document, in order. Lists and annexes get a numbering instance of their own. */
export function bodyBlocks(document: ComposedDocument): Child[] {
  const annexes = document.blocks.findIndex((block) => block.kind === 'heading' && block.annex > 0)
  const end = annexes < 0 ? document.blocks.length : annexes
  const opensPage = (block: ComposedBlock | undefined) => block?.kind === 'pageBreak' || (block?.kind === 'heading' && block.annex > 0 && block.level === 1)
  const draw = (block: ComposedBlock, at: number): Child[] => {
    const next = document.blocks[at + 1]
    if (block.kind === 'pageBreak' && (at === 0 || next === undefined || opensPage(next))) return []
    const drawn = drawBlock(block, at)
    return block.kind === 'table' || block.kind === 'keyFigures' ? [...drawn, gap(next === undefined || opensPage(next) ? 1 : 10)] : drawn
  }
  return [
    ...document.blocks.slice(0, end).flatMap(draw),
    ...(document.form === 'record' ? signatures(document, false) : []),
    ...document.blocks.slice(end).flatMap((block, at) => draw(block, at + end)),
  ]
}

function drawBlock(block: ComposedBlock, at: number): Child[] {
  switch (block.kind) {
    case 'heading': return [heading(block)]
    case 'paragraph': return [new Paragraph({ style: 'BodyText', children: spanRuns(block.spans) })]
    case 'list': return block.items.map((item) => new Paragraph({ style: 'ListText', numbering: { reference: block.ordered ? 'ordered' : 'bullets', level: 0, instance: at + 1 }, children: spanRuns(item) }))
    case 'table': return table(block)
    case 'chart': return [
      new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, spacing: { before: 0, line: 240, lineRule: LineRuleType.AUTO }, children: [chartImage(block)] }),
      caption('图', block, { keepNext: false, spacing: { before: 40, after: 240 } }),
    ]
    case 'keyFigures': return keyFigures(block.items)
    case 'note': {
      const { ink, tint } = TONE_COLOURS[block.tone]
      return [new Paragraph({ style: 'NoteText', shading: { fill: hex(tint) }, border: { left: { style: BorderStyle.SINGLE, size: 24, space: 8, color: hex(ink) } }, children: spanRuns(block.spans) })]
    }
    case 'pageBreak': return [new Paragraph({ pageBreakBefore: true, spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT } })]
  }
}

function heading(block: ComposedHeading): Paragraph {
  const opensAnnex = block.annex > 0 && block.level === 1
  const numbered = block.number !== '' && !opensAnnex
  return new Paragraph({
    heading: HEADING[block.level],
    ...(opensAnnex ? { pageBreakBefore: true } : {}),
    ...(numbered ? (block.annex > 0 ? { numbering: { reference: 'annex-headings', level: block.level - 1, instance: block.annex } } : {}) : { numbering: false }),
    children: runs(opensAnnex ? block.number + block.text : block.text),
  })
}

function caption(word: '表' | '图', block: { number: number; caption: string; source?: number }, options: IParagraphOptions): Paragraph {
  return new Paragraph({
    style: 'Caption', ...options,
    children: [...runs(`${word} `), new SimpleField(`SEQ ${word} \\* ARABIC`, String(block.number)), ...runs(`　${block.caption}`), ...(block.source === undefined ? [] : [noteMark(block.source)])],
  })
}

function chartImage(block: Extract<ComposedBlock, { kind: 'chart' }>): ImageRun {
  const width = (TEXT_TWIPS / 1440) * 96
  return new ImageRun({
    type: 'png', data: renderChartPng(block.chart),
    transformation: { width: Math.floor(width), height: Math.round((Math.floor(width) * chartHeight(block.chart)) / CHART_WIDTH) },
    altText: { name: `图 ${block.number}`, title: block.caption, description: block.chart.alternative || block.caption },
  })
}

/** Whole twips for each column, the rounding remainder in the last, so that the grid is exactly the text width. */
function columnTwips(shares: number[], total = TEXT_TWIPS): number[] {
  const sum = shares.reduce((before, share) => before + share, 0)
  const widths = shares.map((share) => Math.floor((total * share) / sum))
  const used = widths.reduce((before, width) => before + width, 0)
  return widths.map((width, at) => (at === widths.length - 1 ? width + total - used : width))
}

const cellMargins = { marginUnitType: WidthType.DXA, top: 40, bottom: 40, left: 90, right: 90 }
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const

function cell(width: number, paragraph: IParagraphOptions, options: Partial<ITableCellOptions> = {}): TableCell {
  return new TableCell({ width: { size: width, type: WidthType.DXA }, verticalAlign: VerticalAlignTable.CENTER, ...options, children: [new Paragraph(paragraph)] })
}

function table(block: ComposedTable): Child[] {
  const widths = columnTwips(block.columns.map((column) => column.width))
  const width = (at: number) => widths[at] ?? 0
  const head = new TableRow({
    tableHeader: true, cantSplit: true,
    children: block.columns.map((column, at) => cell(width(at), {
      style: 'TableHead', keepNext: true, alignment: ALIGN[column.align],
      children: [...runs(column.title), ...(column.unit === '' ? [] : runs(`\n（${column.unit}）`, { size: 16, font: FACES.song }))],
    }, { shading: { fill: HEAD_FILL }, borders: { top: rule(8, ACCENT), bottom: rule(4, ACCENT) } })),
  })
  const rows = block.rows.map((row, line) => new TableRow({
    cantSplit: row.every((spans) => spans.reduce((sum, span) => sum + span.text.length, 0) < 400),
    children: row.map((spans, at) => cell(width(at), {
      style: 'TableText', alignment: ALIGN[block.columns[at]?.align ?? 'left'],
      children: block.isSources && at === 0 ? [new Bookmark({ id: `source_${line + 1}`, children: spanRuns(spans) })] : spanRuns(spans),
    })),
  }))
  const none = new TableRow({ children: [cell(TEXT_TWIPS, { style: 'TableText', alignment: AlignmentType.CENTER, spacing: { before: 100, after: 100 }, children: runs(block.zeroRows, { color: QUIET }) }, { columnSpan: block.columns.length })] })
  return [
    caption('表', block, { keepNext: true, spacing: { before: 240, after: 100 } }),
    new Table({
      rows: [head, ...(rows.length > 0 ? rows : [none])],
      columnWidths: widths, width: { size: TEXT_TWIPS, type: WidthType.DXA }, layout: TableLayoutType.FIXED, margins: cellMargins,
      borders: { ...BARE, top: rule(8, ACCENT), bottom: rule(8, ACCENT), insideHorizontal: rule(4) },
    }),
  ]
}

/** An empty paragraph of so many points: two tables that touch would become one, and a section must not end in a table. */
const gap = (points: number) => new Paragraph({ spacing: { before: 0, after: 0, line: points * 20, lineRule: LineRuleType.EXACT }, run: { size: 2 }, children: [] })

function keyFigures(items: Extract<ComposedBlock, { kind: 'keyFigures' }>['items']): Child[] {
  const columns = items.length <= 4 ? items.length : items.length % 4 === 0 ? 4 : 3
  const widths = columnTwips(Array.from({ length: columns }, () => 1))
  const rows = Array.from({ length: Math.ceil(items.length / columns) }, (_, at) => items.slice(at * columns, (at + 1) * columns))
  return [
    new Table({
      columnWidths: widths, width: { size: TEXT_TWIPS, type: WidthType.DXA }, layout: TableLayoutType.FIXED,
      margins: { marginUnitType: WidthType.DXA, top: 90, bottom: 90, left: 150, right: 100 },
      borders: { ...BARE, insideVertical: rule(36, 'FFFFFF'), insideHorizontal: rule(36, 'FFFFFF') },
      rows: rows.map((row) => new TableRow({
        cantSplit: true,
        children: widths.map((width, at) => {
          const item = row[at]
          if (!item) return cell(width, { children: [] })
          const line = (children: ParagraphChild[], points = 13) => new Paragraph({ style: 'TableText', spacing: { before: 20, after: 20, line: points * 20, lineRule: LineRuleType.EXACT }, children })
          return new TableCell({
            width: { size: width, type: WidthType.DXA }, shading: { fill: 'F5F7F9' }, borders: { top: rule(12, ACCENT) },
            children: [
              line(runs(item.label, { size: 17, color: QUIET })),
              line([...runs(item.value, { size: 32, bold: true, color: ACCENT }), ...runs(item.unit === '' ? '' : ` ${item.unit}`), noteMark(item.source)], 22),
              line([...(item.state ? spanRuns([item.state]) : []), ...runs(`${item.state && item.note !== '' ? '　' : ''}${item.note}`, { size: 16, color: QUIET })]),
            ],
          })
        }),
      })),
    }),
  ]
}

/** Signature pages: a row a role, room for a hand-written name, a date and a seal. */
export function signatures(document: ComposedDocument, ownPage: boolean): Child[] {
  return document.signaturePages.flatMap((page): Child[] => {
    const widths = columnTwips([2.3, 1.8, 1.5, 1.8])
    const width = (at: number) => widths[at] ?? 0
    const center = { style: 'TableText', alignment: AlignmentType.CENTER } as const
    const row = (texts: string[], isHead: boolean) => new TableRow({
      cantSplit: true, ...(isHead ? { tableHeader: true } : { height: { value: ownPage ? 1304 : 850, rule: HeightRule.ATLEAST } }),
      children: texts.map((text, at) => cell(width(at), { ...center, keepNext: true, children: runs(text, isHead ? { font: FACES.hei } : at === 2 ? { color: QUIET } : { size: 20 }) }, isHead ? { shading: { fill: HEAD_FILL } } : {})),
    })
    return [
      new Paragraph({ style: 'PageHeading', keepNext: true, ...(ownPage ? { pageBreakBefore: true } : { spacing: { before: 300, after: 160 } }), children: runs(page.title) }),
      ...(page.note === '' ? [] : [new Paragraph({ style: 'BodyText', keepNext: true, children: runs(page.note) })]),
      new Table({
        rows: [row(['角色', '签字', '日期', '盖章'], true), ...page.roles.map((role) => row([role.label, '', '　　年　月　日', ''], false))],
        columnWidths: widths, width: { size: TEXT_TWIPS, type: WidthType.DXA }, layout: TableLayoutType.FIXED, margins: cellMargins,
        borders: { top: rule(4), bottom: rule(4), left: rule(4), right: rule(4), insideHorizontal: rule(4), insideVertical: rule(4) },
      }),
      gap(10),
    ]
  })
}

/** Cover of a report, or the head form of a record. */
export function opening(document: ComposedDocument): Child[] {
  const { cover } = document
  const bare = { margins: cellMargins, layout: TableLayoutType.FIXED } as const
  if (document.form === 'record') {
    const facts = [...cover.lines, { label: '单　　位', value: cover.organisation }, { label: '日　　期', value: cover.date }]
    const widths = columnTwips([22, 56, 22, 56])
    const rows = Array.from({ length: Math.ceil(facts.length / 2) }, (_, at) => [facts[2 * at], facts[2 * at + 1]].flatMap((fact) => [fact?.label ?? '', fact?.value ?? '']))
    return [
      new Paragraph({ style: 'Title', spacing: { before: 0, after: 120, line: 600, lineRule: LineRuleType.EXACT }, children: runs(document.title, { size: 40 }) }),
      ...(document.subtitle === '' ? [] : [new Paragraph({ style: 'Subtitle', spacing: { after: 160 }, children: runs(document.subtitle, { size: 24 }) })]),
      new Table({
        ...bare, columnWidths: widths, width: { size: TEXT_TWIPS, type: WidthType.DXA },
        borders: { top: rule(4), bottom: rule(4), left: rule(4), right: rule(4), insideHorizontal: rule(4), insideVertical: rule(4) },
        rows: rows.map((row) => new TableRow({ children: row.map((text, at) => cell(widths[at] ?? 0, { style: 'TableText', children: runs(text, at % 2 === 0 ? { color: QUIET } : {}) }, at % 2 === 0 ? { shading: { fill: HEAD_FILL } } : {})) })),
      }),
      gap(10),
    ]
  }
  const widths = columnTwips([30, 94], 7030)
  const centred = (text: string, before: number) => new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before, after: 60 }, children: runs(text, { size: 28, font: FACES.kai }) })
  return [
    new Paragraph({ children: runs(document.classification, { font: FACES.hei, size: 26 }) }),
    new Paragraph({ style: 'Title', children: runs(document.title) }),
    new Paragraph({ style: 'Subtitle', children: runs(document.subtitle) }),
    new Paragraph({ spacing: { before: 100, after: 2000 }, indent: { left: 3200, right: 3200 }, border: { bottom: { style: BorderStyle.SINGLE, size: 10, space: 1, color: ACCENT } }, children: [] }),
    new Table({
      ...bare, alignment: AlignmentType.CENTER, columnWidths: widths, width: { size: 7030, type: WidthType.DXA }, borders: BARE,
      rows: cover.lines.map((fact) => new TableRow({ children: [fact.label, fact.value].map((text, at) => cell(widths[at] ?? 0, { children: runs(text, at === 0 ? { color: QUIET } : {}) })) })),
    }),
    centred(cover.organisation, 2200),
    centred(cover.date, 60),
  ]
}
