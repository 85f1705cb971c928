/** The outcome of checking an identifier: problems make it invalid, warnings are shown and recorded but do not. */
export type IdentifierCheck = {
  readonly ok: boolean
  /** Chinese, all at once. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

export function identifierCheck(problems: readonly string[], warnings: readonly string[] = []): IdentifierCheck {
  return { ok: problems.length === 0, problems, warnings }
}
