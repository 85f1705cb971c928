import { z } from 'zod'
import { closedSet, type Member } from '../closed-set.ts'
import { formatInstant } from '../instant.ts'
import type { Parsed } from '../parsed.ts'
import type { InputProblem } from '../problem.ts'

/** State of an account on a business system, whatever the system itself calls it. */
export const targetAccountState = closedSet({ active: '启用', suspended: '停用', closed: '注销' })
export type TargetAccountState = Member<typeof targetAccountState>

/** An instant as every side writes it, so that equal instants are equal texts. */
const instantText = z.iso.datetime({ offset: true }).transform((text) => formatInstant(new Date(text)))

export const heldRole = z.strictObject({ role: z.string().min(1).max(100), /** Null for as long as nobody takes it away. */ validTo: instantText.nullable().default(null) })
export type HeldRole = z.output<typeof heldRole>

/** What a business system holds about one account. */
export const targetAccount = z.strictObject({
  /** What the system knows the account by. */
  account: z.string().min(1),
  displayName: z.string(),
  unit: z.string(),
  post: z.string(),
  state: targetAccountState.schema,
  /** In the order of their codes. */
  roles: z.array(heldRole),
  validTo: instantText.nullable(),
  lastUsedAt: instantText.nullable(),
  /** Used by a program: told, never changed by an order. */
  isService: z.boolean(),
  /** Differs after every change of the account: a plan names the version that it was made on. */
  version: z.string(),
})
export type TargetAccount = z.output<typeof targetAccount>

/** A role that a business system offers. */
export const targetRole = z.strictObject({ role: z.string(), title: z.string(), isPrivileged: z.boolean(), /** Roles of one group exclude each other in one person. */ exclusionGroup: z.string().nullable() })
export type TargetRole = z.output<typeof targetRole>

const account = z.string().trim().min(1, '请填写账号').max(64)
const text = z.string().trim().max(200)
const roles = z.array(heldRole).max(50).default([])
const codes = z.array(z.string().min(1)).max(50).default([])

/** One wished change of one account. Each says what shall hold afterwards, so doing it twice is doing it once. */
export const accountChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), account, displayName: text.min(1, '请填写姓名'), unit: text.default(''), post: text.default(''), grant: roles }),
  z.strictObject({ kind: z.literal('roles'), account, grant: roles, revoke: codes }),
  z.strictObject({ kind: z.literal('suspend'), account }),
  z.strictObject({ kind: z.literal('reopen'), account }),
  z.strictObject({ kind: z.literal('transfer'), account, unit: text, post: text, grant: roles, revoke: codes }),
  z.strictObject({ kind: z.literal('close'), account }),
])
export type AccountChange = z.output<typeof accountChange>

/** The order behind a change, kept by the system that it is carried out on. */
export const accountOrder = z.strictObject({
  number: z.string().min(1).max(64),
  requester: z.string().min(1).max(200),
  approver: z.string().min(1).max(200),
  executor: z.string().min(1).max(200),
  reason: z.string().min(1).max(500),
})
export type AccountOrder = z.output<typeof accountOrder>

/** What the account will be, or why the change cannot be made on what is there. `keep` rounds an end of validity to what the system can hold. */
export function accountAfter(before: TargetAccount | null, change: AccountChange, keep: (validTo: string | null) => string | null = (validTo) => validTo): Parsed<TargetAccount> {
  const problems: InputProblem[] = []
  const tell = (message: string) => void problems.push({ place: change.account, message })
  if (change.kind === 'create') {
    if (before !== null) tell(`账号 ${change.account} 已存在（${targetAccountState.titles[before.state]}）`)
    const { displayName, unit, post, grant } = change
    return settled(problems, { account: change.account, displayName, unit, post, state: 'active', roles: merged([], grant, [], keep), validTo: null, lastUsedAt: null, isService: false, version: '' })
  }
  if (before === null) return { ok: false, problems: [{ place: change.account, message: `没有账号 ${change.account}` }] }
  if (before.isService) tell(`${change.account} 是程序使用的账号，不由申请单调整`)
  if (before.state === 'closed') tell(`账号 ${change.account} 已注销`)
  if (change.kind === 'suspend' && before.state === 'suspended') tell(`账号 ${change.account} 已是停用`)
  if (change.kind === 'reopen' && before.state === 'active') tell(`账号 ${change.account} 已是启用`)
  if (change.kind === 'suspend') return settled(problems, { ...before, state: 'suspended' })
  if (change.kind === 'reopen') return settled(problems, { ...before, state: 'active' })
  if (change.kind === 'close') return settled(problems, { ...before, state: 'closed', roles: [] })
  for (const role of change.revoke) {
    if (!before.roles.some((held) => held.role === role)) tell(`账号 ${change.account} 没有角色 ${role}，不能收回`)
    if (change.grant.some((given) => given.role === role)) tell(`角色 ${role} 不能同时授予又收回`)
  }
  const after = { ...before, roles: merged(before.roles, change.grant, change.revoke, keep), ...(change.kind === 'transfer' ? { unit: change.unit, post: change.post } : {}) }
  if (problems.length === 0 && isSameAccount(before, after)) tell(`账号 ${change.account} 现状已符合，无需调整`)
  return settled(problems, after)
}

/** Whether everything that a change asks for holds already: how a repetition is told where the target keeps no journal. */
export function isReached(now: TargetAccount | null, change: AccountChange, keep: (validTo: string | null) => string | null = (validTo) => validTo): boolean {
  if (now === null) return false
  const holds = (given: readonly HeldRole[]) => given.every(({ role, validTo }) => now.roles.some((held) => held.role === role && held.validTo === keep(validTo)))
  const lacks = (codesGone: readonly string[]) => !now.roles.some(({ role }) => codesGone.includes(role))
  switch (change.kind) {
    case 'create':
      return now.state === 'active' && now.displayName === change.displayName && now.unit === change.unit && now.post === change.post && holds(change.grant) && now.roles.length === change.grant.length
    case 'roles':
      return holds(change.grant) && lacks(change.revoke)
    case 'transfer':
      return now.unit === change.unit && now.post === change.post && holds(change.grant) && lacks(change.revoke)
    case 'suspend':
      return now.state === 'suspended'
    case 'reopen':
      return now.state === 'active'
    case 'close':
      return now.state === 'closed' && now.roles.length === 0
  }
}

/** Whether an account is already what it should be; the version and the last use say nothing of that. */
export function isSameAccount(one: TargetAccount | null, other: TargetAccount | null): boolean {
  return accountDifference(one, other).length === 0
}

export type AccountDifference = { readonly field: string; readonly title: string; readonly before: string; readonly after: string }

const compared = Object.freeze({ displayName: '姓名', unit: '单位', post: '岗位', state: '状态', validTo: '账号有效期' } as const)

/** Field by field, roles one by one: what a form's evidence and its undo are made of. */
export function accountDifference(before: TargetAccount | null, after: TargetAccount | null): readonly AccountDifference[] {
  const differences: AccountDifference[] = []
  for (const [field, title] of Object.entries(compared) as Array<[keyof typeof compared, string]>) {
    const [was, is] = [before, after].map((one) => shown(one, field)) as [string, string]
    if (was !== is) differences.push({ field, title, before: was, after: is })
  }
  const codesHeld = new Set([before, after].flatMap((one) => (one?.roles ?? []).map(({ role }) => role)))
  for (const role of [...codesHeld].toSorted()) {
    const [was, is] = [before, after].map((one) => heldText(one, role)) as [string, string]
    if (was !== is) differences.push({ field: `roles.${role}`, title: `角色 ${role}`, before: was, after: is })
  }
  return differences
}

/**
 * The change that brings `after` back to `before`: made of the snapshots, for the compensating order. Null where nothing
 * leads back: an account that was closed keeps nothing, and its system never opens it again.
 */
export function changesBack(before: TargetAccount | null, after: TargetAccount): readonly AccountChange[] | null {
  const { account } = after
  if (before === null) return after.state === 'closed' ? [] : [{ kind: 'close', account }]
  if (after.state === 'closed' && before.state !== 'closed') return null
  const grant = before.roles.filter((held) => !after.roles.some((one) => one.role === held.role && one.validTo === held.validTo))
  const revoke = after.roles.filter(({ role }) => !before.roles.some((one) => one.role === role)).map(({ role }) => role)
  const changes: AccountChange[] = []
  if (before.unit !== after.unit || before.post !== after.post) changes.push({ kind: 'transfer', account, unit: before.unit, post: before.post, grant, revoke })
  else if (grant.length + revoke.length > 0) changes.push({ kind: 'roles', account, grant, revoke })
  if (before.state !== after.state) changes.push({ kind: before.state === 'active' ? 'reopen' : 'suspend', account })
  return changes
}

function merged(held: readonly HeldRole[], grant: readonly HeldRole[], revoke: readonly string[], keep: (validTo: string | null) => string | null): HeldRole[] {
  const kept = held.filter(({ role }) => !revoke.includes(role) && !grant.some((given) => given.role === role))
  return [...kept, ...grant.map(({ role, validTo }) => ({ role, validTo: keep(validTo) }))].toSorted((one, other) => (one.role < other.role ? -1 : 1))
}

function settled(problems: readonly InputProblem[], value: TargetAccount): Parsed<TargetAccount> {
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value }
}

function shown(one: TargetAccount | null, field: keyof typeof compared): string {
  if (one === null) return ''
  return field === 'state' ? targetAccountState.titles[one.state] : (one[field] ?? '')
}

function heldText(one: TargetAccount | null, role: string): string {
  const held = one?.roles.find((each) => each.role === role)
  return held === undefined ? '无' : held.validTo === null ? '持有' : `持有至 ${held.validTo.slice(0, 16).replace('T', ' ')}`
}
