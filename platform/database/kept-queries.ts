import { sql, type CompiledQuery, type RawBuilder } from 'kysely'
import type { Actor } from '#platform/context/context.ts'

const MOST_KEPT = 300
const LONGEST_KEY = 2_000

/** Compiled questions by what was asked and what the asker may. */
export type KeptQueries = Map<string, CompiledQuery>

/**
 * The compiled question, built once for everybody who asks the same with the same rights: building it costs as much as reading its
 * answer. Only a question without parameters is kept, so nobody's id and no moment ever stands in what another one gets.
 */
export function keptQuery(kept: KeptQueries, actor: Actor, asked: object, build: () => CompiledQuery): CompiledQuery {
  const key = `${rightsOf(actor)} ${JSON.stringify(asked)}`
  const known = kept.get(key)
  if (known) return known
  const built = build()
  if (built.parameters.length > 0 || key.length > LONGEST_KEY) return built
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, built)
  return built
}

/** Stands for the id while a question is built. */
const SOME_ID = '00000000-0000-0000-0000-000000000000'

/** The same for a question about one thing: kept where its id is all that it is asked with. */
export function keptQueryOf(kept: KeptQueries, actor: Actor, id: string, build: (id: string) => CompiledQuery): CompiledQuery {
  const key = rightsOf(actor)
  let known = kept.get(key)
  if (!known) {
    known = build(SOME_ID)
    if (known.parameters.length !== 1 || known.parameters[0] !== SOME_ID) return build(id)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, known)
  }
  return { ...known, parameters: [id] }
}

const texts = new WeakMap<ReadonlySet<string>, string>()

/** All rights of an actor as one text, made once for as long as he is remembered. */
function rightsOf(actor: Actor): string {
  if (actor.kind !== 'person') return actor.kind
  let text = texts.get(actor.permissions)
  if (text === undefined) texts.set(actor.permissions, (text = [...actor.permissions].toSorted().join()))
  return text
}

type Words = { has(value: string): boolean }

/** A word of a closed set, written into the question itself, which is then planned for exactly this word; any other text stays a parameter. */
export function wordOf(words: Words, value: string): RawBuilder<string> {
  return words.has(value) ? sql.lit(value) : sql`${value}`
}

/** Those of a comma-separated list that are words of the set, in their own order; without any nothing is found. */
export function wordsOf({ values }: { readonly values: readonly string[] }, list: string): ReadonlyArray<RawBuilder<string>> {
  const asked = new Set(list.split(','))
  const known = values.filter((value) => asked.has(value))
  return known.length > 0 ? known.map((value) => sql.lit(value)) : [sql.lit('')]
}
