import { ConnectorError, type Answer, type QueryRows } from './connector.ts'
import { scalarOf } from './json-pointer.ts'
import type { Measured } from './limit-door.ts'

/** What every SQL door can measure of itself. */
export type SessionMeasure = 'connect-ms' | 'round-trip-ms' | 'account-read-only'

export type SqlSessionFacts = { readonly connectMs: number; readonly version: string; roundTrip(): Promise<unknown>; prove(): Promise<{ readonly isReadOnly: boolean; readonly lines: readonly string[] }> }

export async function measureSession(measure: SessionMeasure, { connectMs, version, roundTrip, prove }: SqlSessionFacts): Promise<Measured> {
  switch (measure) {
    case 'connect-ms':
      return { value: inHundredths(connectMs), unit: 'ms', raw: { connectMs, version } }
    case 'round-trip-ms': {
      const startedAt = performance.now()
      await roundTrip()
      const roundTripMs = performance.now() - startedAt
      return { value: inHundredths(roundTripMs), unit: 'ms', raw: { roundTripMs } }
    }
    case 'account-read-only': {
      const proof = await prove()
      return { value: proof.isReadOnly, raw: proof }
    }
  }
}

/** The cell that a question is about: the named column of the first row, else its first; `shape` says what the engine's driver means by it. */
export function scalarAnswer(raw: QueryRows, question: { readonly column?: string | undefined; readonly unit?: string | undefined }, shape: (cell: unknown, at: number) => Answer['value']): Measured {
  const at = question.column === undefined ? 0 : raw.columns.indexOf(question.column)
  if (at < 0) throw new ConnectorError('bad-answer', `目标应答无法识别：结果中没有列 ${question.column}，只有 ${raw.columns.join('、')}`)
  return { value: shape(raw.rows[0]?.[at], at), ...(question.unit === undefined ? {} : { unit: question.unit }), raw }
}

/** Aggregates (DECIMAL) and SHOW arrive as text; a plain number in text is a number, as a leading zero is not. */
export function numberInText(cell: unknown): Answer['value'] {
  const value = scalarOf(cell)
  return typeof value === 'string' && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? Number(value) : value
}

function inHundredths(value: number): number {
  return Math.round(value * 100) / 100
}
