/** Every value that an ambiguity decides must fit the place that refers to it, under each of its options. */
import { cadence } from '../cadence.ts'
import type { ContractDocument, Obligation } from '../contract-document.ts'
import type { ContractParts } from './read-parts.ts'
import { referencesIn, resolveReferences, settleDefaults, type Settings } from '../settle-defaults.ts'

export function checkSettings({ parts, report, pathOf }: ContractParts): void {
  const ambiguities = parts.ambiguities ?? []
  const defaults = settleDefaults({ ambiguities } as ContractDocument, [], '9999-12-31')
  const byId = new Map(ambiguities.map((ambiguity) => [ambiguity.id, ambiguity]))
  const isSound = (id: string) => byId.get(id)?.options.some((option) => option.id === byId.get(id)?.default) === true

  /** Resolves with the defaults, then with each option of each ambiguity that the value depends on, and tests the result. */
  const underEveryOption = (value: unknown, path: readonly PropertyKey[], clause: string, test: (resolved: unknown) => string | undefined) => {
    const ids = referencesIn(value, { ambiguities })
    // An ambiguity that is missing or has no valid default is told where it stands, or where it is referred to.
    if (!ids.every(isSound)) return
    const outcome = (settings: Settings) => {
      try {
        return test(resolveReferences(value, settings))
      } catch (error) {
        if (error instanceof RangeError) return error.message
        throw error
      }
    }
    const base = outcome(defaults)
    if (base !== undefined) {
      report(path, clause, base)
      return
    }
    for (const ambiguity of ambiguities.filter(({ id }) => ids.includes(id))) {
      for (const [index, option] of ambiguity.options.entries()) {
        const problem = option.id === ambiguity.default ? undefined : outcome(new Map([...defaults, [ambiguity.id, option.value]]))
        if (problem !== undefined) report([...pathOf(ambiguity), 'options', index], ambiguity.clause, `${ambiguity.id} 选“${option.id}”时，${problem}`)
      }
    }
  }

  for (const obligation of parts.obligations ?? []) checkObligation(obligation, pathOf(obligation))
  if (parts.term !== undefined)
    for (const [name, allowed] of [['beforeSigning', ['previous-operator', 'operator', 'not-planned']], ['afterTerm', ['continue', 'stop']]] as const)
      underEveryOption(parts.term[name], ['term', name], parts.term.clause, (value) =>
        (allowed as readonly unknown[]).includes(value) ? undefined : `“${name}”应为 ${allowed.join('、')} 之一`,
      )

  function checkObligation({ id, clause, subsystems, cadences, deadline, judgement }: Obligation, path: readonly PropertyKey[]): void {
    const codes = new Set<unknown>(parts.subsystems?.map(({ code }) => code))
    // A literal list is checked where references are; here only what an ambiguity decides.
    if (typeof subsystems === 'object' && !Array.isArray(subsystems))
      underEveryOption(subsystems, [...path, 'subsystems'], clause, (scope) =>
        scope === 'all' || (Array.isArray(scope) && scope.every((code) => codes.has(code))) ? undefined : `${id} 的适用子系统应为 all 或已声明的子系统编号`,
      )
    const kinds = new Set<string>()
    for (const [index, written] of cadences.entries()) {
      underEveryOption(written, [...path, 'cadences', index], clause, (resolved) => {
        const result = cadence.safeParse(resolved)
        return result.success ? undefined : `${id} 的频次不完整：${result.error.issues.map((issue) => issue.path.join('.') || 'kind').join('、')}`
      })
      const name = JSON.stringify([written['part'], written['kind']])
      if (kinds.has(name)) report([...path, 'cadences', index], clause, `${id} 有两个相同的频次，请用 part 区分`)
      kinds.add(name)
    }
    underEveryOption([deadline.amount, judgement.params], path, clause, (resolved) => {
      const amount = (resolved as unknown[])[0]
      return amount === undefined || typeof amount === 'number' ? undefined : `${id} 的期限应为数字`
    })
  }
}
