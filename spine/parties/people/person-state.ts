import { closedSet, type Member } from '#shared/closed-set.ts'

export const personState = closedSet({ active: '在岗', left: '离岗', merged: '已合并' })
export type PersonState = Member<typeof personState>
