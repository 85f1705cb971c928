import type { z } from 'zod'
import { serviceTitle } from '#shared/services.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { DecisionKind, decisionSubject } from '../api.ts'

/** What the form holds: flat, so that every field has one name. */
export type DecisionValues = {
  kind: DecisionKind
  obligation?: string
  subsystem?: string
  service?: string
  periodKey?: string
  from?: string
  to?: string
  occurrences?: string[]
  ambiguity?: string
  option?: string
  decision?: string
  reason: string
  effectiveOn: string
  decidedByName: string
  decidedOn: string
  proof?: readonly File[]
}

type Decision = z.input<typeof decisionSubject>

/** Kinds whose subject is a span of occurrences. */
export const spanKinds = ['waiver', 'suspension', 'not-applicable', 'notice-excuses'] as const
export function isSpanKind(kind: string | undefined): kind is (typeof spanKinds)[number] {
  return (spanKinds as readonly string[]).includes(kind ?? '')
}

/** The decision as the server takes it; empty fields do not narrow. */
export function decisionOf(values: Partial<DecisionValues> & Pick<DecisionValues, 'kind'>): Decision {
  switch (values.kind) {
    case 'grouping': return { kind: 'grouping', subject: { occurrences: values.occurrences ?? [] } }
    case 'ambiguity-default': return { kind: 'ambiguity-default', subject: { ambiguity: values.ambiguity ?? '', option: values.option ?? '' } }
    case 'revocation': return { kind: 'revocation', subject: { decision: values.decision ?? '' } }
    default: {
      const { obligation, subsystem, service, periodKey, from, to } = values
      return { kind: values.kind, subject: Object.fromEntries(Object.entries({ obligation, subsystem, service, periodKey, from, to }).filter(([, value]) => value)) }
    }
  }
}

/** A recorded subject in words, for lists and confirmations. */
export function subjectWords(kind: string, subject: unknown): string {
  const of = (subject ?? {}) as Readonly<Record<string, unknown>>
  const text = (key: string) => (typeof of[key] === 'string' ? of[key] : undefined)
  switch (kind) {
    case 'grouping': return `${Array.isArray(of['occurrences']) ? of['occurrences'].length : 0} 项应办事项归并`
    case 'ambiguity-default': return `${text('ambiguity') ?? ''} 取「${text('option') ?? ''}」`
    case 'revocation': return `撤销决定 ${text('decision')?.slice(-6) ?? ''}`
    default: {
      const [from, to] = [text('from'), text('to')]
      const parts = [
        text('subsystem') && subsystemTitle(text('subsystem') ?? ''),
        text('service') && serviceTitle(text('service') ?? ''),
        text('obligation') && `义务 ${text('obligation')}`,
        text('periodKey') && `周期 ${text('periodKey')}`,
        (from || to) && `${from ?? ''} 至 ${to ?? ''}`,
      ].filter(Boolean)
      return parts.join('，') || '—'
    }
  }
}
