import { closedSet, type Member } from '#shared/closed-set.ts'

export const contactKind = closedSet({ phone: '电话', mail: '邮箱' })
export type ContactKind = Member<typeof contactKind>
