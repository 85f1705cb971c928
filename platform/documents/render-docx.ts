import { BorderStyle, Document, Footer, Header, LineRuleType, Packer, PageNumber, Paragraph, TableOfContents, TabStopType, TextRun } from 'docx'
import { estimatePageNumbersWith } from 'docx/layout'
import { composeDocument, type ComposedDocument } from '#shared/compose-document.ts'
import type { DocumentModel, Source } from '#shared/document-model.ts'
import { bodyBlocks, opening, runs, signatures } from './docx-blocks.ts'
import { numbering, PAGE, RULE, styles, TEXT_TWIPS } from './docx-styles.ts'
import { settleDocx } from './settle-docx.ts'

/**
 * Word document (DOCX) with real styles, a filled table of contents, captions as SEQ fields and note links.
 * The same model and hash give the same bytes. Page numbers of the contents are computed from an estimated layout,
 * so Word opens without asking to update fields; 更新域 (F9) settles them where the fonts of a machine differ.
 * Takes one to a few seconds for a report, nearly all of it the estimated layout, and blocks its thread: servers call it through `openDocumentRenderer`.
 * @param hash check value of the frozen document, printed in every footer
 */
export async function renderDocx(model: DocumentModel, hash: string): Promise<Buffer> {
  const document = composeDocument(model)
  const isReport = document.form === 'report'
  const packed = await Packer.toBuffer(new Document({
    title: document.title, subject: document.kind, keywords: `${document.number} ${document.version}`, creator: document.cover.organisation, lastModifiedBy: document.cover.organisation, description: hash,
    styles, numbering,
    compatibility: { version: 15 },
    ...(isReport ? { pageNumbers: estimatePageNumbersWith({ guess: true }) } : {}), // slow for long tables, and a record has no contents
    sections: [{
      properties: { titlePage: isReport, page: { size: { width: PAGE.width, height: PAGE.height }, margin: PAGE.margin } },
      headers: { default: pageHeader(document), ...(isReport ? { first: new Header({ children: [new Paragraph({ children: [] })] }) } : {}) },
      footers: { default: pageFooter(hash, true), ...(isReport ? { first: pageFooter(hash, false) } : {}) },
      children: [
        ...opening(document),
        ...(isReport ? [...signatures(document, true), ...contents()] : []),
        ...bodyBlocks(document),
      ],
    }],
  }))
  return settleDocx(packed, latestMoment(model))
}

const across = [{ type: TabStopType.RIGHT, position: TEXT_TWIPS }]

function pageHeader(document: ComposedDocument): Header {
  return new Header({ children: [new Paragraph({
    style: 'Header', tabStops: across, border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 4, color: RULE } },
    children: [...runs(`${document.kind}　${document.title}`), new TextRun({ children: ['\t'] }), ...runs(`${document.number}　${document.version}`)],
  })] })
}

function pageFooter(hash: string, withPage: boolean): Footer {
  return new Footer({ children: [new Paragraph({
    style: 'Footer', tabStops: across, border: { top: { style: BorderStyle.SINGLE, size: 4, space: 4, color: RULE } },
    children: [
      ...runs(`文档校验值 ${hash}`),
      ...(withPage ? [new TextRun({ children: ['\t第 ', PageNumber.CURRENT, ' 页　共 ', PageNumber.TOTAL_PAGES, ' 页'] })] : []),
    ],
  })] })
}

function contents(): Array<Paragraph | TableOfContents> {
  return [
    new Paragraph({ style: 'PageHeading', pageBreakBefore: true, children: runs('目　录') }),
    new TableOfContents('目录', { hyperlink: true, headingStyleRange: '1-2' }),
    new Paragraph({ pageBreakBefore: true, spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT }, children: [] }),
  ]
}

/** The last moment up to which the document counted facts: its date in the file properties, since files must not carry the time of rendering. */
function latestMoment(model: DocumentModel): Date {
  const sources: Source[] = [...model.figures.map((one) => one.source), ...model.blocks.flatMap((block) => ('source' in block && block.source ? [block.source] : []))]
  return new Date(Math.max(Date.UTC(2000, 0, 1), ...sources.map((source) => Date.parse(source.asOf))))
}
