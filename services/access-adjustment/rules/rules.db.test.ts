import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { openWorkOrder } from '#spine/spine.ts'
import { accessBed, prepareTarget } from '../testing/access-bed.ts'
import type { AccessRules, ProposedRules } from './api.ts'
import { decideRules, proposeRules, withdrawRules } from './change-rules.ts'
import { listRuleVersions, readRulesInForce, readRuleVersion } from './read-rules.ts'

const bed = await accessBed()
await prepareTarget(bed, 'cost-information', 'cost_target')
const check = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem: 'cost-information', title: '核对', input: { kind: 'on-demand' } }))
await bed.perform(check.workOrderId)
const { security: proposer, lead: approver, manager } = bed.people
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))
const current = async (): Promise<AccessRules> => (await bed.as(proposer, readRulesInForce)).items.find(({ subsystem }) => subsystem === '')?.rules ?? assert.fail('no general rules')
const propose = (more: Partial<ProposedRules>, by = proposer) => bed.as(by, async (ctx) => proposeRules(ctx, { ruleVersionId: randomUUID(), subsystem: '', basedOn: 1, effectiveOn: '2024-09-05', reason: '按新的职责分工', ...(await current()), ...more }))
const suspended = () => bed.submit({ subsystem: 'cost-information', kind: 'suspend', lines: [{ target: 'accounts', account: 'zhang', displayName: '', unit: '', post: '', grant: [], revoke: [] }] })
const stepsOf = async (requestId: string) => (await bed.read(requestId)).approvals.map(({ title }) => title)

test('Everything that is wrong with new rules is told at once, each at its place, and nothing is kept', async () => {
  await bed.pool.query("insert into platform.role (role_code, title, description) values ('empty', '空缺', '') on conflict do nothing")
  await bed.pool.query("insert into platform.role_permission (role_code, permission) values ('empty', 'request:approve') on conflict do nothing")
  const step = (roleCode: string, title = '步骤') => ({ title, roleCode, expiresAfterWorkingDays: 2 })
  const pair = { oneRole: 'a', otherRole: 'b', title: '甲乙分离', basis: '规范' }
  const { problems, status } = await refusal(propose({ effectiveOn: '2024-09-01', ordinary: [step('no-such'), step('empty')], privileged: [step('client-lead'), step('client-lead', '再批')], exclusions: [pair, { ...pair, oneRole: 'b', otherRole: 'a' }, { ...pair, oneRole: 'c', otherRole: 'c' }] }))
  assert.equal(status, 422)
  assert.deepEqual(problems.map(({ place }) => place), ['body.effectiveOn', 'body.ordinary.0.roleCode', 'body.ordinary.1.roleCode', 'body.privileged.1.roleCode', 'body.exclusions.1.oneRole', 'body.exclusions.2.otherRole'])
  assert.match(problems.map(({ message }) => message).join('\n'), /已经过去.*不追溯[^]*没有可以审批的角色 no-such[^]*没有人担任[^]*须由两人办理[^]*与第 1 条重复[^]*两个不同的角色/)
  assert.match((await refusal(propose({ ordinary: [], privileged: [] }))).problems.map(({ message }) => message).join(), /通用路线至少要有一个步骤/)
  assert.match((await refusal(propose({}))).problems[0]?.message ?? '', /没有不同/)
  assert.equal((await bed.as(proposer, (ctx) => listRuleVersions(ctx, { page: 1, pageSize: 50 }))).total, 1)
})

test('Rules are proposed by one and approved by another, hold from their day on, and never for what was submitted before', async () => {
  const rules = await current()
  const before = await suspended()
  const { ruleVersionId, version } = await propose({ ordinary: [{ title: '甲方负责人直接批准', roleCode: 'client-lead', expiresAfterWorkingDays: 5 }] })
  assert.equal(version, 2)
  assert.equal((await refusal(propose({ exclusions: [] }))).code, 'access-rule.already-proposed')
  assert.equal((await refusal(bed.as(proposer, (ctx) => decideRules(ctx, ruleVersionId, 'approved', '')))).code, 'access-rule.own-approval')
  const set = (sql: string, value: unknown) => bed.pool.query(`update access_adjustment.rule_version set ${sql} where rule_version_id = $1`, [ruleVersionId, value])
  await assert.rejects(set("state = 'approved', decided_at = now(), decided_by = $2", proposer.userId), /rule_version_four_eyes/)
  await assert.rejects(set('ordinary = $2', '[]'), /不能修改/)
  const read = await bed.as(approver, (ctx) => readRuleVersion(ctx, ruleVersionId))
  assert.deepEqual([read.actions.includes('decide'), read.differences.map(({ title }) => title)], [true, ['一般权限的审批路线']])
  assert.match(read.differences[0]?.after ?? '', /甲方负责人直接批准/)
  await bed.as(approver, (ctx) => decideRules(ctx, ruleVersionId, 'approved', '同意'))
  assert.deepEqual(await stepsOf((await suspended()).requestId), rules.ordinary.map(({ title }) => title), 'approved, but its day has not come')
  bed.at('2024-09-05T00:00:00+08:00')
  const after = await suspended()
  assert.deepEqual(await stepsOf(after.requestId), ['甲方负责人直接批准'])
  assert.deepEqual(await stepsOf(before.requestId), rules.ordinary.map(({ title }) => title), 'what was submitted keeps its way')
  assert.equal((await refusal(propose({ exclusions: [], basedOn: 1 }))).code, 'access-rule.out-of-date')
})

test('A subsystem may have a route of its own and more exclusions; a proposal may be withdrawn or refused with a reason', async () => {
  const own = { subsystem: 'cost-information' as const, basedOn: 0, ordinary: [], exclusions: [{ oneRole: 'reader', otherRole: 'clerk', title: '查询与经办分离', basis: '造价处规定' }] }
  const privileged = [{ title: '负责人', roleCode: 'client-lead', expiresAfterWorkingDays: 2 }, { title: '项目经理', roleCode: 'project-manager', expiresAfterWorkingDays: 2 }]
  const first = await propose({ ...own, privileged })
  assert.equal((await refusal(bed.as(manager, (ctx) => decideRules(ctx, first.ruleVersionId, 'refused', '')))).code, 'access-rule.note-missing')
  await bed.as(proposer, (ctx) => withdrawRules(ctx, first.ruleVersionId))
  assert.equal((await refusal(bed.as(manager, (ctx) => decideRules(ctx, first.ruleVersionId, 'approved', '')))).code, 'access-rule.wrong-state')
  const second = await propose({ ...own, privileged })
  await bed.as(manager, (ctx) => decideRules(ctx, second.ruleVersionId, 'approved', ''))
  const line = (grant: string[]) => ({ target: 'accounts' as const, account: 'zhang', displayName: '', unit: '', post: '', grant, revoke: [] })
  const told = await refusal(bed.submit({ subsystem: 'cost-information', kind: 'change', lines: [line(['clerk'])] }))
  assert.match(told.problems[0]?.message ?? '', /查询与经办分离/)
  const boss = await bed.submit({ subsystem: 'cost-information', kind: 'privileged', lines: [line(['boss'])] })
  assert.deepEqual(await stepsOf(boss.requestId), ['负责人', '项目经理'])
  assert.deepEqual(await stepsOf((await suspended()).requestId), ['甲方负责人直接批准'], 'an empty route is the general one')
})
