import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { TargetAccount } from '#shared/maintenance/target-account.ts'
import type { KindRequest, SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { targetsOf } from '../targets/targets.store.ts'
import { lineProblems } from './change-of.ts'
import { accessForms, accessIssuer, accessTarget, formKindFor, type AccessForm, type AccessFormKind } from './api.ts'
import { brokenRules } from '../rules/exclusion-rules.ts'
import { exclusionsToday } from '../rules/rules.store.ts'

const MAX_TOLD = 500
/** What is approved for a later day than this is approved on facts that will no longer hold. */
const FURTHEST_DAYS = 366

/**
 * Everything that is wrong with a form beyond its shape, all at once: the wrong form of the two, papers that are missing,
 * accounts and roles that the target does not know, duties that must stay apart. What the target itself will say is the dry
 * run's to tell; this goes by what was last read of it.
 */
export async function checkForm(ctx: SpineCtx, form: AccessForm, request: KindRequest<AccessForm>): Promise<readonly InputProblem[]> {
  const problems: InputProblem[] = [...wrongForm(form, request.kind as AccessFormKind)]
  if (problems.length > 0) return problems
  const paper = await accessTables(ctx).selectFrom('spine.requestFile').select('requestFileId').where('requestId', '=', request.requestId).where('kind', '=', 'official-document').executeTakeFirst()
  if (!paper) problems.push({ place: 'files', message: '请先上传提出部门的公文（附件类别选“公文”），再提交' })
  if (form.kind === 'temporary' && form.hours === null) problems.push({ place: 'form.hours', message: '临时授权须填写期限（小时），从生效之时起算' })
  if (form.hours !== null && !['temporary', 'privileged'].includes(form.kind)) problems.push({ place: 'form.hours', message: '只有临时授权和特权授权填写期限' })
  const today = businessDate(ctx.now)
  if (form.startsOn !== null && form.startsOn < today) problems.push({ place: 'form.startsOn', message: `生效日期 ${form.startsOn} 已经过去；批准后立即生效的不填` })
  if (form.startsOn !== null && form.startsOn > addDays(today, FURTHEST_DAYS)) problems.push({ place: 'form.startsOn', message: '生效日期至多在一年之内' })
  problems.push(...(await lineChecks(ctx, form)))
  return problems.length > MAX_TOLD ? [...problems.slice(0, MAX_TOLD), { place: 'form.lines', message: `另有 ${problems.length - MAX_TOLD} 处问题，请先改正以上各处` }] : problems
}

/** 合同 M2：资质系统由业务部门提交用户配置调整申请表，其余由综合事务中心提交系统权限调整单。 */
export function wrongForm(form: Pick<AccessForm, 'subsystem' | 'issuer'>, kind: AccessFormKind): InputProblem[] {
  const right = accessForms[formKindFor(form.subsystem)]
  const problems: InputProblem[] = []
  if (!accessForms[kind].serves(form.subsystem)) problems.push({ place: 'form.subsystem', message: `${subsystems.titles[form.subsystem]}须用《${right.title}》，由${accessIssuer.titles[right.issuer]}提出（合同 M2，AMB-10）；本单退回` })
  else if (form.issuer !== right.issuer) problems.push({ place: 'form.issuer', message: `《${right.title}》须由${accessIssuer.titles[right.issuer]}提出（合同 M2，AMB-10）；本单退回` })
  return problems
}

/** What the lines ask for, held against what was last read of the targets and what forms have done since. */
export async function lineChecks(ctx: SpineCtx, form: Pick<AccessForm, 'subsystem' | 'kind' | 'lines'>): Promise<InputProblem[]> {
  const db = accessTables(ctx)
  const targets = new Map((await targetsOf(ctx, form.subsystem)).map((target) => [target.target, target]))
  const componentIds = [...targets.values()].map(({ componentId }) => componentId)
  if (componentIds.length === 0) return [{ place: 'form.subsystem', message: '该子系统还没有登记账号维护接口，请系统管理员在“被管系统”中登记' }]
  const names = [...new Set(form.lines.map(({ account }) => account))]
  const live = await db.selectFrom('accessAdjustment.liveAccount').select(['componentId', 'account', 'facts']).where('componentId', 'in', componentIds).where('account', 'in', names).execute()
  const expected = await db.selectFrom('accessAdjustment.expectedAccount').select(['componentId', 'account', 'facts']).where('componentId', 'in', componentIds).where('account', 'in', names).execute()
  const offered = await db.selectFrom('accessAdjustment.liveRole').selectAll().where('componentId', 'in', componentIds).execute()
  // What a form of ours made since the last reading is newer than that reading.
  const known = new Map([...live, ...expected].map((row) => [`${row.componentId} ${row.account}`, row.facts as TargetAccount]))
  const rules = await exclusionsToday(ctx, form.subsystem)
  const rolesOf = Map.groupBy(offered, ({ componentId }) => componentId)
  const problems: InputProblem[] = []
  const seen = new Set<string>()
  for (const [index, line] of form.lines.entries()) {
    const place = `form.lines.${index}`
    problems.push(...lineProblems(form, line, place))
    const target = targets.get(line.target)
    if (target === undefined) {
      problems.push({ place: `${place}.target`, message: `${line.account}：该子系统没有“${accessTarget.titles[line.target]}”这一对象` })
      continue
    }
    const key = `${target.componentId} ${line.account}`
    if (seen.has(key)) problems.push({ place: `${place}.account`, message: `${line.account}：同一对象同一账号在单中出现多次` })
    seen.add(key)
    const roles = rolesOf.get(target.componentId) ?? []
    if (roles.length === 0) problems.push({ place: `${place}.target`, message: `“${target.title}”的角色清单还没有读到，请先做一次账户核对` })
    for (const role of line.grant) if (roles.length > 0 && !roles.some((one) => one.role === role)) problems.push({ place: `${place}.grant`, message: `${line.account}：没有角色 ${role}，可授予的有 ${roles.map((one) => `${one.role}（${one.title}）`).join('、')}` })
    const present = known.get(key)
    if (form.kind === 'new' && present !== undefined && present.state !== 'closed') problems.push({ place: `${place}.account`, message: `${line.account}：账号已存在` })
    if (form.kind !== 'new' && form.kind !== 'undo' && present === undefined) problems.push({ place: `${place}.account`, message: `${line.account}：最近一次核对没有读到这个账号` })
    if (present?.isService === true) problems.push({ place: `${place}.account`, message: `${line.account}：程序使用的账号不由申请单调整` })
    const after = [...(present?.roles ?? []).map(({ role }) => role).filter((role) => !line.revoke.includes(role)), ...line.grant]
    for (const rule of brokenRules(rules, roles, after)) problems.push({ place: `${place}.grant`, message: `${line.account}：${rule.title}，一人不得同时持有 ${rule.roles.join(' 与 ')}（${rule.basis}）` })
    if (form.kind === 'leave') problems.push(...leftBehind(form, line.account, line.target, targets, known, place))
  }
  return problems
}

/** Who leaves has no right left anywhere in the system: the mobile client is a second target that a form must name. */
function leftBehind(form: Pick<AccessForm, 'lines'>, account: string, listed: string, targets: ReadonlyMap<string, { componentId: string; title: string; target: string }>, known: ReadonlyMap<string, TargetAccount>, place: string): InputProblem[] {
  return [...targets.values()].flatMap(({ componentId, target }) => {
    const other = known.get(`${componentId} ${account}`)
    if (target === listed || other === undefined || other.state === 'closed' || form.lines.some((line) => line.account === account && line.target === target)) return []
    return [{ place: `${place}.target`, message: `${account}：在“${accessTarget.titles[target as keyof typeof accessTarget.titles]}”还有账号，离岗须一并列入本单` }]
  })
}
