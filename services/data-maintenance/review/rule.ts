import type { TargetTable } from '#shared/maintenance/data-change.ts'
import type { SqlPiece, SqlToken } from './read-tokens.ts'
import type { SqlDialect, SqlStatement } from './sql-statement.ts'

/** `error` stands in the way; `warning` must be answered by whoever approves; `notice` is for knowing. */
export type Severity = 'error' | 'warning' | 'notice'

/** What is known of the tables that a script names; a rule that needs what is not known says nothing. */
export type TableFacts = TargetTable

/** What the text is for: a change of data, or a query whose rows leave the system. */
export type ReviewPurpose = 'change' | 'query'

export type ReviewInput = {
  readonly dialect: SqlDialect
  readonly purpose: ReviewPurpose
  readonly text: string
  /** Schemas (MySQL: databases) that the order may touch; the first is meant by a bare name. */
  readonly schemas: readonly string[]
  /** Tables that the form declares to be changed, `schema.table` or bare. Absent: not compared. */
  readonly declared?: readonly string[]
  readonly facts?: readonly TableFacts[]
  /** Rows that the form expects for each statement. */
  readonly rows?: readonly number[]
}

export type Reviewed = ReviewInput & { readonly tokens: readonly SqlToken[]; readonly pieces: readonly SqlPiece[]; readonly statements: readonly SqlStatement[] }

/** A place where a rule is broken, and what exactly is wrong there. */
export type Hit = { readonly at: number; readonly detail?: string }

export type Example = { readonly sql: string; readonly dialect?: SqlDialect; readonly purpose?: ReviewPurpose; readonly declared?: readonly string[]; readonly facts?: readonly TableFacts[]; readonly rows?: readonly number[] }

export type ReviewRule = {
  /** Stable code; `nothing-without-where`. */
  readonly code: string
  readonly title: string
  readonly severity: Severity
  readonly why: string
  readonly wayOut: string
  /** Where it makes sense; absent: both. */
  readonly dialects?: readonly SqlDialect[]
  readonly purposes?: readonly ReviewPurpose[]
  /** What hits it and what does not: shown to people, and run as tests. */
  readonly bad: Example
  readonly good: Example
  readonly judge: (reviewed: Reviewed) => Iterable<Hit>
}
