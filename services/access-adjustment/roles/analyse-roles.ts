import type { Exclusion } from '../rules/api.ts'
import { brokenRules } from '../rules/exclusion-rules.ts'
import type { TargetAccount, TargetRole } from '#shared/maintenance/target-account.ts'

export type RoleUse = { readonly role: string; readonly title: string; readonly isPrivileged: boolean; readonly holders: number; /** Holders who have used the system within the period; null where the system does not tell. */ readonly activeHolders: number | null }
export type RoleAnalysis = {
  readonly roles: readonly RoleUse[]
  readonly unused: readonly string[]
  readonly idle: readonly string[]
  /** Pairs that the same people hold: one of them says nothing. */
  readonly duplicates: ReadonlyArray<readonly [string, string]>
  readonly conflicts: ReadonlyArray<{ readonly account: string; readonly displayName: string; readonly roles: readonly string[]; readonly title: string }>
}

/** Fewer common holders than these may be chance. */
const SAME_HOLDERS = 2

/** 优化权限体系: roles that nobody holds, that nobody uses, that say the same, and that must not meet in one person. Accounts of programs and closed ones are left out. */
export function analyseRoles(accounts: readonly TargetAccount[], offered: readonly TargetRole[], rules: readonly Exclusion[], usedSince: string): RoleAnalysis {
  const people = accounts.filter(({ state, isService }) => state !== 'closed' && !isService)
  const isTold = people.some(({ lastUsedAt }) => lastUsedAt !== null)
  const holdersOf = new Map(offered.map(({ role }) => [role, people.filter(({ roles }) => roles.some((held) => held.role === role))]))
  const roles = offered.map(({ role, title, isPrivileged }) => {
    const holders = holdersOf.get(role) ?? []
    return { role, title, isPrivileged, holders: holders.length, activeHolders: isTold ? holders.filter(({ lastUsedAt }) => lastUsedAt !== null && lastUsedAt >= usedSince).length : null }
  })
  const keys = new Map([...holdersOf].map(([role, holders]) => [role, holders.map(({ account }) => account).toSorted().join('\n')]))
  const duplicates: Array<readonly [string, string]> = []
  for (const [at, { role }] of offered.entries()) {
    for (const other of offered.slice(at + 1)) if ((holdersOf.get(role)?.length ?? 0) >= SAME_HOLDERS && keys.get(role) === keys.get(other.role)) duplicates.push([role, other.role])
  }
  return {
    roles,
    unused: roles.filter(({ holders }) => holders === 0).map(({ role }) => role),
    idle: roles.filter(({ holders, activeHolders }) => holders > 0 && activeHolders === 0).map(({ role }) => role),
    duplicates,
    conflicts: people.flatMap(({ account, displayName, roles: held }) => brokenRules(rules, offered, held.map(({ role }) => role)).map((rule) => ({ account, displayName, roles: rule.roles, title: rule.title }))),
  }
}
