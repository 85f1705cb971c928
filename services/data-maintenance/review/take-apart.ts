import type { DataStep } from '#shared/maintenance/data-change.ts'
import { readTokens, type SqlToken } from './read-tokens.ts'
import type { SqlDialect, SqlStatement } from './sql-statement.ts'

/**
 * The executable form of a reviewed statement: its table, and the texts of its clauses. A statement that cannot be taken apart
 * without doubt is a problem in words: what is executed must be what was read.
 */
export function takeApart(statement: SqlStatement, dialect: SqlDialect, home: string, count: { rows: number; tolerance: number }): { step: DataStep } | { problem: string } {
  const [target] = statement.writes
  const { verb } = statement
  if (target === undefined || (verb !== 'insert' && verb !== 'update' && verb !== 'delete')) return { problem: '只能执行 insert、update、delete' }
  const tokens = readTokens(statement.text, dialect).filter(({ kind }) => kind !== 'comment')
  const clause = (...words: readonly string[]) => tokens.findIndex((token, index) => token.depth === 0 && words.every((word, offset) => isWord(tokens[index + offset], word)))
  const between = (from: number, ...ends: readonly number[]) => {
    const end = Math.min(...ends.filter((one) => one > from), tokens.length)
    const [first, last] = [tokens[from + 1], tokens[end - 1]]
    return first === undefined || last === undefined || end <= from + 1 ? '' : statement.text.slice(first.at, last.end)
  }
  const found = { verb, schema: target.schema ?? home, table: target.name, alias: target.alias, set: '', sources: '', where: '', body: '', ...count }
  const where = clause('where')
  const last = clause('returning')
  if (last >= 0) return { problem: '请删去 returning' }
  if (verb === 'update') {
    const set = clause('set')
    const from = dialect === 'postgres' ? clause('from') : -1
    if (set < 0 || where < 0 || statement.ctes.length > 0) return { problem: '没有 set 或 where，或带有 with' }
    return { step: { ...found, set: between(set, from, where), sources: from < 0 ? '' : between(from, where), where: between(where) } }
  }
  if (verb === 'delete') {
    const using = dialect === 'postgres' ? clause('using') : -1
    if (where < 0 || statement.ctes.length > 0 || statement.writes.length + (dialect === 'mysql' ? statement.sources.length : 0) > 1) return { problem: '没有 where，带有 with，或一句删多张表' }
    return { step: { ...found, sources: using < 0 ? '' : between(using, where), where: between(where) } }
  }
  if (statement.into === null || statement.hasConflictClause || statement.ctes.length > 0) return { problem: '插入须写列名，不带 on conflict 等，不带 with' }
  // The table's name ends before the parenthesis of the columns.
  const open = tokens.findIndex(({ text, depth }) => text === '(' && depth === 0)
  return open < 0 ? { problem: '插入须写列名' } : { step: { ...found, alias: null, body: between(open - 1) } }
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word
}
