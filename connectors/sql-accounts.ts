import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'
import { accountAfter, isReached, isSameAccount, type AccountChange, type TargetAccount, type TargetAccountState, type TargetRole } from '#shared/maintenance/target-account.ts'

import { type AccountMapping, tablesOf } from './account-mapping.ts'
import type { AccountDoor, AccountPlan, AccountStep, AccountWarrant, LimitsProof } from './connector.ts'
import { failure } from './network-failure.ts'
import { accountSteps, createNames } from './sql-account-steps.ts'

/** A transaction's way to the server: parameters only, one statement a call. */
export type SqlSession = { run(statement: string, parameters?: readonly unknown[]): Promise<{ readonly rows: ReadonlyArray<readonly unknown[]>; readonly affected: number }> }

/** Does the work of a transaction that has begun and ends it: reads leave nothing behind, a failure takes everything back. */
export async function finishTransaction<T>(query: (statement: string) => Promise<unknown>, mode: 'read' | 'write', work: () => Promise<T>): Promise<T> {
  try {
    const outcome = await work()
    await query(mode === 'read' ? 'rollback' : 'commit')
    return outcome
  } catch (error) {
    await query('rollback').catch(() => {})
    throw error
  }
}

/** What differs between the engines. */
export type SqlEngine = {
  readonly where: string
  quote(name: string): string
  parameter(position: number): string
  /** Expression for a column's moment as ISO text, and for a parameter that becomes one. */
  momentText(column: string, kind: 'instant' | 'date'): string
  momentParameter(position: number, kind: 'instant' | 'date'): string
  /** One transaction within the limits of the door; `read` is read-only and rolled back. */
  transact<T>(mode: 'read' | 'write', work: (session: SqlSession) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Columns of a table in the live catalogue, undefined where there is no such table; `unique` are those that alone are a key. */
  columnsOf(session: SqlSession, table: string): Promise<{ readonly columns: readonly string[]; readonly unique: readonly string[] } | undefined>
  proveLimits(): Promise<LimitsProof>
}

const PAGE = 200
/** Stands in a dry run for what only the execution knows. */
const UNWARRANTED: Pick<AccountWarrant, 'key' | 'order'> = { key: '（执行时给定）', order: { number: '（执行时给定）', requester: '', approver: '（执行时给定）', executor: '', reason: '' } }

/** Accounts of a system that keeps them in tables of its own, as the mapping tells. */
export function openSqlAccounts(mapping: AccountMapping, engine: SqlEngine, now: () => Date): AccountDoor {
  const names = createNames(mapping, engine)
  const keep = roundTo(mapping)
  const conflict = (detail: string) => failure('conflict', engine.where, detail)
  let isChecked = false

  const checkMapping = async (signal?: AbortSignal) => {
    const problems = await engine.transact('read', (session) => mappingProblems(mapping, engine, session), signal)
    isChecked = problems.length === 0
    return problems
  }
  /** Nothing is written by a mapping that the live catalogue does not bear out. */
  const requireMapping = async (signal?: AbortSignal) => {
    const problems = isChecked ? [] : await checkMapping(signal)
    if (problems.length > 0) throw failure('unsupported', engine.where, `账号映射与数据库不符：${problems.join('；')}`)
  }

  const readOne = async (session: SqlSession, account: string, isLocked: boolean) => (await accountsOf(session, { account, isLocked }))[0] ?? null

  const accountsOf = async (session: SqlSession, wanted: { account: string; isLocked: boolean } | { after: string | null }): Promise<TargetAccount[]> => {
    const { text, parameters } = 'account' in wanted ? names.accountQuery({ named: wanted.account, isLocked: wanted.isLocked }) : names.accountQuery({ after: wanted.after, limit: PAGE })
    const { rows } = await session.run(text, parameters)
    if (rows.length === 0) return []
    const linked = names.linkQuery(rows.map(([id]) => id))
    const links = (await session.run(linked.text, linked.parameters)).rows
    return rows.map((row) => accountOf(mapping, row, links, engine.where))
  }

  const requireRoles = async (session: SqlSession, change: AccountChange) => {
    const wanted = 'grant' in change ? change.grant.map(({ role }) => role) : []
    if (wanted.length === 0) return
    const offered = new Set((await rolesOf(session)).map(({ role }) => role))
    const unknown = wanted.filter((role) => !offered.has(role))
    if (unknown.length > 0) throw conflict(`没有角色 ${unknown.join('、')}`)
  }
  const rolesOf = async (session: SqlSession): Promise<TargetRole[]> => {
    const { text, parameters } = names.roleQuery()
    const { rows } = await session.run(text, parameters)
    return rows.map(([role, title, privileged, group]) => ({
      role: String(role),
      title: String(title),
      isPrivileged: mapping.role.privileged !== undefined && isValue(privileged, mapping.role.privileged.value),
      exclusionGroup: group === null || group === undefined || group === '' ? null : String(group),
    }))
  }

  const planOn = (before: TargetAccount | null, change: AccountChange, warrant: Pick<AccountWarrant, 'key' | 'order'> = UNWARRANTED): AccountPlan => {
    const after = accountAfter(before, change, keep)
    if (!after.ok) throw conflict(after.problems.map(({ message }) => message).join('；'))
    return { before, after: after.value, steps: accountSteps(mapping, names, { before, after: after.value, now: now(), newId: () => crypto.randomUUID(), warrant }) }
  }

  const carryOut = async (session: SqlSession, steps: readonly AccountStep[]) => {
    for (const { does, statement, parameters } of steps) {
      const { affected } = await session.run(statement, parameters)
      if (affected < 1) throw conflict(`${does} 没有生效（0 行），已全部撤回`)
    }
  }

  const change = async (session: SqlSession, wanted: AccountChange, warrant: AccountWarrant): Promise<{ outcome: 'applied'; after: TargetAccount } | { outcome: 'repeated' }> => {
    const known = names.journalQuery(warrant.key)
    if (known !== undefined && (await session.run(known.text, known.parameters)).rows.length > 0) return { outcome: 'repeated' }
    const present = await readOne(session, wanted.account, true)
    if ((present?.version ?? null) !== warrant.basis) {
      // With a journal we would have found our own key: then somebody else has been here.
      if (known === undefined && isReached(present, wanted, keep)) return { outcome: 'repeated' }
      throw conflict(`账号 ${wanted.account} 在试运行之后已被改动，请重新核对`)
    }
    await requireRoles(session, wanted)
    const plan = planOn(present, wanted, warrant)
    await carryOut(session, plan.steps)
    return { outcome: 'applied', after: plan.after }
  }

  return {
    checkMapping,
    listRoles: (signal) => engine.transact('read', rolesOf, signal),
    async *listAccounts(signal) {
      for (let after: string | null = null; ; ) {
        const page: TargetAccount[] = await engine.transact('read', (session) => accountsOf(session, { after }), signal)
        if (page.length > 0) yield page
        if (page.length < PAGE) return
        after = page.at(-1)?.account ?? null
      }
    },
    readAccount: (account, signal) => engine.transact('read', (session) => readOne(session, account, false), signal),
    async planChange(asked, signal) {
      const wanted = storable(mapping, asked)
      await requireMapping(signal)
      return engine.transact('read', async (session) => {
        await requireRoles(session, wanted)
        return planOn(await readOne(session, wanted.account, false), wanted)
      }, signal)
    },
    async applyChange(asked, warrant, signal) {
      const wanted = storable(mapping, asked)
      await requireMapping(signal)
      const done = await engine.transact('write', (session) => change(session, wanted, warrant), signal)
      const after = await engine.transact('read', (session) => readOne(session, wanted.account, false), signal)
      if (after === null) throw failure('bad-answer', engine.where, `提交之后读不到账号 ${wanted.account}`)
      if (done.outcome === 'applied' && !isSameAccount(after, done.after)) throw failure('bad-answer', engine.where, `账号 ${wanted.account} 读回的结果与预期不符`)
      return { outcome: done.outcome, after }
    },
    proveLimits: () => engine.proveLimits(),
  }
}

/** Unit and post are asked for only where the system has a place for them. */
function storable({ account: { unit, post } }: AccountMapping, change: AccountChange): AccountChange {
  if (change.kind !== 'create' && change.kind !== 'transfer') return change
  return { ...change, ...(unit === undefined ? { unit: '' } : {}), ...(post === undefined ? { post: '' } : {}) }
}

/** Order of the columns of `accountQuery`; links follow as [account id, role code, valid to]. */
function accountOf({ account, link }: AccountMapping, row: readonly unknown[], links: ReadonlyArray<readonly unknown[]>, where: string): TargetAccount {
  const [id, name, displayName, unit, post, state, validTo, lastUsedAt, version, service] = row
  const roles = links
    .filter(([holder]) => String(holder) === String(id))
    .map(([, role, until]) => ({ role: String(role), validTo: momentOf(until, link.validTo?.kind) }))
    .toSorted((one, other) => (one.role < other.role ? -1 : 1))
  const facts = {
    account: String(name),
    displayName: String(displayName ?? ''),
    unit: String(unit ?? ''),
    post: String(post ?? ''),
    state: stateOf(account, state, where),
    roles,
    validTo: momentOf(validTo, account.validTo?.kind),
    isService: account.service !== undefined && isValue(service, account.service.value),
  }
  // Some systems count only what they change themselves: the facts are part of the version.
  return { ...facts, lastUsedAt: momentOf(lastUsedAt, account.lastUsedAt?.kind), version: sm3(canonicalJson({ ...facts, version: version === null || version === undefined ? '' : String(version) })).slice(0, 32) }
}

function stateOf({ state }: AccountMapping['account'], value: unknown, where: string): TargetAccountState {
  const known = (['active', 'suspended', 'closed'] as const).find((one) => isValue(value, state[one]))
  if (known === undefined) throw failure('bad-answer', where, `账号状态 ${String(value)} 不在映射之内，请补充 account.state`)
  return known
}

/** A boolean comes as true, 1 or '1', depending on engine and column. */
function isValue(value: unknown, mapped: string | number | boolean): boolean {
  return typeof mapped === 'boolean' ? [true, 1, '1', 't'].includes(value as string) === mapped : String(value) === String(mapped)
}

/** A date holds to the end of that day. */
function momentOf(text: unknown, kind: 'instant' | 'date' | undefined): string | null {
  if (text === null || text === undefined || kind === undefined) return null
  return formatInstant(kind === 'date' ? instantOf(String(text), 1_440) : new Date(String(text)))
}

/** What the target can hold of an end of validity: whole seconds, whole days, or nothing at all. */
function roundTo({ link }: AccountMapping): (validTo: string | null) => string | null {
  return (validTo) => {
    if (validTo === null || link.validTo === undefined) return null
    const at = new Date(validTo).getTime()
    return formatInstant(link.validTo.kind === 'date' ? instantOf(businessDate(new Date(at - 1)), 1_440) : new Date(Math.floor(at / 1_000) * 1_000))
  }
}

async function mappingProblems(mapping: AccountMapping, engine: SqlEngine, session: SqlSession): Promise<string[]> {
  const problems: string[] = []
  const keys = new Map([[mapping.account.table, mapping.account.name], [mapping.role.table, mapping.role.code], ...(mapping.journal === undefined ? [] : [[mapping.journal.table, mapping.journal.key] as const])])
  for (const { table, columns } of tablesOf(mapping)) {
    const found = await engine.columnsOf(session, table)
    if (found === undefined) {
      problems.push(`没有表 ${table}，或登录账号无权查看`)
      continue
    }
    const missing = columns.filter((column) => !found.columns.includes(column))
    if (missing.length > 0) problems.push(`表 ${table} 没有列 ${missing.join('、')}，或登录账号无权查看`)
    const key = keys.get(table)
    if (key !== undefined && missing.length === 0 && !found.unique.includes(key)) problems.push(`表 ${table} 的 ${key} 没有唯一约束，不能按它认定一行`)
  }
  return problems
}

