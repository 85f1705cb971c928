import type { InputProblem } from '#shared/problem.ts'

/**
 * An error that a person is meant to read: what is wrong, where, what to do. Everything else that is thrown becomes
 * one bland 500 with a trace id.
 */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly InputProblem[]
  constructor(code: string, status: number, title: string, problems: readonly InputProblem[] = [], options?: { cause?: unknown }) {
    super(title, options)
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.problems = problems
  }
}

const declared = new Map<string, { status: number; title: string }>()

type ErrorTable = Readonly<Record<string, readonly [status: number, title: string]>>
type Raise = (options?: { detail?: string; problems?: readonly InputProblem[]; cause?: unknown }) => AppError

/**
 * Declares the errors of one noun: `defineErrors('work-order', { 'not-found': [404, '没有这张工单'] })`. Codes are
 * `noun.problem`, unique in the whole program; a second declaration of a code stops the boot.
 */
export function defineErrors<const T extends ErrorTable>(noun: string, table: T): { readonly [K in keyof T]: Raise } {
  const raises: Record<string, Raise> = {}
  for (const [problem, [status, title]] of Object.entries(table)) {
    const code = `${noun}.${problem}`
    if (declared.has(code)) throw new Error(`error code ${code} is declared twice`)
    declared.set(code, { status, title })
    raises[problem] = ({ detail, problems, cause } = {}) =>
      new AppError(code, status, detail ? `${title}：${detail}` : title, problems ?? [], { cause })
  }
  return raises as { readonly [K in keyof T]: Raise }
}

/** Every declared code, for the documentation and the tests. */
export function declaredErrors(): ReadonlyMap<string, { status: number; title: string }> {
  return declared
}
