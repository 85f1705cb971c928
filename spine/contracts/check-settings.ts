/** Every value that an ambiguity decides must fit the place that refers to it, under each of its options. */
import { cadence } from './cadence.ts'
import type { Ambiguity, ContractDocument, Obligation } from './contract-document.ts'
import type { ContractParts } from './read-parts.ts'
import { referencesIn, resolveReferences, settleDefaults, type Settings } from './settle-defaults.ts'

export function checkSettings({ parts, report, pathOf }: ContractParts): void {
  const ambiguities = parts.ambiguities ?? []
  const defaults = settleDefaults({ ambiguities } as ContractDocument, [], '9999-12-31')
  const byId = new Map(ambiguities.map((ambiguity) => [ambiguity.id, ambiguity]))

  /** Calls `test` with the defaults, then with each option of each ambiguity that the value depends on. */
  const underEveryOption = (value: unknown, path: readonly PropertyKey[], clause: string, test: (settings: Settings) => string | undefined) => {
    const ids = referencesIn(value, { ambiguities })
    for (const id of ids) if (!byId.has(id)) report(path, clause, `引用的歧义 ${id} 未在本合同声明`)
    if (ids.some((id) => !byId.has(id))) return
    const base = test(defaults)
    if (base !== undefined) {
      report(path, clause, base)
      return
    }
    for (const id of ids) {
      const ambiguity = byId.get(id) as Ambiguity
      for (const option of ambiguity.options) {
        const problem = option.id === ambiguity.default ? undefined : test(new Map([...defaults, [id, option.value]]))
        if (problem !== undefined) report([...pathOf(ambiguity), 'options', ambiguity.options.indexOf(option)], ambiguity.clause, `${id} 选“${option.id}”时，${problem}`)
      }
    }
  }

  for (const obligation of parts.obligations ?? []) checkObligation(obligation)
  if (parts.term !== undefined)
    for (const [name, allowed] of [['beforeSigning', ['previous-operator', 'operator', 'not-planned']], ['afterTerm', ['continue', 'stop']]] as const)
      underEveryOption(parts.term[name], ['term', name], parts.term.clause, (settings) => {
        const value = resolveReferences(parts.term?.[name], settings)
        return (allowed as readonly unknown[]).includes(value) ? undefined : `“${name}”应为 ${allowed.join('、')} 之一`
      })

  function checkObligation(obligation: Obligation): void {
    const { id, clause, subsystems } = obligation
    const path = pathOf(obligation)
    const codes = new Set(parts.subsystems?.map(({ code }) => code))
    underEveryOption(subsystems, [...path, 'subsystems'], clause, (settings) => {
      const scope = resolveReferences(subsystems, settings)
      const isKnown = scope === undefined || scope === 'all' || (Array.isArray(scope) && scope.every((code) => codes.has(code as string)))
      // A literal list is checked where references are; here only what an ambiguity decides.
      return isKnown || Array.isArray(subsystems) ? undefined : `${id} 的适用子系统应为 all 或已声明的子系统编号`
    })
    const kinds = new Set<string>()
    obligation.cadences.forEach((written, index) => {
      underEveryOption(written, [...path, 'cadences', index], clause, (settings) => {
        const result = cadence.safeParse(resolveReferencesSafely(written, settings))
        return result.success ? undefined : `${id} 的频次不完整：${result.error.issues.map((issue) => issue.path.join('.') || 'kind').join('、')}`
      })
      const name = JSON.stringify([written['part'], written['kind']])
      if (kinds.has(name)) report([...path, 'cadences', index], clause, `${id} 有两个相同的频次，请用 part 区分`)
      kinds.add(name)
    })
    const numbers = [obligation.deadline.amount, ...Object.values(obligation.judgement.params ?? {})].filter((value) => typeof value === 'object')
    for (const value of numbers)
      underEveryOption(value, path, clause, (settings) => (typeof resolveReferencesSafely(value, settings) === 'object' ? `${id} 的参数没有取值` : undefined))
  }
}

function resolveReferencesSafely(value: unknown, settings: Settings): unknown {
  try {
    return resolveReferences(value, settings) ?? {}
  } catch {
    return {}
  }
}
