import type { InputProblem } from '#shared/problem.ts'
import { accessPrivilege, type AccessRules, type ProposedRules, type RouteStep } from './api.ts'

export type RuleFacts = {
  readonly today: string
  /** Who holds each role that may approve, by their ids (deputies are for absences, and do not count). */
  readonly holders: ReadonlyMap<string, readonly string[]>
  /** The version that the proposal would replace. */
  readonly before: AccessRules | undefined
  /** Positions of steps for which no person of their own is left (`withoutPersonOfOwn` of the spine). */
  readonly withoutPerson: (able: ReadonlyArray<readonly string[]>) => readonly number[]
}

/** Everything that is wrong with rules beyond their shape, all at once: each with its place in the form. */
export function problemsOfRules(rules: Pick<ProposedRules, 'subsystem' | 'effectiveOn' | keyof AccessRules>, facts: RuleFacts): InputProblem[] {
  const problems: InputProblem[] = []
  if (rules.effectiveOn < facts.today) problems.push({ place: 'body.effectiveOn', message: `生效日期 ${rules.effectiveOn} 已经过去；规则只用于此后提交的单据，不追溯` })
  for (const privilege of accessPrivilege.values) problems.push(...problemsOfRoute(rules[privilege], `body.${privilege}`, accessPrivilege.titles[privilege], rules.subsystem === '', facts))
  const seen = new Map<string, number>()
  for (const [index, { oneRole, otherRole }] of rules.exclusions.entries()) {
    const place = `body.exclusions.${index}`
    if (oneRole === otherRole) problems.push({ place: `${place}.otherRole`, message: `第 ${index + 1} 条分离规则：须是两个不同的角色` })
    const pair = [oneRole, otherRole].toSorted().join(' ')
    const first = seen.get(pair)
    if (first === undefined) seen.set(pair, index)
    else problems.push({ place: `${place}.oneRole`, message: `第 ${index + 1} 条分离规则与第 ${first + 1} 条重复` })
  }
  if (facts.before !== undefined && JSON.stringify(facts.before) === JSON.stringify({ ordinary: rules.ordinary, privileged: rules.privileged, exclusions: rules.exclusions })) problems.push({ place: 'body', message: '与现行版本没有不同' })
  return problems
}

function problemsOfRoute(steps: readonly RouteStep[], place: string, title: string, isGeneral: boolean, { holders, withoutPerson }: RuleFacts): InputProblem[] {
  if (steps.length === 0) return isGeneral ? [{ place, message: `${title}的通用路线至少要有一个步骤` }] : []
  const problems = steps.flatMap(({ roleCode, title: step }, index) => {
    const people = holders.get(roleCode)
    if (people === undefined) return [{ place: `${place}.${index}.roleCode`, message: `${title}第 ${index + 1} 步“${step}”：没有可以审批的角色 ${roleCode}` }]
    return people.length === 0 ? [{ place: `${place}.${index}.roleCode`, message: `${title}第 ${index + 1} 步“${step}”：现在没有人担任这个角色，单据将无人审批` }] : []
  })
  if (problems.length > 0) return problems
  return withoutPerson(steps.map(({ roleCode }) => holders.get(roleCode) ?? [])).map((index) => ({ place: `${place}.${index}.roleCode`, message: `${title}第 ${index + 1} 步：前面的步骤已用去担任此角色的人，两个步骤须由两人办理` }))
}

/** What a version changes against the one before, in words that an approver reads. */
export function ruleDifferences(before: AccessRules | undefined, after: AccessRules, roleTitle: (code: string) => string): Array<{ title: string; before: string; after: string }> {
  const route = (steps: readonly RouteStep[] | undefined) => (steps ?? []).map((step, index) => `${index + 1}. ${step.title}（${roleTitle(step.roleCode)}，${step.expiresAfterWorkingDays} 个工作日）`).join('；') || '用通用路线'
  const differences = accessPrivilege.values.map((privilege) => ({ title: `${accessPrivilege.titles[privilege]}的审批路线`, before: before === undefined ? '' : route(before[privilege]), after: route(after[privilege]) }))
  const line = ({ title, oneRole, otherRole, basis }: AccessRules['exclusions'][number]) => `${title}：${oneRole} 与 ${otherRole}（${basis}）`
  const [old, now] = [(before?.exclusions ?? []).map(line), after.exclusions.map(line)]
  return [
    ...differences,
    ...old.filter((one) => !now.includes(one)).map((one) => ({ title: '职责分离规则', before: one, after: '' })),
    ...now.filter((one) => !old.includes(one)).map((one) => ({ title: '职责分离规则', before: '', after: one })),
  ].filter((one) => one.before !== one.after)
}
