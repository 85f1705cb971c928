import { documentModel, type DocumentModel } from '#shared/document-model.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { AskedRows } from '#spine/service.ts'
import type { FigureFrame } from './figure-query.ts'

/** Everything that a version of a report says and everything needed to ask its questions again. */
export type FrozenReport = {
  readonly document: DocumentModel
  /** Name → SQL text, as it was when the report was built. */
  readonly queries: Readonly<Record<string, string>>
  readonly frame: FigureFrame
  /** Rows behind tables and charts; none in versions built before they were kept. */
  readonly asked: readonly AskedRows[]
}

/** The one text of a frozen report and its digest, which is printed in the footer of every page. */
export function freezeReport({ document, queries, frame, asked }: FrozenReport): { readonly text: string; readonly hash: string } {
  const text = canonicalJson({ document, queries, asked, frame: { ...frame, asOf: frame.asOf.toISOString() } })
  return { text, hash: sm3(text) }
}

export function thawReport(text: string): FrozenReport {
  const frozen = JSON.parse(text) as { document: unknown; queries: Record<string, string>; asked?: AskedRows[]; frame: Omit<FigureFrame, 'asOf'> & { asOf: string } }
  return { document: documentModel.parse(frozen.document), queries: frozen.queries, asked: frozen.asked ?? [], frame: { ...frozen.frame, asOf: new Date(frozen.frame.asOf) } }
}
