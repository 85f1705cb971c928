import { businessDate, formatInstant } from '#shared/instant.ts'
import { targetAccountState, type TargetAccount } from '#shared/maintenance/target-account.ts'

import type { AccountMapping } from './account-mapping.ts'
import type { AccountStep, AccountWarrant } from './connector.ts'

type Moment = { readonly column: string; readonly kind: 'instant' | 'date' }
type Statement = { readonly text: string; readonly parameters: readonly unknown[] }

/** What of an engine the texts of statements need. */
type Grammar = {
  quote(name: string): string
  parameter(position: number): string
  momentText(column: string, kind: 'instant' | 'date'): string
  momentParameter(position: number, kind: 'instant' | 'date'): string
}

/** A statement under construction: values only ever become parameters. */
function writeStatement(grammar: Grammar) {
  const parameters: unknown[] = []
  return {
    parameters,
    value: (value: unknown) => grammar.parameter(parameters.push(value)),
    moment: (at: Date | null, kind: 'instant' | 'date') => grammar.momentParameter(parameters.push(at === null ? null : kind === 'date' ? businessDate(new Date(at.getTime() - 1)) : formatInstant(at)), kind),
  }
}

/** Texts of every statement of a mapping. */
export function createNames(mapping: AccountMapping, grammar: Grammar) {
  const { account, role, link, journal } = mapping
  const table = (name: string) => name.split('.').map((part) => grammar.quote(part)).join('.')
  const column = (alias: string, name: string) => `${alias}.${grammar.quote(name)}`
  const optional = (alias: string, name: string | undefined) => (name === undefined ? 'null' : column(alias, name))
  const moment = (alias: string, at: Moment | undefined) => (at === undefined ? 'null' : grammar.momentText(column(alias, at.column), at.kind))
  const conditions = (statement: ReturnType<typeof writeStatement>, alias: string, fixed: Readonly<Record<string, unknown>>) => Object.entries(fixed).map(([name, value]) => `${column(alias, name)} = ${statement.value(value)}`)
  const where = (list: readonly string[]) => (list.length === 0 ? '' : ` where ${list.join(' and ')}`)
  const accountId = account.id ?? account.name
  const roleId = role.id ?? role.code

  const holder = (statement: ReturnType<typeof writeStatement>, name: string) => `(select ${column('a', accountId)} from ${table(account.table)} a where ${column('a', account.name)} = ${statement.value(name)})`
  const held = (statement: ReturnType<typeof writeStatement>, code: string) => `(select ${column('r', roleId)} from ${table(role.table)} r where ${column('r', role.code)} = ${statement.value(code)})`
  const ofLink = (statement: ReturnType<typeof writeStatement>, name: string, code: string) =>
    [`${grammar.quote(link.account)} = ${holder(statement, name)}`, `${grammar.quote(link.role)} = ${held(statement, code)}`, ...assignments(statement, link.fixed)].join(' and ')
  const assignments = (statement: ReturnType<typeof writeStatement>, values: Readonly<Record<string, unknown>>) => Object.entries(values).map(([name, value]) => `${grammar.quote(name)} = ${statement.value(value)}`)
  const inserted = (name: string, columns: ReadonlyArray<readonly [string, string]>) => `insert into ${table(name)} (${columns.map(([one]) => grammar.quote(one)).join(', ')}) values (${columns.map(([, text]) => text).join(', ')})`

  return {
    accountQuery(wanted: { named: string; isLocked: boolean } | { after: string | null; limit: number }): Statement {
      const statement = writeStatement(grammar)
      const list = [accountId, account.name, account.displayName].map((name) => column('a', name))
      list.push(optional('a', account.unit), optional('a', account.post), column('a', account.state.column), moment('a', account.validTo), moment('a', account.lastUsedAt), optional('a', account.version), optional('a', account.service?.column))
      const narrowed = conditions(statement, 'a', account.fixed)
      if ('named' in wanted) narrowed.push(`${column('a', account.name)} = ${statement.value(wanted.named)}`)
      else if (wanted.after !== null) narrowed.push(`${column('a', account.name)} > ${statement.value(wanted.after)}`)
      const tail = 'named' in wanted ? (wanted.isLocked ? ' for update' : '') : ` order by ${column('a', account.name)} limit ${Math.trunc(wanted.limit)}`
      return { text: `select ${list.join(', ')} from ${table(account.table)} a${where(narrowed)}${tail}`, parameters: statement.parameters }
    },
    linkQuery(ids: readonly unknown[]): Statement {
      const statement = writeStatement(grammar)
      const narrowed = [`${column('l', link.account)} in (${ids.map((id) => statement.value(id)).join(', ')})`, ...conditions(statement, 'l', link.fixed), ...conditions(statement, 'r', role.fixed)]
      return { text: `select ${column('l', link.account)}, ${column('r', role.code)}, ${moment('l', link.validTo)} from ${table(link.table)} l join ${table(role.table)} r on ${column('r', roleId)} = ${column('l', link.role)}${where(narrowed)}`, parameters: statement.parameters }
    },
    roleQuery(): Statement {
      const statement = writeStatement(grammar)
      return { text: `select ${column('r', role.code)}, ${column('r', role.title)}, ${optional('r', role.privileged?.column)}, ${optional('r', role.exclusionGroup)} from ${table(role.table)} r${where(conditions(statement, 'r', role.fixed))} order by ${column('r', role.code)}`, parameters: statement.parameters }
    },
    journalQuery(key: string): Statement | undefined {
      if (journal === undefined) return undefined
      const statement = writeStatement(grammar)
      return { text: `select 1 from ${table(journal.table)} j where ${column('j', journal.key)} = ${statement.value(key)}`, parameters: statement.parameters }
    },
    insertAccount(after: TargetAccount, now: Date, newId: () => string): Statement {
      const statement = writeStatement(grammar)
      const columns: Array<readonly [string, string]> = []
      const put = (name: string | undefined, value: unknown) => name !== undefined && columns.push([name, statement.value(value)])
      if (account.newId === 'uuid') put(account.id, newId())
      put(account.name, after.account)
      put(account.displayName, after.displayName)
      put(account.unit, after.unit)
      put(account.post, after.post)
      put(account.state.column, account.state[after.state])
      put(account.version, 1)
      if (account.updatedAt) columns.push([account.updatedAt.column, statement.moment(now, account.updatedAt.kind)])
      for (const [name, value] of Object.entries({ ...account.fixed, ...account.defaults })) put(name, value)
      return { text: inserted(account.table, columns), parameters: statement.parameters }
    },
    updateAccount(name: string, changed: { unit?: string; post?: string; state?: TargetAccount['state'] }, now: Date): Statement | undefined {
      const statement = writeStatement(grammar)
      const list = assignments(statement, {
        ...(changed.unit !== undefined && account.unit !== undefined ? { [account.unit]: changed.unit } : {}),
        ...(changed.post !== undefined && account.post !== undefined ? { [account.post]: changed.post } : {}),
        ...(changed.state !== undefined ? { [account.state.column]: account.state[changed.state] } : {}),
      })
      if (account.version) list.push(`${grammar.quote(account.version)} = ${grammar.quote(account.version)} + 1`)
      if (account.updatedAt) list.push(`${grammar.quote(account.updatedAt.column)} = ${statement.moment(now, account.updatedAt.kind)}`)
      if (list.length === 0) return undefined
      return { text: `update ${table(account.table)} set ${list.join(', ')} where ${grammar.quote(account.name)} = ${statement.value(name)}`, parameters: statement.parameters }
    },
    insertLink(name: string, code: string, validTo: string | null, now: Date): Statement {
      const statement = writeStatement(grammar)
      const columns: Array<readonly [string, string]> = [[link.account, holder(statement, name)], [link.role, held(statement, code)]]
      if (link.validFrom) columns.push([link.validFrom.column, statement.moment(now, link.validFrom.kind)])
      if (link.validTo) columns.push([link.validTo.column, statement.moment(validTo === null ? null : new Date(validTo), link.validTo.kind)])
      for (const [one, value] of Object.entries({ ...link.fixed, ...link.defaults })) columns.push([one, statement.value(value)])
      return { text: inserted(link.table, columns), parameters: statement.parameters }
    },
    updateLink(name: string, code: string, validTo: string | null): Statement | undefined {
      if (link.validTo === undefined) return undefined
      const statement = writeStatement(grammar)
      const set = `${grammar.quote(link.validTo.column)} = ${statement.moment(validTo === null ? null : new Date(validTo), link.validTo.kind)}`
      return { text: `update ${table(link.table)} set ${set} where ${ofLink(statement, name, code)}`, parameters: statement.parameters }
    },
    deleteLink(name: string, code: string): Statement {
      const statement = writeStatement(grammar)
      return { text: `delete from ${table(link.table)} where ${ofLink(statement, name, code)}`, parameters: statement.parameters }
    },
    insertJournal({ key, order }: Pick<AccountWarrant, 'key' | 'order'>, name: string, now: Date): Statement | undefined {
      if (journal === undefined) return undefined
      const statement = writeStatement(grammar)
      const columns: Array<readonly [string, string]> = [[journal.key, statement.value(key)]]
      for (const [one, value] of [[journal.account, name], [journal.order, order.number], [journal.approver, order.approver]] as const) if (one !== undefined) columns.push([one, statement.value(value)])
      if (journal.at) columns.push([journal.at.column, statement.moment(now, journal.at.kind)])
      return { text: inserted(journal.table, columns), parameters: statement.parameters }
    },
  }
}

export type SqlNames = ReturnType<typeof createNames>

/** The statements that lead from one snapshot to the other, in order; the dry run shows exactly what will be executed. */
export function accountSteps(
  { account, link, journal }: AccountMapping,
  names: SqlNames,
  { before, after, now, newId, warrant }: { before: TargetAccount | null; after: TargetAccount; now: Date; newId: () => string; warrant: Pick<AccountWarrant, 'key' | 'order'> },
): AccountStep[] {
  const steps: AccountStep[] = []
  const add = (does: string, statement: Statement | undefined) => statement !== undefined && steps.push({ does, statement: statement.text, parameters: statement.parameters })
  add(`在 ${journal?.table} 登记流水`, names.insertJournal(warrant, after.account, now))
  if (before === null) add(`在 ${account.table} 新增账号 ${after.account}`, names.insertAccount(after, now, newId))
  else {
    const changed = { ...(before.unit === after.unit ? {} : { unit: after.unit }), ...(before.post === after.post ? {} : { post: after.post }), ...(before.state === after.state ? {} : { state: after.state }) }
    const told = [changed.state === undefined ? '' : `状态改为${targetAccountState.titles[changed.state]}`, changed.unit === undefined ? '' : '更新单位', changed.post === undefined ? '' : '更新岗位'].filter(Boolean)
    add(`在 ${account.table} 更新账号 ${after.account}${told.length > 0 ? `：${told.join('、')}` : '的版本'}`, names.updateAccount(after.account, changed, now))
  }
  const held = before?.roles ?? []
  for (const { role } of held) if (!after.roles.some((one) => one.role === role)) add(`在 ${link.table} 收回角色 ${role}`, names.deleteLink(after.account, role))
  for (const { role, validTo } of after.roles) {
    const was = held.find((one) => one.role === role)
    if (was === undefined) add(`在 ${link.table} 授予角色 ${role}`, names.insertLink(after.account, role, validTo, now))
    else if (was.validTo !== validTo) add(`在 ${link.table} 修改角色 ${role} 的期限`, names.updateLink(after.account, role, validTo))
  }
  return steps
}
