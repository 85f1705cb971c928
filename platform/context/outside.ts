import type { Ctx } from './context.ts'

const work = Symbol('work outside')

/**
 * What a verb answers that waits for a system which is not ours: its own act ends first, the waiting holds no transaction, and
 * what came of it is kept in a short act of its own. Whoever runs acts for others (the HTTP server) carries it out.
 */
export type Outside<C extends Ctx, T> = {
  /** Waits, and answers with the act that keeps what came of it. */
  readonly [work]: () => Promise<(ctx: C) => Promise<T>>
  /** The same, with its result in another shape. */
  as<U>(shape: (value: T) => U): Outside<C, U>
}

/** `wait` may use of the ended act's ctx what the process has for its whole life (doors, clock, log), never its transaction. */
export function outside<C extends Ctx, T>(wait: () => Promise<(ctx: C) => Promise<T>>): Outside<C, T> {
  return {
    [work]: wait,
    as: (shape) =>
      outside(async () => {
        const keep = await wait()
        return async (ctx: C) => shape(await keep(ctx))
      }),
  }
}

/** The waiting part of an answer, if it has one. */
export function outsideWork<C extends Ctx, T>(answer: T | Outside<C, T>): Outside<C, T>[typeof work] | undefined {
  return typeof answer === 'object' && answer !== null && work in answer ? answer[work] : undefined
}
