import { z } from 'zod'
import { base64File } from '#shared/base64-file.ts'
import { closedSet } from '#shared/closed-set.ts'
import { dayNumber, isDate } from '#shared/calendar/dates.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { attendancePlace } from './changes/attendance-place.ts'
import { swapState } from './changes/swap-state.ts'
import { rosterKind, shiftRole } from './roster-kind.ts'

/** Closed sets that pages speak in. */
export { attendancePlace, type AttendancePlace } from './changes/attendance-place.ts'
export { swapState, type SwapState } from './changes/swap-state.ts'
export { rosterKind, type RosterKind, shiftRole, type ShiftRole } from './roster-kind.ts'

export const rosterState = closedSet({ draft: '草稿', published: '已发布' })
export const shiftEvent = closedSet({ published: '发布', added: '加班次', changed: '改班次', cancelled: '取消班次', swapped: '换班', 'taken-over': '接班', 'signed-in': '签到' })

const rosterId = z.object({ rosterId: z.uuid() })
const shiftId = z.object({ shiftId: z.uuid() })
const swapId = z.object({ swapId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
const note = z.string().trim().max(500).default('')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻应写作 HH:MM')
const MAX_DAYS = 62
const period = { fromOn: dateField, toOn: dateField }
// What is no date at all is told by its own field.
const isShort = ({ fromOn, toOn }: { fromOn: string; toOn: string }) => !isDate(fromOn) || !isDate(toOn) || (dayNumber(toOn) >= dayNumber(fromOn) && dayNumber(toOn) - dayNumber(fromOn) < MAX_DAYS)
const TOO_LONG = { message: `末日不得早于首日，至多 ${MAX_DAYS} 天`, path: ['toOn'] }

const people = z.array(z.uuid()).max(50)
const plan = z.object({
  kind: rosterKind.schema,
  ...period,
  pattern: z.object({
    slots: z.array(z.object({ from: time, to: time })).min(1, '至少一个班段').max(6),
    rotation: z.enum(['day', 'week', 'shift']),
    people: z.object({ primary: people.min(1, '主班至少选一人'), backup: people.default([]), leader: people.default([]) }),
  }),
})

const gap = z.object({ from: instantField, to: instantField, minutes: z.number() })
export const staffedDay = z.object({
  date: z.string(),
  word: z.string(),
  isProvisional: z.boolean(),
  requiredMinutes: z.number(),
  plannedMinutes: z.number(),
  staffedMinutes: z.number(),
  minimumMinutes: z.number().nullable(),
  meetsMinimum: z.boolean().nullable(),
  gaps: z.array(gap).readonly(),
  unattended: z.array(gap).readonly(),
  lines: z.array(z.string()).readonly(),
})
export type StaffedDayView = z.output<typeof staffedDay>

export const shiftView = z.object({
  shiftId: z.string(),
  rosterId: z.string(),
  kind: rosterKind.schema,
  rosterState: rosterState.schema,
  startsAt: instantField,
  endsAt: instantField,
  role: shiftRole.schema,
  personId: z.string(),
  name: z.string(),
  unitTitle: z.string(),
  userId: z.string().nullable(),
  takenOverFromId: z.string().nullable(),
  signedInAt: instantField.nullable(),
  signedInPlace: attendancePlace.schema.nullable(),
  version: z.number(),
})
export type ShiftView = z.output<typeof shiftView>

export const rosterView = z.object({
  rosterId: z.string(),
  kind: rosterKind.schema,
  title: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  state: rosterState.schema,
  createdAt: instantField,
  createdByName: z.string().nullable(),
  publishedAt: instantField.nullable(),
  publishedByName: z.string().nullable(),
  version: z.number(),
})
export type RosterView = z.output<typeof rosterView>

export const swapView = z.object({
  swapId: z.string(),
  state: swapState.schema,
  kind: rosterKind.schema,
  rosterId: z.string(),
  startsAt: instantField,
  endsAt: instantField,
  counterStartsAt: instantField.nullable(),
  counterEndsAt: instantField.nullable(),
  fromName: z.string(),
  toName: z.string(),
  requestedBy: z.string(),
  toUserId: z.string().nullable(),
  answeredBy: z.string().nullable(),
  reason: z.string(),
  requestedAt: instantField,
  answeredAt: instantField.nullable(),
  answerNote: z.string(),
  decidedAt: instantField.nullable(),
  decidedByName: z.string().nullable(),
  decisionNote: z.string(),
  version: z.number(),
})
export type SwapView = z.output<typeof swapView>

const onDuty = z.object({ shiftId: z.string(), role: shiftRole.schema, personId: z.string(), name: z.string(), startsAt: instantField, endsAt: instantField, signedInAt: instantField.nullable() })
const leave = z.object({ leaveId: z.string(), startsAt: instantField, endsAt: instantField, note: z.string() })
const shiftFields = z.object({ personId: z.uuid('请选择值班人'), role: shiftRole.schema, startsAt: instantInput, endsAt: instantInput })

export const rostersApi = defineApi({
  prefix: '/api/rosters',
  title: '值班',
  endpoints: {
    listRosters: {
      method: 'GET', path: '', summary: '查询值班表', permission: 'roster:read', audit: 'none',
      query: listQuery.extend({ kind: rosterKind.schema.optional(), state: rosterState.schema.optional() }), response: listOf(rosterView),
      sheet: sheetOf('值班表', rosterView, { title: '名称', kind: ['种类', rosterKind.titles], fromOn: '首日', toOn: '末日', state: ['状态', rosterState.titles], publishedAt: '发布', publishedByName: '发布人', createdAt: '建立', createdByName: '建立人' }),
    },
    getDutyMonth: {
      method: 'GET', path: '/month', summary: '一段时间的班次与逐日值守分钟数', permission: 'roster:read', audit: 'none',
      query: z.object({ kind: rosterKind.schema, from: dateField, to: dateField }).refine(({ from, to }) => isShort({ fromOn: from, toOn: to }), { message: TOO_LONG.message, path: ['to'] }),
      response: z.object({ shifts: z.array(shiftView), days: z.array(staffedDay) }),
    },
    getMyDuty: {
      method: 'GET', path: '/mine', summary: '我的值班、换班与请假，以及现在谁在值班', permission: 'roster:read', audit: 'none',
      response: z.object({ person: z.object({ personId: z.string(), name: z.string() }).nullable(), now: z.array(onDuty), shifts: z.array(shiftView), swaps: z.array(swapView), leaves: z.array(leave) }),
    },
    previewRoster: {
      method: 'POST', path: '/preview', summary: '按轮班规则试排', permission: 'roster:edit', audit: 'none', body: plan.refine(isShort, TOO_LONG),
      response: z.object({ shifts: z.array(z.object({ startsAt: instantField, endsAt: instantField, role: shiftRole.schema, personId: z.string(), name: z.string() })).readonly(), notes: z.array(z.string()).readonly(), days: z.array(staffedDay).readonly() }),
    },
    draftRoster: {
      method: 'POST', path: '', summary: '按轮班规则生成值班表草稿', permission: 'roster:edit', audit: 'roster.drafted',
      body: plan.extend({ rosterId: z.uuid(), title: z.string().trim().min(2, '请填写名称').max(100) }).refine(isShort, TOO_LONG), response: z.object({ rosterId: z.string() }),
    },
    listSwaps: {
      method: 'GET', path: '/swaps', summary: '查询换班', permission: 'roster:read', audit: 'none', query: listQuery.extend({ state: swapState.schema.optional() }), response: listOf(swapView),
      sheet: sheetOf('换班', swapView, { fromName: '申请人', toName: '对方', kind: ['种类', rosterKind.titles], startsAt: '班次开始', endsAt: ['班次结束', dueText], counterStartsAt: '换回开始', counterEndsAt: '换回结束', reason: '理由', state: ['状态', swapState.titles], requestedAt: '申请', answeredAt: '答复', decidedAt: '批准', decidedByName: '批准人', decisionNote: '批准说明' }),
    },
    requestSwap: {
      method: 'POST', path: '/swaps', summary: '申请换班', permission: 'roster:work', audit: 'swap.requested',
      body: z.object({ swapId: z.uuid(), shiftId: z.uuid(), toPersonId: z.uuid('请选择对方'), counterShiftId: z.uuid().nullable().default(null), reason }), response: z.object({ swapId: z.string() }),
    },
    answerSwap: { method: 'POST', path: '/swaps/:swapId/answer', summary: '答复换班', permission: 'roster:work', audit: 'swap.answered', params: swapId, body: seen.extend({ accepts: z.boolean(), note }) },
    decideSwap: { method: 'POST', path: '/swaps/:swapId/decide', summary: '批准或不批准换班', permission: 'roster:approve', audit: 'swap.decided', params: swapId, body: seen.extend({ approves: z.boolean(), note }) },
    withdrawSwap: { method: 'POST', path: '/swaps/:swapId/withdraw', summary: '撤回换班', permission: 'roster:work', audit: 'swap.withdrawn', params: swapId, body: seen },
    listLeaves: {
      method: 'GET', path: '/leaves', summary: '查询请假', permission: 'roster:read', audit: 'none', query: z.object({ from: dateField, to: dateField }),
      response: z.object({ items: z.array(leave.extend({ personId: z.string(), name: z.string() })) }),
    },
    registerLeave: {
      method: 'POST', path: '/leaves', summary: '登记请假（本人，或由排班人代登记）', permission: 'roster:work', audit: 'leave.registered',
      body: z.object({ leaveId: z.uuid(), personId: z.uuid().nullable().default(null), startsAt: instantInput, endsAt: instantInput, note: z.string().trim().max(200).default('') }), response: z.object({ leaveId: z.string() }),
    },
    cancelLeave: { method: 'POST', path: '/leaves/:leaveId/cancel', summary: '撤销请假', permission: 'roster:work', audit: 'leave.cancelled', params: z.object({ leaveId: z.uuid() }) },
    listShifts: {
      method: 'GET', path: '/:rosterId/shifts', summary: '值班表的班次', permission: 'roster:read', audit: 'none', params: rosterId, query: listQuery, response: listOf(shiftView),
      sheet: sheetOf('班次', shiftView, { startsAt: '开始', endsAt: ['结束', dueText], role: ['角色', shiftRole.titles], name: '值班人', unitTitle: '单位', signedInAt: '签到', signedInPlace: ['签到地点', attendancePlace.titles] }),
    },
    importShifts: {
      method: 'POST', path: '/:rosterId/import', summary: '由 Excel 表替换草稿的班次', permission: 'roster:edit', audit: 'roster.imported', params: rosterId,
      body: seen.extend({ sheet: base64File }), response: z.object({ shifts: z.number() }),
    },
    getRoster: {
      method: 'GET', path: '/:rosterId', summary: '查看值班表及其变动', permission: 'roster:read', audit: 'none', params: rosterId,
      response: rosterView.extend({ shifts: z.array(shiftView), events: z.array(z.object({ at: instantField, kind: shiftEvent.schema, actorName: z.string(), note: z.string() })) }),
    },
    publishRoster: { method: 'POST', path: '/:rosterId/publish', summary: '发布值班表', permission: 'roster:edit', audit: 'roster.published', params: rosterId, body: seen },
    discardRoster: { method: 'POST', path: '/:rosterId/discard', summary: '删去值班表草稿', permission: 'roster:edit', audit: 'roster.discarded', params: rosterId, body: seen },
    addShift: { method: 'POST', path: '/:rosterId/shifts', summary: '加班次', permission: 'roster:edit', audit: 'shift.added', params: rosterId, body: shiftFields.extend({ shiftId: z.uuid(), reason }), response: z.object({ shiftId: z.string() }) },
    changeShift: { method: 'PUT', path: '/shifts/:shiftId', summary: '改班次', permission: 'roster:edit', audit: 'shift.changed', params: shiftId, body: shiftFields.extend({ ...seen.shape, reason }) },
    cancelShift: { method: 'POST', path: '/shifts/:shiftId/cancel', summary: '取消班次', permission: 'roster:edit', audit: 'shift.cancelled', params: shiftId, body: seen.extend({ reason }) },
    takeOverShift: {
      method: 'POST', path: '/shifts/:shiftId/take-over', summary: '立即接班', permission: 'roster:work', audit: 'shift.taken-over', params: shiftId,
      body: z.object({ newShiftId: z.uuid(), personId: z.uuid().nullable().default(null), place: attendancePlace.schema, reason }),
    },
    signInShift: { method: 'POST', path: '/shifts/:shiftId/sign-in', summary: '签到', permission: 'roster:work', audit: 'shift.signed-in', params: shiftId, body: z.object({ place: attendancePlace.schema, note }) },
  },
})
