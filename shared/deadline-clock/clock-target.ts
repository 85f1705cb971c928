/**
 * What a deadline clock is held against (时限目标). The kind says which minutes count:
 *
 * - `window-minutes`: minutes inside a working window;
 * - `wall-minutes`: every minute;
 * - `working-days`, `calendar-days`: whole days after the starting day (民法典 201), up to 24:00 of the last one, or its
 *   closing time when a window is named (民法典 203); a day that a pause took a part of is given back as a whole; replaced by a
 *   target in minutes, the starting day is counted by that one, every later day that passed as the 24 hours that it was;
 * - `fixed`: a promised moment, which no pause moves.
 */
import { z } from 'zod'
import { instantInput } from '../instant.ts'

const described = {
  name: z.string().min(1).max(60).meta({ description: '目标名称，在一个时钟内唯一' }),
  contractual: z.boolean().meta({ description: 'true 为合同约定，false 为内部目标' }),
  clause: z.string().min(1).max(60).optional().meta({ description: '合同条款号' }),
}
const minutes = z.int().min(1).max(5_256_000).meta({ description: '分钟' })
const days = z.int().min(1).max(3660).meta({ description: '天数' })
const windowName = z.string().min(1).max(30).meta({ description: '服务时段名，如 5x9' })

export const clockTarget = z.discriminatedUnion('kind', [
  z.strictObject({ ...described, kind: z.literal('window-minutes'), amount: minutes, window: windowName }),
  z.strictObject({ ...described, kind: z.literal('wall-minutes'), amount: minutes }),
  z.strictObject({ ...described, kind: z.literal('working-days'), amount: days, window: windowName.optional() }),
  z.strictObject({
    ...described,
    kind: z.literal('calendar-days'),
    amount: days,
    window: windowName.optional(),
    rolls: z.boolean().default(true).meta({ description: '最后一日为休息日时是否顺延（民法典第203条）' }),
  }),
  z.strictObject({ ...described, kind: z.literal('fixed'), dueAt: instantInput.meta({ description: '约定的截止时刻，暂停不顺延' }) }),
])
export type ClockTarget = z.output<typeof clockTarget>
export type ClockTargetKind = ClockTarget['kind']

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** Milliseconds of one unit in which a target and its extensions are stated. */
export function unitMs(target: ClockTarget): number {
  return target.kind === 'working-days' || target.kind === 'calendar-days' ? DAY_MS : MINUTE_MS
}

export function unitTitle(target: ClockTarget): string {
  return { 'window-minutes': '分钟', 'wall-minutes': '分钟', 'working-days': '个工作日', 'calendar-days': '个自然日', fixed: '分钟' }[target.kind]
}
