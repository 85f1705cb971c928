import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { AppError } from '#platform/errors/app-error.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import type { Actor } from '#platform/context/context.ts'
import { dutyUserIds } from '#spine/notices/duty-user-ids.ts'
import { declareWindow } from '#spine/windows/declare-window.ts'
import { requiredTime } from './required-time.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { registerPerson } from '../people/register-person.ts'
import { registerUnit } from '../units/register-unit.ts'
import { cancelLeave, registerLeave } from './changes/register-leave.ts'
import { signInShift } from './changes/sign-in-shift.ts'
import { answerSwap, decideSwap, requestSwap, withdrawSwap } from './changes/swap-shift.ts'
import { takeOverShift } from './changes/take-over-shift.ts'
import { checkEndedDays, remindOfGaps } from './check-rosters.ts'
import { discardRoster, draftRoster, previewRoster, type PlanRoster } from './draft-roster.ts'
import { addShift, cancelShift, changeShift } from './edit-shifts.ts'
import { importShifts } from './import-shifts.ts'
import { onDutyAt } from './on-duty-at.ts'
import { publishRoster } from './publish-roster.ts'
import { readDutyMonth, readMyDuty, readRoster } from './read-rosters.ts'
import type { RosterKind } from './roster-kind.ts'
import { staffedTime } from './staffed-time.ts'

const bed = await spineTestBed({ now: '2024-09-02T08:00:00+08:00' })
const time = (text: string) => new Date(`2024-${text}:00+08:00`)
const at = (text: string) => bed.at(`2024-${text}:00+08:00`)
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))

type Person = Actor & { kind: 'person' }
const manager = await bed.person('项目经理', ['roster:read', 'roster:edit', 'roster:work', 'roster:approve', 'person:manage', 'window:declare'])
const unitId = await bed.as(manager, (ctx) => registerUnit(ctx, { unitId: randomUUID(), kind: 'operator', title: '乙方（示例）', note: '' }))
async function engineer(name: string): Promise<Person & { personId: string }> {
  const person = await bed.person(name, ['roster:read', 'roster:work'])
  const personId = await bed.as(manager, (ctx) => registerPerson(ctx, { personId: randomUUID(), unitId, name, jobTitle: '工程师', userId: person.userId, note: '', contacts: [] }))
  return { ...person, personId }
}
const [jia, yi, bing] = [await engineer('甲'), await engineer('乙'), await engineer('丙')]
await bed.as(manager, (ctx) => registerPerson(ctx, { personId: randomUUID(), unitId, name: '项目经理', jobTitle: '', userId: manager.userId, note: '', contacts: [] }))
// The manager is to be reminded: by a role that gives the permission.
await bed.pool.query("insert into platform.role (role_code, title, description) values ('maker', '排班', '测试用')")
await bed.pool.query("insert into platform.role_permission (role_code, permission) values ('maker', 'roster:edit')")
await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, 'maker', '', 'active', '测试', now())", [randomUUID(), manager.userId])

const plan = (kind: RosterKind, fromOn: string, toOn: string, more: Partial<PlanRoster['pattern']> = {}): PlanRoster => ({ kind, fromOn, toOn, pattern: { slots: [{ from: '09:00', to: '18:00' }], rotation: 'day', people: { primary: [jia.personId, yi.personId], backup: [bing.personId], leader: [] }, ...more } })
async function published(request: PlanRoster): Promise<string> {
  const rosterId = await bed.as(manager, (ctx) => draftRoster(ctx, { ...request, rosterId: randomUUID(), title: `${request.kind} ${request.fromOn}` }))
  await bed.as(manager, (ctx) => publishRoster(ctx, rosterId, 1))
  return rosterId
}
const shiftsOf = async (rosterId: string) => (await bed.as(manager, (ctx) => readRoster(ctx, rosterId))).shifts
const shiftOn = async (rosterId: string, date: string, role = 'primary') => {
  const shift = (await shiftsOf(rosterId)).find((one) => one.startsAt >= time(`${date}T00:00`) && one.startsAt < time(`${date}T23:59`) && one.role === role)
  assert.ok(shift, `no ${role} on ${date}`)
  return shift
}
const days = (kind: RosterKind, from: string, to: string) => bed.asSystem((ctx) => staffedTime(ctx, kind, from, to))
const findings = async () => (await bed.pool.query<{ title: string; severity: string; service: string }>("select title, severity, service from spine.finding where source = 'roster' order by number")).rows
const reminders = async (person: Person, isOpen = true) => (await bed.pool.query<{ title: string; content: string }>('select title, content from spine.inbox_message where user_id = $1 and (done_at is null) = $2 order by inbox_message_id', [person.userId, isOpen])).rows

const september = await published(plan('hotline-5x8', '2024-09-01', '2024-09-30'))

test('A month is staffed on its working days: the make-up Saturday 2024-09-14 is one, Mid-Autumn is none', async () => {
  const month = await days('hotline-5x8', '2024-09-01', '2024-09-30')
  const of = (date: string) => month.find((day) => day.date === date)
  assert.deepEqual([of('2024-09-14')?.word, of('2024-09-14')?.requiredMinutes, of('2024-09-14')?.plannedMinutes], ['调休上班（中秋节）', 540, 540])
  assert.deepEqual([of('2024-09-16')?.word, of('2024-09-16')?.requiredMinutes], ['放假（中秋节）', 0])
  assert.deepEqual([of('2024-09-29')?.word, of('2024-09-29')?.requiredMinutes], ['调休上班（国庆节）', 540])
  assert.equal(of('2024-09-15')?.requiredMinutes, 0)
  assert.equal((await shiftsOf(september)).filter(({ role }) => role === 'primary').length, 21)
  assert.deepEqual(month.flatMap(({ gaps }) => gaps), [])
})

test('National Day 2024 needs nobody on the hot line and everybody’s hours round the clock in the special period', async () => {
  await bed.as(manager, (ctx) => declareWindow(ctx, { windowId: randomUUID(), kind: 'special-period', subsystem: null, title: '国庆保障', startsAt: time('09-30T18:00'), endsAt: time('10-08T08:00'), reason: '国庆期间保障', acceptsOverlaps: true }))
  const october = await days('hotline-5x8', '2024-10-01', '2024-10-12')
  assert.deepEqual(october.filter(({ requiredMinutes }) => requiredMinutes > 0).map(({ date }) => date), ['2024-10-08', '2024-10-09', '2024-10-10', '2024-10-11', '2024-10-12'])
  const request = plan('special-7x24', '2024-09-30', '2024-10-08', { slots: [{ from: '08:00', to: '20:00' }, { from: '20:00', to: '08:00' }], rotation: 'shift' })
  const preview = await bed.as(manager, (ctx) => previewRoster(ctx, request))
  assert.deepEqual(preview.days.map(({ requiredMinutes }) => requiredMinutes), [360, 1440, 1440, 1440, 1440, 1440, 1440, 1440, 480])
  assert.deepEqual(preview.days.flatMap(({ gaps }) => gaps), [])
  await published(request)
  const [night] = await bed.asSystem((ctx) => onDutyAt(ctx, 'special-7x24', time('10-01T03:00')))
  assert.equal(night?.role, 'primary')
})

test('Who is on duty is told to the minute, primary first; nobody after hours', async () => {
  const on = async (text: string) => (await bed.asSystem((ctx) => onDutyAt(ctx, 'hotline-5x8', time(text)))).map(({ name, role }) => `${role} ${name}`)
  assert.deepEqual(await on('09-02T09:00'), ['primary 甲', 'backup 丙'])
  assert.deepEqual(await on('09-03T17:59'), ['primary 乙', 'backup 丙'])
  assert.deepEqual(await on('09-03T18:00'), [])
  assert.deepEqual(await on('09-03T08:59'), [])
  assert.deepEqual(new Set(await bed.asSystem((ctx) => dutyUserIds(ctx, time('09-02T10:00')))), new Set([jia.userId, bing.userId]))
})

test('Two rosters of one kind do not overlap; a draft can be thrown away and is not in force', async () => {
  assert.equal((await refusal(published(plan('hotline-5x8', '2024-09-30', '2024-10-31')))).code, 'roster.period-taken')
  const draft = await bed.as(manager, (ctx) => draftRoster(ctx, { ...plan('hotline-5x8', '2024-11-01', '2024-11-30'), rosterId: randomUUID(), title: '十一月' }))
  assert.deepEqual(await bed.asSystem((ctx) => onDutyAt(ctx, 'hotline-5x8', time('11-01T10:00'))), [])
  await bed.as(manager, (ctx) => discardRoster(ctx, draft, 1))
  assert.equal((await refusal(bed.as(manager, (ctx) => readRoster(ctx, draft)))).code, 'roster.not-found')
  assert.equal((await refusal(bed.as(manager, (ctx) => previewRoster(ctx, plan('special-7x24', '2024-11-01', '2024-11-30'))))).code, 'roster.nothing-to-staff')
  assert.equal((await refusal(bed.as(jia, (ctx) => discardRoster(ctx, september, 2)))).code, 'request.forbidden')
})

test('Leave is refused with every shift that counts on the person; whoever is on leave is neither planned nor put on a shift', async () => {
  const leave = (from: string, to: string) => ({ leaveId: randomUUID(), personId: null, startsAt: time(from), endsAt: time(to), note: '年假' })
  const error = await refusal(bed.as(jia, (ctx) => registerLeave(ctx, leave('09-02T00:00', '09-05T00:00'))))
  assert.equal(error.code, 'leave.on-duty')
  assert.deepEqual(error.problems.map(({ message }) => message), ['热线值守 5×8 09-02 09:00–18:00', '热线值守 5×8 09-04 09:00–18:00'])
  const granted = leave('11-04T00:00', '11-06T00:00')
  await bed.as(jia, (ctx) => registerLeave(ctx, granted))
  const preview = await bed.as(manager, (ctx) => previewRoster(ctx, plan('hotline-5x8', '2024-11-04', '2024-11-06')))
  assert.deepEqual(preview.shifts.filter(({ role }) => role === 'primary').map(({ name }) => name), ['乙', '乙', '甲'])
  assert.deepEqual(preview.notes, ['2024-11-04 09:00 主班：甲 请假或离岗，由 乙 顶替'])
  const rosterId = await published(plan('monitoring-5x9', '2024-11-04', '2024-11-05', { people: { primary: [yi.personId], backup: [], leader: [] } }))
  const shift = await shiftOn(rosterId, '11-04')
  const put = await refusal(bed.as(manager, (ctx) => changeShift(ctx, shift.shiftId, { ...shift, personId: jia.personId, reason: '乙另有任务' })))
  assert.deepEqual(put.problems.map(({ message }) => message), ['甲 11-04 00:00–11-06 00:00 请假'])
  const double = await refusal(bed.as(manager, (ctx) => addShift(ctx, rosterId, { shiftId: randomUUID(), personId: yi.personId, role: 'backup', startsAt: time('11-04T12:00'), endsAt: time('11-04T14:00'), reason: '加一个备班' })))
  assert.match(double.problems[0]?.message ?? '', /乙 11-04 09:00–18:00 已排在监控值守/)
  assert.equal((await refusal(bed.as(yi, (ctx) => cancelLeave(ctx, granted.leaveId)))).code, 'request.forbidden')
  await bed.as(jia, (ctx) => cancelLeave(ctx, granted.leaveId))
  await bed.as(manager, (ctx) => changeShift(ctx, shift.shiftId, { ...shift, personId: jia.personId, reason: '乙另有任务' }))
  assert.match((await bed.as(manager, (ctx) => readRoster(ctx, rosterId))).events.at(-1)?.note ?? '', /原为 乙 主班 11-04 09:00–18:00；乙另有任务/)
})

test('A swap needs three people: neither of the two approves it, in the program nor in the database', async () => {
  const [given, taken] = [await shiftOn(september, '09-04'), await shiftOn(september, '09-05')]
  assert.deepEqual([given.name, taken.name], ['甲', '乙'])
  const swapId = randomUUID()
  const ask = (more: object = {}) => ({ swapId, shiftId: given.shiftId, toPersonId: yi.personId, counterShiftId: taken.shiftId, reason: '家中有事', ...more })
  assert.equal((await refusal(bed.as(yi, (ctx) => requestSwap(ctx, ask({ swapId: randomUUID() }))))).code, 'shift.not-own')
  assert.equal((await refusal(bed.as(jia, (ctx) => requestSwap(ctx, ask({ swapId: randomUUID(), toPersonId: bing.personId, counterShiftId: null }))))).code, 'roster.conflicts', '丙 has the backup then')
  await bed.as(jia, (ctx) => requestSwap(ctx, ask()))
  await bed.as(jia, (ctx) => requestSwap(ctx, ask()))
  assert.equal((await refusal(bed.as(jia, (ctx) => requestSwap(ctx, ask({ swapId: randomUUID() }))))).code, 'swap.already-asked')
  assert.ok((await reminders(yi)).some(({ title }) => title.startsWith('换班待您答复')))
  assert.equal((await refusal(bed.as(manager, (ctx) => decideSwap(ctx, swapId, { approves: true, note: '', version: 1 })))).code, 'swap.wrong-state')
  assert.equal((await refusal(bed.as(jia, (ctx) => answerSwap(ctx, swapId, { accepts: true, note: '', version: 1 })))).code, 'swap.not-yours')
  await bed.as(yi, (ctx) => answerSwap(ctx, swapId, { accepts: true, note: '可以', version: 1 }))
  for (const party of [jia, yi]) {
    const powerful = { ...party, permissions: new Set(['roster:approve']) }
    assert.equal((await refusal(bed.as(powerful, (ctx) => decideSwap(ctx, swapId, { approves: true, note: '', version: 2 })))).code, 'swap.own-swap')
    await assert.rejects(bed.pool.query("update spine.shift_swap set state = 'approved', decided_by = $2, decided_at = now() where shift_swap_id = $1", [swapId, party.userId]), /shift_swap_check/)
  }
  await bed.as(manager, (ctx) => decideSwap(ctx, swapId, { approves: true, note: '同意', version: 2 }))
  assert.deepEqual([(await shiftOn(september, '09-04')).name, (await shiftOn(september, '09-05')).name], ['乙', '甲'])
  assert.equal((await bed.as(manager, (ctx) => readRoster(ctx, september))).events.filter(({ kind }) => kind === 'swapped').length, 2)
})

test('A shift that moved after the swap was asked for is not swapped, whoever approves', async () => {
  const shift = await shiftOn(september, '09-06')
  const swapId = randomUUID()
  await bed.as(jia, (ctx) => requestSwap(ctx, { swapId, shiftId: shift.shiftId, toPersonId: yi.personId, counterShiftId: null, reason: '家中有事' }))
  await bed.as(yi, (ctx) => answerSwap(ctx, swapId, { accepts: true, note: '', version: 1 }))
  await bed.as(manager, (ctx) => changeShift(ctx, shift.shiftId, { ...shift, endsAt: time('09-06T17:00'), reason: '提前一小时交班' }))
  assert.equal((await refusal(bed.as(manager, (ctx) => decideSwap(ctx, swapId, { approves: true, note: '', version: 2 })))).code, 'swap.drifted')
  await bed.as(jia, (ctx) => withdrawSwap(ctx, swapId, 2))
  const moved = await shiftOn(september, '09-06')
  await bed.as(manager, (ctx) => changeShift(ctx, shift.shiftId, { ...moved, endsAt: time('09-06T18:00'), reason: '恢复原来时间' }))
})

test('Signing in proves the minutes from then on; eight hours are reported beside the nine', async () => {
  at('09-02T07:50')
  const [main, backup] = [await shiftOn(september, '09-02'), await shiftOn(september, '09-02', 'backup')]
  assert.equal((await refusal(bed.as(jia, (ctx) => signInShift(ctx, main.shiftId, { place: 'on-site', note: '' })))).code, 'shift.too-early')
  assert.equal((await refusal(bed.as(yi, (ctx) => signInShift(ctx, main.shiftId, { place: 'on-site', note: '' })))).code, 'shift.not-own')
  at('09-02T09:20')
  await bed.as(jia, (ctx) => signInShift(ctx, main.shiftId, { place: 'on-site', note: '三楼机房' }))
  at('09-02T12:00')
  await bed.as(jia, (ctx) => signInShift(ctx, main.shiftId, { place: 'remote', note: '' }))
  const [noon] = await days('hotline-5x8', '2024-09-02', '2024-09-02')
  assert.deepEqual([noon?.staffedMinutes, noon?.unattended.map(({ minutes }) => minutes), noon?.meetsMinimum], [160, [20], null])
  at('09-03T00:30')
  const [over] = await days('hotline-5x8', '2024-09-02', '2024-09-02')
  assert.deepEqual([over?.requiredMinutes, over?.plannedMinutes, over?.staffedMinutes, over?.minimumMinutes, over?.meetsMinimum], [540, 540, 520, 480, true])
  assert.deepEqual(over?.lines.slice(0, 2), ['2024-09-02 工作日，应值守 09:00–18:00，共 540 分钟', '主班 甲 09:00–18:00，09:20 签到'])
  assert.ok(over?.lines.includes('备班 丙 09:00–18:00，未签到'))
  assert.ok(over?.lines.includes('09:00–09:20（20 分钟） 已排班，无人签到'))
  assert.equal((await refusal(bed.as(bing, (ctx) => signInShift(ctx, backup.shiftId, { place: 'on-site', note: '' })))).code, 'shift.over')
})

test('A takeover cuts the shift at that moment, is logged, and leaves no gap', async () => {
  at('09-03T08:55')
  const shift = await shiftOn(september, '09-03')
  const over = (place: 'on-site' | 'remote' = 'remote') => ({ newShiftId: randomUUID(), personId: null, place, reason: '乙突发急病' })
  assert.equal((await refusal(bed.as(jia, (ctx) => takeOverShift(ctx, shift.shiftId, over())))).code, 'shift.not-running')
  await bed.as(yi, (ctx) => signInShift(ctx, shift.shiftId, { place: 'on-site', note: '' }))
  bed.at('2024-09-03T10:15:30+08:00')
  await bed.as(jia, (ctx) => takeOverShift(ctx, shift.shiftId, over()))
  assert.deepEqual((await bed.asSystem((ctx) => onDutyAt(ctx, 'hotline-5x8', time('09-03T10:16')))).map(({ name }) => name), ['甲', '丙'])
  at('09-03T23:00')
  const [day] = await days('hotline-5x8', '2024-09-03', '2024-09-03')
  assert.deepEqual([day?.plannedMinutes, day?.staffedMinutes, day?.gaps], [540, 540, []])
  const last = (await bed.as(manager, (ctx) => readRoster(ctx, september))).events.findLast(({ kind }) => kind === 'taken-over')
  assert.match(last?.note ?? '', /^甲 接 乙 的主班 09-03 10:15–18:00；乙突发急病$/)
  assert.ok((await reminders(yi)).some(({ title }) => title === '接班：甲 接 乙 的主班'))
  assert.equal((await refusal(bed.as(jia, (ctx) => takeOverShift(ctx, shift.shiftId, over())))).code, 'shift.not-running')
})

test('A gap of the coming seven days is told before it happens, to the minute and once, and is done when it is filled', async () => {
  at('09-04T08:00')
  assert.equal(await bed.asSystem(remindOfGaps), 0)
  for (const role of ['primary', 'backup']) {
    const shift = await shiftOn(september, '09-10', role)
    await bed.as(manager, (ctx) => changeShift(ctx, shift.shiftId, { ...shift, endsAt: time('09-10T11:59'), reason: '下午机房停电' }))
  }
  assert.equal(await bed.asSystem(remindOfGaps), 1)
  assert.equal(await bed.asSystem(remindOfGaps), 0)
  const told = (await reminders(manager)).find(({ title }) => title === '热线值守 5×8 2024-09-10 有无人排班的时间')
  assert.equal(told?.content, '11:59–18:00（361 分钟）')
  await bed.as(manager, (ctx) => addShift(ctx, september, { shiftId: randomUUID(), personId: yi.personId, role: 'primary', startsAt: time('09-10T11:59'), endsAt: time('09-10T18:00'), reason: '补下午的班' }))
  await bed.asSystem(remindOfGaps)
  assert.ok((await reminders(manager, false)).some(({ title }) => title === told?.title), 'filled, so done')
})

test('A day that ended with unstaffed minutes becomes a finding that names them, once; days before the first roster do not', async () => {
  const cancelled = await shiftOn(september, '09-05', 'backup')
  await bed.as(manager, (ctx) => cancelShift(ctx, cancelled.shiftId, { version: cancelled.version, reason: '备班外出培训' }))
  const main = await shiftOn(september, '09-05')
  await bed.as(manager, (ctx) => changeShift(ctx, main.shiftId, { ...main, startsAt: time('09-05T09:01'), reason: '晚一分钟到岗' }))
  at('09-06T00:10')
  await bed.asSystem(checkEndedDays)
  await bed.asSystem(checkEndedDays)
  assert.deepEqual((await findings()).map(({ title, severity }) => [title, severity]), [
    ['热线值守 5×8 2024-09-02（工作日）已排班无人签到：09:00–09:20（20 分钟）', 'attention'],
    ['热线值守 5×8 2024-09-04（工作日）已排班无人签到：09:00–18:00（540 分钟）', 'attention'],
    ['热线值守 5×8 2024-09-05（工作日）无人排班：09:00–09:01（1 分钟）', 'abnormal'],
    ['热线值守 5×8 2024-09-05（工作日）已排班无人签到：09:01–18:00（539 分钟）', 'attention'],
  ])
  const { rows } = await bed.pool.query("select title from spine.evidence where kind = 'roster-check' order by title")
  assert.deepEqual(rows.map(({ title }) => title as string), ['热线值守 5×8值班核对 2024-09-02 至 2024-09-05'], 'what was looked at is kept; monitoring begins in November')
})

test('A sheet of shifts replaces those of a draft whole or not at all, with every problem of every row', async () => {
  const rosterId = await bed.as(manager, (ctx) => draftRoster(ctx, { ...plan('hotline-5x8', '2024-12-01', '2024-12-31'), rosterId: randomUUID(), title: '十二月' }))
  const sheetOf = (rows: ReadonlyArray<readonly string[]>) => buffer(renderXlsx({ title: '班次', at: time('09-02T00:00'), columns: ['开始', '结束', '角色', '值班人'].map((title) => ({ title, type: 'text' })) }, rows))
  const load = async (rows: ReadonlyArray<readonly string[]>, version = 1) => {
    const sheet = await sheetOf(rows)
    return bed.as(manager, (ctx) => importShifts(ctx, rosterId, { sheet, version }))
  }
  const good = ['2024-12-02 09:00', '2024-12-02 18:00', '主班', '甲']
  const error = await refusal(load([good, ['2024-12-03', '18:00', '正班', '无名氏'], ['2024-12-04 18:00', '2024-12-04 09:00', '备班', '乙'], ['2024-12-02 12:00', '2024-12-02 13:00', '备班', '甲']]))
  assert.deepEqual(error.problems.map(({ place, message }) => `${place} ${message}`), ['第 3 行 结束：应为日期和时刻，如 2024-09-14 18:00', '第 3 行 角色：应为主班、备班、带班之一', '第 3 行 值班人：没有「无名氏」这个在岗人员', '第 4 行 结束：须晚于开始', '第 5 行 与第 2 行同一人时间重叠'])
  const before = (await shiftsOf(rosterId)).length
  assert.ok(before > 40)
  assert.deepEqual(await load([good, ['2024-12-03 09:00', '2024-12-03 18:00', '主班', '乙']]), { shifts: 2 })
  assert.deepEqual((await shiftsOf(rosterId)).map(({ name }) => name), ['甲', '乙'])
  assert.equal((await refusal(load([good], 1))).code, 'roster.changed')
})

test('What has begun is not rewritten', async () => {
  const begun = await shiftOn(september, '09-04')
  assert.equal((await refusal(bed.as(manager, (ctx) => changeShift(ctx, begun.shiftId, { ...begun, personId: bing.personId, reason: '事后改人' })))).code, 'shift.past')
  assert.equal((await refusal(bed.as(manager, (ctx) => cancelShift(ctx, begun.shiftId, { version: begun.version, reason: '事后取消' })))).code, 'shift.past')
  assert.equal((await refusal(bed.as(manager, (ctx) => addShift(ctx, september, { shiftId: randomUUID(), personId: bing.personId, role: 'primary', startsAt: time('09-05T09:00'), endsAt: time('09-05T09:01'), reason: '事后补班' })))).code, 'shift.past')
  assert.equal((await refusal(bed.as(manager, (ctx) => changeShift(ctx, begun.shiftId, { ...begun, version: 99, reason: '事后改人' })))).code, 'shift.changed')
})

test('Everybody sees the own shifts and swaps, and the month with its gaps', async () => {
  const mine = await bed.as(jia, readMyDuty)
  assert.equal(mine.person?.name, '甲')
  assert.ok(mine.shifts.length > 5 && mine.shifts.every(({ name }) => name === '甲'))
  assert.deepEqual(mine.swaps.map(({ state }) => state).toSorted(), ['approved', 'withdrawn'])
  const month = await bed.as(jia, (ctx) => readDutyMonth(ctx, { kind: 'hotline-5x8', from: '2024-09-01', to: '2024-09-30' }))
  assert.deepEqual(month.days.filter(({ gaps }) => gaps.length > 0).map(({ date }) => date), ['2024-09-05'])
  assert.deepEqual((await bed.as(await bed.person('外人', ['roster:read']), readMyDuty)).person, null)
})

test('Before its own duty begins the operator owes no watch: no day of the time before is a gap', async () => {
  const days = await bed.asSystem((ctx) => requiredTime(ctx, 'hotline-5x8', '2024-07-18', '2024-07-19'))
  assert.deepEqual(days.map(({ date, word, required }) => [date, word, required.length]), [['2024-07-18', '履约开始之前', 0], ['2024-07-19', '工作日', 1]])
})
