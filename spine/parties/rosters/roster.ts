import { formatInstant } from '#shared/instant.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

export const rosterErrors = defineErrors('roster', {
  'not-found': [404, '没有这份值班表'],
  changed: [409, '值班表已被他人修改，请刷新后重新操作'],
  'period-taken': [409, '同类值班表的日期重叠，请改日期，或先删去原来的草稿'],
  'nothing-to-staff': [422, '这段日期内没有需要值守的时间；特殊时期请先在时间窗中登记'],
  'wrong-state': [409, '值班表当前状态不能进行此操作'],
  conflicts: [422, '排班有冲突，没有保存'],
})

export const shiftErrors = defineErrors('shift', {
  'not-found': [404, '没有这个班次'],
  changed: [409, '班次已被他人修改，请刷新后重新操作'],
  past: [409, '班次已经开始或结束，不能再改；正在进行的班次请用接班'],
  'not-running': [409, '只有正在进行的班次可以接班；尚未开始的请换班或由值班表负责人修改'],
  'not-own': [403, '这不是您的班次'],
  'no-person': [409, '您的账号没有关联人员，请联系值班表负责人在人员中关联'],
  'too-early': [409, '班次开始前 60 分钟起可以签到'],
  over: [409, '班次已经结束或取消，不能再签到'],
})

export const swapErrors = defineErrors('swap', {
  'not-found': [404, '没有这次换班'],
  changed: [409, '换班已被他人处理，请刷新'],
  'wrong-state': [409, '换班当前状态不能进行此操作'],
  'not-yours': [403, '只有换班的对方可以答复'],
  'own-swap': [403, '换班须由双方以外的第三人批准'],
  drifted: [409, '申请之后班次有变动，请撤回后重新申请'],
  'already-asked': [409, '这个班次已有未办完的换班申请'],
  'other-roster': [422, '换回的班次须是对方的、同类值班表中尚未开始的班次'],
  'no-account': [422, '对方没有用户账号，不能答复；请由值班表负责人直接改班'],
})

export const leaveErrors = defineErrors('leave', {
  'not-found': [404, '没有这次请假'],
  invalid: [422, '请假没有登记，请按提示修改'],
  'on-duty': [409, '请假期间排有值班，请先换班'],
  over: [409, '请假已经结束或撤销'],
})

/** `09-14 09:00–18:00`, with the day of the end when it is another one. */
export function shiftText({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): string {
  const [from, to] = [formatInstant(startsAt), formatInstant(endsAt)]
  return `${from.slice(5, 10)} ${from.slice(11, 16)}–${from.slice(0, 10) === to.slice(0, 10) ? '' : `${to.slice(5, 10)} `}${to.slice(11, 16)}`
}
