import { closedSet, type Member } from '#shared/closed-set.ts'

/** Three duties of the contract: M1-01 the hot line, S-02 monitoring, S-03 special periods. */
export const rosterKind = closedSet({ 'hotline-5x8': '热线值守 5×8', 'monitoring-5x9': '监控值守 5×9', 'special-7x24': '特殊时期 7×24' })
export type RosterKind = Member<typeof rosterKind>

export const shiftRole = closedSet({ primary: '主班', backup: '备班', leader: '带班' })
export type ShiftRole = Member<typeof shiftRole>
