import type { CallState } from './api.ts'
import type { TelephoneEventKind } from './telephone-event.ts'

export type SeenEvent = { readonly kind: TelephoneEventKind; readonly at: Date; readonly agent: string }
export type DerivedCall = { readonly state: CallState; readonly beganAt: Date; readonly answeredAt: Date | null; readonly overAt: Date | null; readonly agent: string }

/**
 * What is known of a call from all its events, in whatever order they came. An exchange sends `ended` for answered calls
 * only, so an end without an answer tells that the answer's event is missing, not that nobody answered. A call that was
 * answered was not abandoned, whatever else was said of it (one of several telephones that rang reports so).
 */
export function deriveCall(events: readonly [SeenEvent, ...SeenEvent[]]): DerivedCall {
  const first = (kind: TelephoneEventKind) => events.filter((event) => event.kind === kind).reduce<SeenEvent | undefined>((least, event) => (least === undefined || event.at < least.at ? event : least), undefined)
  const [ringing, answered, ended, abandoned] = [first('ringing'), first('answered'), first('ended'), first('abandoned')]
  const state = ended ? 'ended' : answered ? 'answered' : abandoned ? 'abandoned' : ringing ? 'ringing' : 'ended'
  return {
    state,
    beganAt: events.reduce((least, { at }) => (at < least ? at : least), events[0].at),
    answeredAt: answered?.at ?? null,
    overAt: (state === 'ended' ? ended?.at : state === 'abandoned' ? abandoned?.at : undefined) ?? null,
    agent: answered?.agent || ended?.agent || '',
  }
}
