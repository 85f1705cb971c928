import { loadPostgresParser, readPostgres } from './read-postgres.ts'
import { readMysql } from './read-mysql.ts'
import { readTokens, splitStatements } from './read-tokens.ts'
import type { ReviewInput, ReviewRule, Reviewed, Severity } from './rule.ts'
import { reviewRules } from './rules/review-rules.ts'
import type { SqlStatement } from './sql-statement.ts'

export type ReviewFinding = {
  readonly code: string
  readonly title: string
  readonly severity: Severity
  /** Counted from 1, in characters. */
  readonly line: number
  readonly column: number
  readonly detail: string
  readonly why: string
  readonly wayOut: string
}

export type SqlReview = { readonly findings: readonly ReviewFinding[]; readonly statements: readonly SqlStatement[] }

/** Longest text that is looked at; a longer one is a finding. */
export const MAX_SQL_CHARACTERS = 200_000
const MAX_FINDINGS_OF_A_RULE = 20

/** To be awaited once before the first review. */
export const readyToReview = loadPostgresParser

/** Every rule on every statement. Never throws: what cannot be read is a finding with its place, and is never clean. */
export function reviewSql(input: ReviewInput): SqlReview {
  const text = input.text.slice(0, MAX_SQL_CHARACTERS)
  const tokens = readTokens(text, input.dialect)
  const pieces = splitStatements(text, tokens)
  const statements: SqlStatement[] = []
  const findings: ReviewFinding[] = []
  const place = placesIn(text)
  const add = (rule: Pick<ReviewRule, 'code' | 'title' | 'severity' | 'why' | 'wayOut'>, at: number, detail = '') => findings.push({ code: rule.code, title: rule.title, severity: rule.severity, ...place(at), detail, why: rule.why, wayOut: rule.wayOut })

  if (input.text.length > MAX_SQL_CHARACTERS) add(UNREADABLE, text.length - 1, `超过 ${MAX_SQL_CHARACTERS} 个字符，请拆成几张单`)
  if (pieces.length === 0) add(UNREADABLE, 0, '没有任何语句')
  for (const piece of pieces) {
    const read = input.dialect === 'postgres' ? readPostgres(piece.text, piece.at) : readMysql(piece.text, piece.at)
    if ('problem' in read) add(UNREADABLE, read.at, read.problem)
    else statements.push({ ...read.part, text: piece.text, end: piece.end })
  }
  const reviewed: Reviewed = { ...input, text, tokens, pieces, statements }
  for (const rule of reviewRules) {
    if (rule.dialects?.includes(input.dialect) === false || rule.purposes?.includes(input.purpose) === false) continue
    let count = 0
    try {
      for (const { at, detail } of rule.judge(reviewed)) {
        count += 1
        if (count <= MAX_FINDINGS_OF_A_RULE) add(rule, at, detail)
      }
    } catch (error) {
      // A rule that stumbles over a form nobody foresaw has not cleared it.
      add({ ...rule, severity: 'error' }, 0, `规则没能判断这段文本（${error instanceof Error ? error.message : String(error)}），请人工核对或改写`)
    }
  }
  return { findings: findings.toSorted((one, other) => one.line - other.line || one.column - other.column || SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity)), statements }
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice']
const UNREADABLE = { code: 'unreadable', title: '语句无法解析', severity: 'error', why: '读不懂的语句不能判断会做什么。', wayOut: '按提示的行列改正；引擎特有的写法请改成普通的增删改查。' } as const

function placesIn(text: string): (at: number) => { line: number; column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (at) => {
    const within = Math.min(Math.max(0, Number.isFinite(at) ? at : 0), text.length)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= within) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: within - (starts[low] as number) + 1 }
  }
}
