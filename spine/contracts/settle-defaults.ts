/**
 * What the ambiguities decide on a date: the default of the document, or the client's latest decision in effect. A
 * decision is a recorded fact; it changes what is planned from its date of effect on and nothing before.
 */
import { isDate } from '#shared/calendar/dates.ts'
import type { InputProblem } from '#shared/problem.ts'
import type { Ambiguity, ContractDocument } from './contract-document.ts'

export type DefaultDecision = {
  /** `AMB-11` */
  readonly ambiguity: string
  /** One of the options that the ambiguity offers. */
  readonly option: string
  /** Business date from which occurrences follow the decision. */
  readonly effectiveOn: string
}

/** Ambiguity → value of the option in force. */
export type Settings = ReadonlyMap<string, unknown>

export function settleDefaults(document: ContractDocument, decisions: readonly DefaultDecision[], date: string): Settings {
  return new Map(document.ambiguities.map((ambiguity) => [ambiguity.id, valueOf(ambiguity, optionOn(ambiguity, decisions, date))]))
}

/** The option in force on a date: of two decisions with one date of effect the later recorded wins. */
export function optionOn(ambiguity: Ambiguity, decisions: readonly DefaultDecision[], date: string): string {
  const latest = decisions
    .filter((decision) => decision.ambiguity === ambiguity.id && decision.effectiveOn <= date)
    .toSorted((a, b) => a.effectiveOn.localeCompare(b.effectiveOn))
    .at(-1)
  return latest?.option ?? ambiguity.default
}

function valueOf(ambiguity: Ambiguity, option: string): unknown {
  return ambiguity.options.find(({ id }) => id === option)?.value
}

/** Every decision must name an ambiguity of the contract and one of its options. */
export function problemsOfDecisions(document: ContractDocument, decisions: readonly DefaultDecision[]): InputProblem[] {
  return decisions.flatMap(({ ambiguity: id, option, effectiveOn }, index) => {
    const ambiguity = document.ambiguities.find((candidate) => candidate.id === id)
    const place = `decisions[${index}]`
    if (!isDate(effectiveOn)) return [{ place, message: `生效日“${effectiveOn}”不是存在的日期，应写作 YYYY-MM-DD` }]
    if (ambiguity === undefined) return [{ place, message: `本合同没有歧义 ${id}` }]
    if (ambiguity.options.some((candidate) => candidate.id === option)) return []
    return [{ place, message: `${id} 没有选项“${option}”，可选：${ambiguity.options.map((candidate) => candidate.id).join('、')}` }]
  })
}

/**
 * Replaces every `{ decidedBy: AMB-nn }` inside a value by what the ambiguity decides. Fields beside `decidedBy` stay
 * and the decided object fills the rest; a decided value may itself refer to another ambiguity. Throws a RangeError for
 * a reference that leads nowhere or in a circle; `checkContract` finds these beforehand.
 */
export function resolveReferences(value: unknown, settings: Settings, seen: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, settings, seen))
  if (typeof value !== 'object' || value === null) return value
  const { decidedBy, pick, ...own } = value as Record<string, unknown>
  if (typeof decidedBy !== 'string') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, settings, seen)]))
  if (seen.includes(decidedBy)) throw new RangeError(`${[...seen, decidedBy].join(' → ')} 互相引用`)
  const whole = settings.get(decidedBy)
  const decided = typeof pick === 'string' ? (whole as Record<string, unknown> | undefined)?.[pick] : whole
  if (decided === undefined) throw new RangeError(`${decidedBy} 的选项没有给出取值${typeof pick === 'string' ? `“${pick}”` : ''}（value）`)
  const resolved = resolveReferences(decided, settings, [...seen, decidedBy])
  return typeof resolved === 'object' && resolved !== null && !Array.isArray(resolved) ? { ...own, ...resolved } : resolved
}

/** The ambiguities that a value refers to, directly or through their options. */
export function referencesIn(value: unknown, document?: Pick<ContractDocument, 'ambiguities'>): string[] {
  const found = new Set<string>()
  const walk = (item: unknown): void => {
    if (typeof item !== 'object' || item === null) return
    const id = (item as Record<string, unknown>)['decidedBy']
    if (typeof id === 'string' && !found.has(id)) {
      found.add(id)
      walk(document?.ambiguities.find((ambiguity) => ambiguity.id === id)?.options)
    }
    Object.values(item).forEach(walk)
  }
  walk(value)
  return [...found]
}
