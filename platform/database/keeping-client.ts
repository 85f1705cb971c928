import pg from 'pg'

/** Before a text has come so often nothing is kept of it, so that questions asked once cost nothing. */
const WORTH_KEEPING = 3
/** Kept by every connection of a process at most: each costs the server some ten kilobytes a connection. */
const MOST_KEPT = 100
const MOST_COUNTED = 1_000
const LONGEST = 12_000
/** `cached plan must not change result type` */
const STALE = '0A000'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

type Query = (first: unknown, values?: unknown, done?: unknown) => unknown

/**
 * A client whose server reads and plans a question once that comes again and again, and afterwards only answers it. Planning one
 * page of a list costs more than finding its rows. Only where the plan cannot depend on what is asked for: questions without
 * parameters, and those with one, an id. All other values are planned for each time, because a plan for the average may be bad for the rare.
 */
export function keepingClient(): typeof pg.Client {
  const counts = new Map<string, number>()
  const names = new Map<string, string>()
  const nameOf = (text: string, values: unknown): string | undefined => {
    const known = names.get(text)
    if (known !== undefined) return known !== '' && isPlannedOnce(values) ? known : undefined
    if (names.size >= MOST_KEPT || text.length > LONGEST || !/^(?:select|with) /.test(text) || text.includes(';') || !isPlannedOnce(values)) return undefined
    if (counts.size >= MOST_COUNTED) counts.clear()
    const count = (counts.get(text) ?? 0) + 1
    counts.set(text, count)
    if (count < WORTH_KEEPING) return undefined
    counts.delete(text)
    names.set(text, `kept-${names.size + 1}`)
    return names.get(text)
  }
  const ask = pg.Client.prototype.query as Query
  return class KeepingClient extends pg.Client {
    override query = ((first: unknown, values?: unknown, done?: unknown) => {
      const name = typeof first === 'string' ? nameOf(first, values) : undefined
      if (name === undefined) return ask.call(this, first, values, done)
      // A migration of another process gave the table other columns: who asks again is answered anew.
      const watch = (error: { code?: string } | null) => error?.code === STALE && names.set(first as string, '')
      const told = typeof done === 'function' ? (error: { code?: string } | null, result: unknown) => (watch(error), done(error, result) as unknown) : undefined
      const answer = ask.call(this, { name, text: first, values }, told)
      if (answer instanceof Promise) answer.catch(watch)
      return answer
    }) as pg.Client['query']
  }
}

function isPlannedOnce(values: unknown): boolean {
  return Array.isArray(values) && (values.length === 0 || (values.length === 1 && typeof values[0] === 'string' && UUID.test(values[0])))
}
