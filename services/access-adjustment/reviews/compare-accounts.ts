import { targetAccountState, type TargetAccount } from '#shared/maintenance/target-account.ts'
import type { DiscrepancyKind } from '../api.ts'
import type { Exclusion } from '../rules/api.ts'
import { brokenRules, type OfferedRole } from '../rules/exclusion-rules.ts'

export type Discrepancy = { readonly account: string; readonly kind: DiscrepancyKind; readonly title: string }

/** What an account should be, and what is still under way for it. */
export type Expectation = { readonly facts: TargetAccount }
export type PendingLine = { readonly account: string; readonly number: string; readonly isOverdue: boolean }
export type EndedGrant = { readonly account: string; readonly role: string; readonly endedAt: string }

export type Comparison = {
  readonly live: readonly TargetAccount[]
  readonly roles: readonly OfferedRole[]
  readonly expected: ReadonlyMap<string, Expectation>
  readonly hasBaseline: boolean
  readonly rules: readonly Exclusion[]
  /** Names of people who have left and of whom nobody of that name is still there. */
  readonly leavers: ReadonlySet<string>
  readonly pending: readonly PendingLine[]
  readonly endedGrants: readonly EndedGrant[]
  /** ISO instant. */
  readonly now: string
}

/** Both ways: what is on the target without a form, and what forms say that is not on the target. Accounts of programs are left out. */
export function compareAccounts({ live, roles, expected, hasBaseline, rules, leavers, pending, endedGrants, now }: Comparison): readonly Discrepancy[] {
  const found: Discrepancy[] = []
  const people = live.filter(({ isService }) => !isService)
  const unfounded = people.filter(({ account, state }) => state !== 'closed' && !expected.has(account))
  if (!hasBaseline && unfounded.length > 0) found.push({ account: '*', kind: 'orphan', title: `还没有导入期初账号：${unfounded.length} 个账号没有单据` })
  for (const present of people) {
    const { account } = present
    const tell = (kind: DiscrepancyKind, title: string) => void found.push({ account, kind, title: `${account}（${present.displayName}）${title}` })
    const should = expected.get(account)?.facts
    if (present.state !== 'closed') {
      if (should === undefined) {
        if (hasBaseline) tell('orphan', '没有任何单据')
      } else compareOne(present, should, tell)
      for (const rule of brokenRules(rules, roles, present.roles.map(({ role }) => role))) tell('over-privileged', `同时持有 ${rule.roles.join(' 与 ')}：${rule.title}`)
      if (should?.state === 'closed') tell('leaver', `已按单离岗，账号仍${targetAccountState.titles[present.state]}`)
      else if (present.state === 'active' && leavers.has(present.displayName)) tell('leaver', '同名人员已离岗，账号仍启用')
      for (const { role, validTo } of present.roles) if (validTo !== null && validTo <= now) tell('expired', `的角色 ${role} 已于 ${validTo.slice(0, 16).replace('T', ' ')} 到期，仍未收回`)
      for (const { role, endedAt } of endedGrants.filter((one) => one.account === account)) {
        const held = present.roles.find((one) => one.role === role)
        if (held !== undefined && (held.validTo === null || held.validTo > now)) tell('expired', `的限期角色 ${role} 已于 ${endedAt.slice(0, 16).replace('T', ' ')} 到期，仍在目标上`)
      }
    }
  }
  const names = new Set(live.map(({ account }) => account))
  for (const [account, { facts }] of expected) if (facts.state !== 'closed' && !names.has(account)) found.push({ account, kind: 'form-without-effect', title: `${account}（${facts.displayName}）按单应有，目标上没有` })
  for (const { account, number } of pending.filter(({ isOverdue }) => isOverdue)) found.push({ account, kind: 'form-without-effect', title: `${account} 的 ${number} 已批准，仍未执行` })
  return found
}

function compareOne(present: TargetAccount, should: TargetAccount, tell: (kind: DiscrepancyKind, title: string) => void): void {
  for (const { role, validTo } of present.roles) {
    const due = should.roles.find((one) => one.role === role)
    if (due === undefined) tell('effect-without-form', `多出角色 ${role}，没有申请单`)
    else if (due.validTo !== validTo && (validTo === null || (due.validTo !== null && validTo > due.validTo))) tell('effect-without-form', `的角色 ${role} 期限被延长，没有申请单`)
  }
  for (const { role } of should.roles) if (!present.roles.some((one) => one.role === role)) tell('form-without-effect', `按单应有角色 ${role}，目标上没有`)
  if (should.state === 'closed' || present.state === should.state) return
  if (should.state === 'suspended') tell('form-without-effect', `按单应停用，目标上为${targetAccountState.titles[present.state]}`)
  else tell('effect-without-form', `被${targetAccountState.titles[present.state]}，没有申请单`)
}
