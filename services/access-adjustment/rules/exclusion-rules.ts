import type { Exclusion } from './api.ts'

export type OfferedRole = { readonly role: string; readonly exclusionGroup: string | null }
export type BrokenRule = { readonly title: string; readonly basis: string; readonly roles: readonly string[] }

/** Rules that a set of roles in one person breaks: those of ours as data, and the groups that the target itself keeps. */
export function brokenRules(rules: readonly Exclusion[], offered: readonly OfferedRole[], held: readonly string[]): readonly BrokenRule[] {
  const broken: BrokenRule[] = rules.filter(({ oneRole, otherRole }) => held.includes(oneRole) && held.includes(otherRole)).map(({ title, basis, oneRole, otherRole }) => ({ title, basis, roles: [oneRole, otherRole] }))
  const groups = Map.groupBy(offered.filter(({ role, exclusionGroup }) => exclusionGroup !== null && held.includes(role)), ({ exclusionGroup }) => exclusionGroup)
  for (const [group, members] of groups) {
    const roles = members.map(({ role }) => role)
    if (roles.length > 1 && !broken.some((one) => one.roles.every((role) => roles.includes(role)))) broken.push({ title: '角色互斥', basis: `目标系统互斥组 ${group}`, roles })
  }
  return broken
}
