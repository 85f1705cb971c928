import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { instantInput } from '#shared/instant.ts'

export const telephoneEventKind = closedSet({ ringing: '振铃', answered: '接听', abandoned: '放弃', ended: '结束', recording: '录音' })
export type TelephoneEventKind = Member<typeof telephoneEventKind>

/** Letters, digits and what exchanges put into ids; nothing that could be mistaken for an address or a text. */
const id = (longest: number) => z.string().regex(/^[\w.:@+-]+$/, '只能用字母、数字和 . : @ + - _').max(longest)

/** What the webhook takes; published as docs/telephone-event.schema.json. */
export const telephoneEvent = z
  .strictObject({
    eventId: id(100).meta({ description: '事件标识：由来源给出，同一事件再发时不变' }),
    callId: id(200).meta({ description: '通话标识：同一通来电的各个事件相同' }),
    kind: telephoneEventKind.schema.meta({ description: 'ringing 振铃，answered 接听，abandoned 未接而挂断，ended 接听后结束，recording 录音已存好' }),
    at: instantInput.meta({ description: '发生的时间，带时区；与收到的时间可以相差很久' }),
    line: id(20).meta({ description: '被叫线路，如 7726' }),
    caller: z.string().max(40).nullable().default(null).meta({ description: '主叫号码；不显示号码的来电为 null' }),
    agent: z.string().trim().max(60).default('').meta({ description: '接听的分机或座席' }),
    recording: z.strictObject({ reference: z.string().min(1).max(500).meta({ description: '录音在总机中的位置' }), seconds: z.int().min(0).max(86_400).nullable().default(null).meta({ description: '时长（秒）' }) }).optional(),
  })
  .refine(({ kind, recording }) => (kind === 'recording') === (recording !== undefined), { path: ['recording'], error: 'kind 为 recording 时须有 recording，其余事件不能有' })
export type TelephoneEvent = z.output<typeof telephoneEvent>
