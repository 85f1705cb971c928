import { addDays } from '#shared/calendar/dates.ts'
import { newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { setLadder } from '#spine/parties/escalation/set-ladder.ts'
import { registerPerson } from '#spine/parties/people/register-person.ts'
import { draftRoster } from '#spine/parties/rosters/draft-roster.ts'
import { publishRoster } from '#spine/parties/rosters/publish-roster.ts'
import { rosterKind, type RosterKind } from '#spine/parties/rosters/roster-kind.ts'
import { registerUnit } from '#spine/parties/units/register-unit.ts'
import type { UnitKind } from '#spine/parties/units/unit-kind.ts'

const units: ReadonlyArray<readonly [title: string, kind: UnitKind]> = [
  ['综合事务中心（示例）', 'client'],
  ['乙方（示例）', 'operator'],
  ['业务处室（示例）', 'business-department'],
  ['建筑业管理处（示例）', 'business-department'],
  ['建筑市场管理处（示例）', 'business-department'],
  ['人员资格管理处（示例）', 'business-department'],
  ['施工安全管理处（示例）', 'business-department'],
  ['执法总队（示例）', 'business-department'],
  ['造价管理处（示例）', 'business-department'],
  ['示例东区住建委', 'district'],
  ['示例西区住建委', 'district'],
  ['市政务数据平台（示例）', 'counterpart'],
  ['示例机房服务公司', 'supplier'],
]

type DemonstrationPerson = { readonly name: string; readonly unit: string; readonly jobTitle: string; readonly username?: string; readonly phone: string }

const operator = '乙方（示例）'

/** Thirteen of the operator, as the contract asks for, and some whom they serve. Numbers of the 5555 kind belong to nobody. */
const people: readonly DemonstrationPerson[] = [
  { name: '项目经理（示例）', unit: operator, jobTitle: '项目负责人', username: 'jingli', phone: '010-55550101' },
  { name: '值班员（示例）', unit: operator, jobTitle: '热线值班', username: 'zhiban', phone: '010-55550102' },
  { name: '巡检工程师（示例）', unit: operator, jobTitle: '核心技术人员', username: 'xunjian', phone: '010-55550103' },
  { name: '数据库管理员（示例）', unit: operator, jobTitle: '核心技术人员', username: 'dba', phone: '010-55550104' },
  { name: '安全负责人（示例）', unit: operator, jobTitle: '安全负责人', username: 'anquan', phone: '010-55550105' },
  { name: '系统管理员（示例）', unit: operator, jobTitle: '系统管理员', username: 'xitong', phone: '010-55550106' },
  { name: '安全管理员（示例）', unit: operator, jobTitle: '安全管理员', username: 'anguan', phone: '010-55550107' },
  { name: '热线甲（示例）', unit: operator, jobTitle: '热线值班', phone: '010-55550108' },
  { name: '热线乙（示例）', unit: operator, jobTitle: '热线值班', phone: '010-55550109' },
  { name: '运维甲（示例）', unit: operator, jobTitle: '运维工程师', phone: '010-55550110' },
  { name: '运维乙（示例）', unit: operator, jobTitle: '运维工程师', phone: '010-55550111' },
  { name: '运维丙（示例）', unit: operator, jobTitle: '运维工程师', phone: '010-55550112' },
  { name: '文档员（示例）', unit: operator, jobTitle: '文档管理', phone: '010-55550113' },
  { name: '甲方负责人（示例）', unit: '综合事务中心（示例）', jobTitle: '项目负责人', username: 'jiafang', phone: '010-55550201' },
  { name: '甲方审核（示例）', unit: '综合事务中心（示例）', jobTitle: '审核', username: 'shenhe', phone: '010-55550202' },
  { name: '审计管理员（示例）', unit: '综合事务中心（示例）', jobTitle: '审计管理员', username: 'shenji', phone: '010-55550203' },
  { name: '业务部门（示例）', unit: '业务处室（示例）', jobTitle: '业务联系人', username: 'yewu', phone: '010-55550301' },
  { name: '资质联系人（示例）', unit: '建筑业管理处（示例）', jobTitle: '业务联系人', phone: '010-55550302' },
  { name: '市场联系人（示例）', unit: '建筑市场管理处（示例）', jobTitle: '业务联系人', phone: '010-55550303' },
  { name: '执法联系人（示例）', unit: '执法总队（示例）', jobTitle: '业务联系人', phone: '010-55550304' },
  { name: '东区联系人（示例）', unit: '示例东区住建委', jobTitle: '科员', phone: '010-55550401' },
]

/** Who has which duty: names of people above, in the order of their turns. */
const duties: Readonly<Record<Exclude<RosterKind, 'special-7x24'>, { primary: readonly string[]; backup: readonly string[] }>> = {
  'hotline-5x8': { primary: ['值班员（示例）', '热线甲（示例）', '热线乙（示例）'], backup: ['运维甲（示例）', '运维乙（示例）'] },
  'monitoring-5x9': { primary: ['巡检工程师（示例）', '数据库管理员（示例）', '运维丙（示例）'], backup: ['运维乙（示例）', '运维甲（示例）'] },
}
const leaders = ['项目经理（示例）', '安全负责人（示例）']

/** Units, people, rosters of this month and the next, and a first ladder: invented, for the demonstration term. */
export async function registerDemonstrationParties(ctx: SpineCtx, userIds: ReadonlyMap<string, string>): Promise<void> {
  const unitIds = new Map<string, string>()
  for (const [title, kind] of units) unitIds.set(title, await registerUnit(ctx, { unitId: newId(ctx.now), title, kind, note: '' }))
  const personIds = new Map<string, string>()
  for (const { name, unit, jobTitle, username, phone } of people) {
    const userId = username === undefined ? null : (userIds.get(username) ?? null)
    personIds.set(name, await registerPerson(ctx, { personId: newId(ctx.now), unitId: unitIds.get(unit) as string, name, jobTitle, userId, note: '', contacts: [{ text: phone, label: '办公' }] }))
  }
  const idsOf = (names: readonly string[]) => names.map((name) => personIds.get(name) as string)
  const today = businessDate(ctx.now)
  for (const [from, to] of [[today, lastOfMonth(today)], [addDays(lastOfMonth(today), 1), lastOfMonth(addDays(lastOfMonth(today), 1))]] as const) {
    // The last days of a month may all be days off.
    if (ctx.calendar().countWorkingDays(from, to).workingDays === 0) continue
    for (const [kind, { primary, backup }] of Object.entries(duties) as Array<[keyof typeof duties, (typeof duties)[keyof typeof duties]]>) {
      const pattern = { slots: [{ from: '09:00', to: '18:00' }], rotation: 'day' as const, people: { primary: idsOf(primary), backup: idsOf(backup), leader: idsOf(leaders) } }
      const rosterId = await draftRoster(ctx, { rosterId: newId(ctx.now), kind, title: `${rosterKind.titles[kind]} ${from.slice(0, 7)}（示例）`, fromOn: from, toOn: to, pattern })
      await publishRoster(ctx, rosterId, 1)
    }
  }
  await setLadder(ctx, {
    ladderId: newId(ctx.now),
    service: 'service-desk',
    subsystem: null,
    priority: null,
    effectiveOn: today,
    steps: [
      { moment: 'before-due', minutes: 30, whom: 'on-duty', channel: 'inbox' },
      { moment: 'after-due', minutes: 0, whom: 'leader', channel: 'inbox' },
      { moment: 'after-due', minutes: 60, whom: 'project-manager', channel: 'phone' },
      { moment: 'after-due', minutes: 240, whom: 'client-lead', channel: 'phone' },
    ],
    reason: '示例：合同没有约定数字，待与甲方商定',
  })
}

function lastOfMonth(date: string): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
  return addDays(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`, -1)
}
