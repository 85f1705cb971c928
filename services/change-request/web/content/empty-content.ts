import type { ContentBody, ContentKind, MaintainedContent } from '#shared/maintenance/maintained-content.ts'

/** One empty row of each list, so that every field of it is there to be filled. */
export const emptyRows = {
  articles: { number: '', text: '' },
  steps: { code: '', discretionClass: 'B', condition: '', measure: '', min: '0', max: '0', unit: '元' },
  pageFields: { section: '', name: '', label: '', type: 'text', isRequired: true, unit: '', options: [], help: '' },
  templateFields: { name: '', label: '', isRequired: true },
  paragraphs: { look: 'body', text: '' },
  items: { content: '', method: '', standard: '', powerCode: null },
} as const

const bodies: { readonly [K in ContentKind]: ContentBody<K> } = {
  law: { documentNo: '', issuedBy: '', articles: [{ ...emptyRows.articles }] },
  benchmark: { basisFinding: '', basisPenalty: '', steps: [{ ...emptyRows.steps }] },
  'reporting-page': { usedFor: '', fields: [{ ...emptyRows.pageFields, options: [] }] },
  'document-template': { phase: '检查', numberTemplate: '', fields: [], paragraphs: [{ look: 'title', text: '' }] },
  'check-sheet': { items: [{ ...emptyRows.items }] },
}

export function emptyContent(kind: ContentKind): MaintainedContent {
  return { kind, code: '', title: '', body: bodies[kind] } as MaintainedContent
}
