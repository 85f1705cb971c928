import { PageLink } from '../frame/page-link.tsx'
import type { Tone } from '../theme/palette.ts'
import { stateLooks, toneGlyphs, type State } from './states.ts'
import { StateSymbol } from './state-symbol.tsx'
import './state.css'

export type StateTagProps = (
  | { state: State }
  /** A state of one noun: its word and a tone, the shape follows from the tone unless a glyph is given. */
  | { word: string; tone: Tone; glyph?: string }
) & {
  /** Every state opens its reason: address of the clause, facts and clock lines behind it. */
  href?: string | undefined
  /** Said on hover, one sentence. */
  reason?: string | undefined
}

/** A state with colour, shape and word. */
export function StateTag(props: StateTagProps) {
  const look = 'state' in props ? stateLooks[props.state] : { word: props.word, tone: props.tone, glyph: props.glyph ?? toneGlyphs[props.tone] }
  const inside = (
    <>
      <StateSymbol glyph={look.glyph} />
      {look.word}
    </>
  )
  const className = `x-state x-${look.tone}`
  if (props.href) return <PageLink to={props.href} className={className} title={props.reason}>{inside}</PageLink>
  return <span className={className} title={props.reason}>{inside}</span>
}
