import { z } from 'zod'
import type { CheckDifference } from '../api.ts'

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()])
/** One row of an inspection record, as far as a comparison looks at it. */
export const checkedItem = z.object({ component: z.string(), check: z.string(), title: z.string(), verdict: z.string(), value: scalar, unit: z.string() })
export type CheckedItem = z.output<typeof checkedItem>
export type ComparedRun = { readonly side: 'before' | 'after'; readonly componentId: string; readonly items: readonly CheckedItem[] }

/** From good to bad. What could not be checked is never better than what was. */
const SEVERITY = ['normal', 'attention', 'unchecked', 'abnormal']

/** Rows whose verdict differs, or whose value is a word that differs; measured figures move all the time and are shown where their verdict moved. */
export function compareChecks(runs: readonly ComparedRun[]): CheckDifference[] {
  const rows = (side: ComparedRun['side']) => new Map(runs.filter((run) => run.side === side).flatMap(({ items }) => items.map((item) => [`${item.component}\n${item.check}`, item] as const)))
  const [before, after] = [rows('before'), rows('after')]
  if (after.size === 0) return []
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)]
    const one = is ?? was
    if (!one || !differs(was, is)) return []
    return [{ component: one.component, check: one.check, title: one.title, before: shown(was), after: shown(is), verdictBefore: was?.verdict ?? null, verdictAfter: is?.verdict ?? null, isWorse: rank(is) > rank(was) }]
  })
}

function differs(was: CheckedItem | undefined, is: CheckedItem | undefined): boolean {
  if (!was || !is) return true
  return was.verdict !== is.verdict || (typeof was.value !== 'number' && was.value !== is.value)
}

function rank(item: CheckedItem | undefined): number {
  return item === undefined ? SEVERITY.indexOf('unchecked') : Math.max(0, SEVERITY.indexOf(item.verdict))
}

function shown(item: CheckedItem | undefined): string {
  if (!item) return '没有此项'
  return item.value === null ? '—' : `${String(item.value)}${item.unit ? ` ${item.unit}` : ''}`
}
