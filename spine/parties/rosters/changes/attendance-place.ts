import { closedSet, type Member } from '#shared/closed-set.ts'

export const attendancePlace = closedSet({ 'on-site': '现场', remote: '远程' })
export type AttendancePlace = Member<typeof attendancePlace>
