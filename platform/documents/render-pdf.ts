import { readFileSync } from 'node:fs'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { composeDocument, type ComposedBlock, type ComposedTable, type Span } from '#shared/compose-document.ts'
import type { DocumentModel } from '#shared/document-model.ts'
import { fontFiles } from './assert-fonts.ts'
import { renderChartSvg } from './render-chart.ts'

const TEMPLATE = readFileSync(new URL('document.typ', import.meta.url), 'utf8')
/** Width of the text on the page and of one 9 pt Latin letter, in points: decides which words a cell must break. */
const TEXT_WIDTH = 442
const CELL_PADDING = 9
const LETTER = 5.8

let compiler: NodeCompiler | undefined

/**
 * PDF (A4) of a document; the same model and hash give the same bytes.
 * Blocks the thread for the whole compilation (about 0.1 s, 1 s for 2,000 table rows; the first load of the native
 * compiler takes seconds): servers call it through `openDocumentRenderer`, never on the event loop.
 * @param hash check value of the frozen document, printed in every footer
 */
export function renderPdf(document: DocumentModel, hash: string): Buffer {
  const composed = composeDocument(document)
  const data = {
    ...composed,
    hash,
    kind: breakLongWords(composed.kind, 20),
    title: breakLongWords(composed.title, 18),
    subtitle: breakLongWords(composed.subtitle, 30),
    number: breakLongWords(composed.number, 40),
    version: breakLongWords(composed.version, 20),
    classification: breakLongWords(composed.classification, 30),
    cover: {
      organisation: breakLongWords(composed.cover.organisation, 30),
      date: breakLongWords(composed.cover.date, 30),
      lines: composed.cover.lines.map((line) => ({ label: breakLongWords(line.label, 6), value: breakLongWords(line.value, composed.form === 'record' ? 16 : 30) })),
    },
    signaturePages: composed.signaturePages.map((page) => ({ title: breakLongWords(page.title, 24), note: breakLongWords(page.note, 36), roles: page.roles.map((role) => ({ label: breakLongWords(role.label, 14) })) })),
    blocks: composed.blocks.map(forTypst),
  }
  compiler ??= NodeCompiler.create({ fontArgs: fontFiles().map((file) => ({ fontBlobs: [readFileSync(file)] })) })
  try {
    const result = compiler.compile({ mainFileContent: TEMPLATE, inputs: { document: JSON.stringify(data) } })
    const compiled = result.result
    if (!compiled) {
      const failure = result.takeDiagnostics()
      const lines = failure ? compiler.fetchDiagnostics(failure) : []
      throw new Error(`PDF 排版失败：${document.title}（${document.number}）：${JSON.stringify(lines).slice(0, 2_000)}`)
    }
    return compiler.pdf(compiled)
  } finally {
    compiler.evictCache(2) // the compiler remembers earlier documents without limit otherwise
  }
}

function forTypst(block: ComposedBlock): unknown {
  switch (block.kind) {
    case 'chart': return { kind: 'chart', number: block.number, caption: block.caption, source: block.source, svg: renderChartSvg(block.chart), alternative: block.chart.alternative || block.caption }
    case 'table': return breakTable(block)
    case 'paragraph': case 'note': return { ...block, spans: breakSpans(block.spans, 36) }
    case 'list': return { ...block, items: block.items.map((item) => breakSpans(item, 34)) }
    case 'heading': return { ...block, text: breakLongWords(block.text, 30) }
    case 'keyFigures': return { ...block, items: block.items.map((item) => ({ ...item, label: breakLongWords(item.label, 12), value: breakLongWords(item.value, 8), note: breakLongWords(item.note, 14) })) }
    case 'pageBreak': return block
  }
}

function breakTable(table: ComposedTable): ComposedTable {
  const shares = table.columns.reduce((sum, column) => sum + column.width, 0)
  const fits = table.columns.map((column) => Math.max(2, Math.floor(((TEXT_WIDTH * column.width) / shares - CELL_PADDING) / LETTER)))
  return {
    ...table,
    columns: table.columns.map((column, at) => ({ ...column, title: breakLongWords(column.title, fits[at] ?? 8) })),
    rows: table.rows.map((row) => row.map((cell, at) => breakSpans(cell, fits[at] ?? 8))),
  }
}

function breakSpans(spans: Span[], longest: number): Span[] {
  return spans.map((span) => ({ ...span, text: breakLongWords(span.text, longest) }))
}

/**
 * Zero-width spaces in words longer than a line holds (hashes, paths, host names), which Typst would let run over the
 * edge: after their own joints where they have any, else anywhere.
 */
export function breakLongWords(text: string, longest: number): string {
  return text.replace(/[^\s\u2E80-\u9FFF\uF900-\uFFEF\u{20000}-\u{3FFFF}]+/gu, (word) => {
    if (word.length <= longest) return word
    return word
      .split(/(?<=[_/.:;,=@&?-])/u)
      .map((part) => (part.length <= longest ? part : Array.from(part).join('\u200B')))
      .join('\u200B')
  })
}
