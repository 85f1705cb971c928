import { closedSet, type Member } from '#shared/closed-set.ts'

export const swapState = closedSet({ requested: '待对方同意', accepted: '待批准', declined: '对方不同意', withdrawn: '已撤回', approved: '已批准', rejected: '未批准' })
export type SwapState = Member<typeof swapState>
