import { closedSet, type Member } from '#shared/closed-set.ts'

/** What a message in somebody's inbox is about. */
export const reminderKind = closedSet({
  'due-soon': '将到期',
  overdue: '已逾期',
  returned: '被退回',
  submitted: '待审核',
  'make-up': '待补做',
  alarm: '报警',
  finding: '隐患',
  report: '报告',
  decision: '待决定',
  information: '知会',
})
export type ReminderKind = Member<typeof reminderKind>
