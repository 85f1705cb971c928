import type { InputProblem } from '#shared/problem.ts'
import type { Parsed } from '#shared/parsed.ts'

/** A database given by its address: what the connector of its kind takes as settings and secrets. */
export type DatabasePlace = {
  readonly kind: 'postgres' | 'mysql'
  readonly settings: { readonly host: string; readonly port: number; readonly database?: string; readonly username: string; readonly tls: { readonly mode: 'off' | 'unchecked' | 'verified' } }
  /** undefined: the address has none; a password file or the environment may. */
  readonly password: string | undefined
}

const SSL_MODES: Readonly<Record<string, DatabasePlace['settings']['tls']['mode']>> = { disable: 'off', require: 'unchecked', 'verify-ca': 'verified', 'verify-full': 'verified' }

/** `postgres://user@host:5432/database?sslmode=verify-full` or `mysql://…`. Every problem at once; no message repeats the password. */
export function parseDatabaseUrl(text: string): Parsed<DatabasePlace> {
  const problems: InputProblem[] = []
  const refuse = (message: string) => problems.push({ place: '--url', message })
  if (!URL.canParse(text)) return { ok: false, problems: [{ place: '--url', message: '不是数据库地址，应写作 postgres://用户@主机:5432/库名 或 mysql://用户@主机:3306/库名（用户名、口令中的特殊字符须按百分号编码）' }] }
  const url = new URL(text)
  const kind = /^postgres(ql)?:$/.test(url.protocol) ? 'postgres' : /^(mysql|mariadb):$/.test(url.protocol) ? 'mysql' : undefined
  if (kind === undefined) refuse(`不支持 ${url.protocol}//，应以 postgres:// 或 mysql:// 开头`)
  const decode = (part: string, what: string) => {
    try {
      return decodeURIComponent(part)
    } catch {
      refuse(`${what}中的百分号编码有误`)
      return ''
    }
  }
  const [username, password, database] = [decode(url.username, '用户名'), decode(url.password, '口令'), decode(url.pathname.slice(1), '库名')]
  const host = decode(url.hostname, '主机名').replace(/^\[(.*)\]$/, '$1')
  if (host === '') refuse('缺少主机名')
  if (username === '') refuse('缺少用户名')
  if (kind === 'postgres' && database === '') refuse('缺少库名')
  const sslmode = url.searchParams.get('sslmode') ?? 'disable'
  const mode = SSL_MODES[sslmode]
  if (mode === undefined) refuse(`sslmode=${sslmode} 不识别，可用 ${Object.keys(SSL_MODES).join('、')}`)
  if (problems.length > 0 || kind === undefined || mode === undefined) return { ok: false, problems }
  return { ok: true, value: { kind, settings: { host, port: url.port === '' ? (kind === 'postgres' ? 5432 : 3306) : Number(url.port), ...(database === '' ? {} : { database }), username, tls: { mode } }, password: url.password === '' ? undefined : password } }
}
