/**
 * What happened to a deadline clock. Events are facts: they are appended, never changed; everything a clock says is
 * computed from them. `at` is when it took effect, `recordedAt` when it was written down.
 */
import { z } from 'zod'
import { closedSet, type Member } from '../closed-set.ts'
import { instantInput } from '../instant.ts'
import { clockTarget } from './clock-target.ts'

export const clockEventKind = closedSet({
  start: '启动',
  pause: '暂停',
  resume: '恢复',
  retarget: '更换目标',
  extend: '延长',
  stop: '停止',
  reopen: '重新打开',
})
export type ClockEventKind = Member<typeof clockEventKind>

const said = (what: string) => z.string().trim().min(1, `请写明${what}`).max(1000).meta({ description: what })

const fact = {
  id: z.string().min(1).max(100).meta({ description: '事件唯一编号' }),
  at: instantInput.meta({ description: '生效时刻' }),
  recordedAt: instantInput.meta({ description: '记录时刻' }),
  by: z.string().min(1).max(100).optional().meta({ description: '记录人' }),
}
const scope = z.array(z.string().min(1)).min(1).optional().meta({ description: '只作用于这些目标；不写则作用于当时适用的全部目标' })

export const clockEvent = z.discriminatedUnion('kind', [
  z.strictObject({ ...fact, kind: z.literal('start'), targets: scope }),
  z.strictObject({ ...fact, kind: z.literal('pause'), targets: scope, reason: said('暂停原因'), owner: said('暂停责任方'), proof: said('暂停证明') }),
  z.strictObject({ ...fact, kind: z.literal('resume'), targets: scope, reason: said('恢复原因').optional() }),
  z.strictObject({ ...fact, kind: z.literal('retarget'), to: clockTarget.meta({ description: '同名的新目标' }), reason: said('更换目标的原因') }),
  z.strictObject({
    ...fact,
    kind: z.literal('extend'),
    targets: scope,
    amount: z.int().min(1).max(5_256_000).meta({ description: '延长量，单位同目标' }),
    reason: said('延长原因'),
    approvedBy: said('延长批准人'),
  }),
  z.strictObject({
    ...fact,
    kind: z.literal('stop'),
    targets: scope,
    outcome: z.enum(['done', 'cancelled']).default('done').meta({ description: 'done 完成并判定，cancelled 撤销不判定' }),
    reason: said('停止原因').optional(),
  }),
  z.strictObject({ ...fact, kind: z.literal('reopen'), targets: scope, reason: said('重新打开的原因') }),
])
export type ClockEvent = z.output<typeof clockEvent>
export type PauseEvent = Extract<ClockEvent, { kind: 'pause' }>

/** The part of an event that decides whether it fits its place in the sequence. */
export type EventOutline = { readonly id: string; readonly kind: ClockEventKind; readonly at: Date; readonly recordedAt: Date; readonly targets?: readonly string[] | undefined }

export function outlineOf(event: ClockEvent): EventOutline {
  return event.kind === 'retarget' ? { ...event, targets: [event.to.name] } : event
}
