/** One thing that is wrong with a contract: the file and line, the clause or number concerned, what is wrong and the cure. */
export type ContractProblem = { readonly file: string; readonly line: number; readonly clause: string; readonly message: string }

/** Thrown where a sound contract is needed and the given one is not; carries every problem. */
export class ContractError extends Error {
  readonly problems: readonly ContractProblem[]
  readonly kind: 'not-found' | 'unsound'
  constructor(problems: readonly ContractProblem[], kind: 'not-found' | 'unsound' = 'unsound') {
    super(problems.map(({ file, line, clause, message }) => `${file}:${line} ${clause ? `[${clause}] ` : ''}${message}`).join('\n'))
    this.name = 'ContractError'
    this.problems = problems
    this.kind = kind
  }
}
