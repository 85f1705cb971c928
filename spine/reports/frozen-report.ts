import { documentModel, type DocumentModel } from '#shared/document-model.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { FigureFrame } from './figure-query.ts'

/** Everything that a version of a report says and everything needed to ask its questions again. */
export type FrozenReport = {
  readonly document: DocumentModel
  /** Name → SQL text, as it was when the report was built. */
  readonly queries: Readonly<Record<string, string>>
  readonly frame: FigureFrame
}

/** The one text of a frozen report and its digest, which is printed in the footer of every page. */
export function freezeReport({ document, queries, frame }: FrozenReport): { readonly text: string; readonly hash: string } {
  const text = canonicalJson({ document, queries, frame: { ...frame, asOf: frame.asOf.toISOString() } })
  return { text, hash: sm3(text) }
}

export function thawReport(text: string): FrozenReport {
  const frozen = JSON.parse(text) as { document: unknown; queries: Record<string, string>; frame: Omit<FigureFrame, 'asOf'> & { asOf: string } }
  return { document: documentModel.parse(frozen.document), queries: frozen.queries, frame: { ...frozen.frame, asOf: new Date(frozen.frame.asOf) } }
}
