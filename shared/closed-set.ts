import { z } from 'zod'

/**
 * A closed set of words: frozen list, Chinese titles, derived type and zod schema from one place.
 * `const verdict = closedSet({ normal: '正常', … })`; `type Verdict = Member<typeof verdict>`.
 */
export function closedSet<const T extends Readonly<Record<string, string>>>(titles: T) {
  const values = Object.freeze(Object.keys(titles)) as ReadonlyArray<keyof T & string>
  return Object.freeze({
    values,
    titles: Object.freeze(titles),
    schema: z.enum(values as unknown as [keyof T & string, ...Array<keyof T & string>]),
    has: (value: string): value is keyof T & string => Object.hasOwn(titles, value),
  })
}

export type Member<S extends { values: readonly string[] }> = S['values'][number]
