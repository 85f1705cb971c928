import { quoteIdentifier, quoteLiteral } from '#shared/catalogue/quote-sql.ts'
import type { TableComment } from '#shared/maintenance/comment-order.ts'
import { failure } from '../network-failure.ts'
import type { SqlSession } from '../sql-accounts.ts'

const MAX_COLUMN_TEXT = 1_024
const quote = (name: string) => quoteIdentifier('mysql', name)

/**
 * A column's comment is part of its definition here: the definition is taken word for word from SHOW CREATE TABLE, only its comment replaced,
 * and written as a change of metadata alone, which the server refuses when anything else would differ. Afterwards the definitions are
 * held against each other without their comments; should they differ, the former one is put back.
 */
export async function commentMariadb({ run }: SqlSession, comments: readonly TableComment[], { where, isMariadb }: { where: string; isMariadb: boolean }): Promise<void> {
  const [first] = comments
  if (first === undefined) return
  if (!isMariadb) throw failure('unsupported', where, 'MySQL 上改字段说明须重写字段定义，尚未在 MySQL 服务器上验证，暂不由系统写入；请由管理员执行“写入语句”')
  const long = comments.filter(({ column, text }) => column !== '' && text.length > MAX_COLUMN_TEXT)
  if (long.length > 0) throw failure('unsupported', where, `字段说明至多 ${MAX_COLUMN_TEXT} 字：${long.map(({ table, column }) => `${table}.${column}`).join('、')}`)
  const name = `${quote(first.schema)}.${quote(first.table)}`
  const created = async () => String((await run(`show create table ${name}`)).rows[0]?.[1]).split('\n')
  const [[mode] = []] = (await run('select @@session.sql_mode')).rows
  // Quotes as we write them, and old defaults (zero dates) taken as they stand.
  await run("set session sql_mode = ''")
  try {
    const before = await created()
    const alter = (lines: (one: TableComment) => string) => run(`alter table ${name} ${comments.map(lines).join(', ')}, algorithm = instant`)
    const lineOf = ({ column }: TableComment) => {
      const line = before.find((one) => one.startsWith(`  ${quote(column)} `))
      if (line === undefined) throw failure('conflict', where, `表 ${first.schema}.${first.table} 的定义里没有字段 ${column}`)
      return asJson(line.trim().replace(/,$/, ''), quote(column))
    }
    await alter((one) => (one.column === '' ? `comment = ${quoteLiteral('mysql', one.text)}` : `modify column ${withComment(lineOf(one), one.text)}`)).catch((error: unknown) => {
      if (error instanceof Error && 'errno' in error && [1845, 1846].includes(Number(error.errno))) throw failure('unsupported', where, `表 ${first.schema}.${first.table} 的说明不能只改元数据写入（${error.message}），须重建表，请走变更单`)
      throw error
    })
    if (bare(await created()) === bare(before)) return
    await alter((one) => (one.column === '' ? `comment = ${quoteLiteral('mysql', one.before ?? '')}` : `modify column ${lineOf(one)}`))
    throw failure('conflict', where, `写入说明会使表 ${first.schema}.${first.table} 的定义变化，已恢复原样`)
  } finally {
    await run(`set session sql_mode = ${quoteLiteral('mysql', String(mode))}`)
  }
}

/** A string as SHOW CREATE TABLE writes it: quotes doubled, or escaped by a backslash. */
const TEXT = String.raw`'(?:[^'\\]|''|\\.)*'`
const TOKEN = new RegExp(String.raw`\`(?:[^\`]|\`\`)*\`|${TEXT}|\w+|\s+|.`, 'gs')

/** JSON is shown as a long text with a check, which the server does not take for the same type when it is written so. */
function asJson(line: string, column: string): string {
  const [shown, check] = [`${column} longtext`, ` CHECK (json_valid(${column}))`]
  if (!line.startsWith(shown) || !line.endsWith(check)) return line
  return `${column} json${line.slice(shown.length, -check.length).replace(/^ CHARACTER SET utf8mb4 COLLATE utf8mb4_bin/, '')}`
}

/** The definition with another comment, in the place where the server writes it: before a CHECK. */
function withComment(line: string, text: string): string {
  const tokens = line.match(TOKEN) ?? []
  const depthAt = depths(tokens)
  const at = tokens.findIndex((token, index) => token === 'COMMENT' && depthAt[index] === 0 && tokens[index + 2]?.startsWith("'") === true)
  const written = `COMMENT ${quoteLiteral('mysql', text)}`
  if (at >= 0) return [...tokens.slice(0, at), written, ...tokens.slice(at + 3)].join('')
  const check = tokens.findIndex((token, index) => token === 'CHECK' && depthAt[index] === 0)
  return check < 0 ? `${line} ${written}` : `${tokens.slice(0, check).join('')}${written} ${tokens.slice(check).join('')}`
}

function depths(tokens: readonly string[]): number[] {
  let depth = 0
  return tokens.map((token) => (token === '(' ? depth++ : token === ')' ? --depth : depth))
}

/** What a table is beside its comments. */
function bare(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll(new RegExp(String.raw` COMMENT[ =]${TEXT}`, 'g'), '')).join('\n')
}
