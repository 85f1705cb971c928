import { StateTag } from '#web/kit/state/state-tag.tsx'
import { decisionState, documentState, type DocumentState } from '../api.ts'

const documentTones = { none: 'muted', draft: 'caution', accepted: 'good', stale: 'bad' } as const
const decisionTones = { proposed: 'caution', confirmed: 'good', rejected: 'muted' } as const

export function DocumentTag({ state, href }: { state: DocumentState; href?: string }) {
  return <StateTag word={documentState.titles[state]} tone={documentTones[state]} href={href} />
}

export function DecisionTag({ state }: { state: keyof typeof decisionTones }) {
  return <StateTag word={decisionState.titles[state]} tone={decisionTones[state]} />
}

/** Address of a table's page, whatever characters its names have. */
export function tableHref(componentId: string, schema: string, table: string): string {
  return `/data-inventory/databases/${componentId}/table?${new URLSearchParams({ schema, table }).toString()}`
}

export function placeName(schema: string, table: string): string {
  return schema === '' || schema === 'public' ? table : `${schema}.${table}`
}
