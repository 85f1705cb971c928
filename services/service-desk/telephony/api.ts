import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { contactView } from '#spine/parties/contacts/api.ts'
import { ticketSummary } from '../tickets/api.ts'
import { telephoneEvent, telephoneEventKind } from './telephone-event.ts'

export const callOrigin = closedSet({ pbx: '总机上报', 'hand-logged': '人工登记' })
export type CallOrigin = Member<typeof callOrigin>
export const callState = closedSet({ ringing: '振铃', answered: '已接听', abandoned: '未接放弃', ended: '已结束' })
export type CallState = Member<typeof callState>

export { telephoneEventKind } from './telephone-event.ts'

/** What the statistics count; each of their numbers opens its list with it. */
export const callCount = closedSet({ all: '全部来电', answered: '已接听', abandoned: '未接放弃', recorded: '接听并已录单', unrecorded: '接听未录单' })
export type CallCount = Member<typeof callCount>

const callId = z.object({ telephoneCallId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)
const sourceCode = z.object({ source: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, '代号用小写字母、数字和连字符') })
const sourceFacts = z.object({ title: z.string().trim().min(2, '请填写名称').max(60), toleranceSeconds: z.int().min(10).max(3_600).default(300), isEnabled: z.boolean().default(true) })

export const callView = z.object({
  telephoneCallId: z.string(),
  origin: callOrigin.schema,
  line: z.string(),
  contact: contactView.nullable(),
  agent: z.string(),
  state: callState.schema,
  beganAt: instantField,
  answeredAt: instantField.nullable(),
  overAt: instantField.nullable(),
  waitSeconds: z.number().nullable(),
  talkSeconds: z.number().nullable(),
  note: z.string(),
  loggedByName: z.string().nullable(),
  hasRecording: z.boolean(),
})
export type CallView = z.output<typeof callView>

/** What a call shows of a ticket. */
export const ticketBeside = ticketSummary.pick({ ticketId: true, number: true, title: true, state: true, receivedAt: true })
export const ringingCall = callView.pick({ telephoneCallId: true, line: true, contact: true, beganAt: true }).extend({ formerCalls: z.array(callView.pick({ telephoneCallId: true, beganAt: true, state: true, note: true })), formerTickets: z.array(ticketBeside) })
export type RingingCall = z.output<typeof ringingCall>

export const telephoneSource = z.object({ source: z.string(), title: z.string(), toleranceSeconds: z.number(), isEnabled: z.boolean(), secretChangedAt: instantField, lastEventAt: instantField.nullable(), version: z.number() })
export type TelephoneSource = z.output<typeof telephoneSource>

export const telephoneCallsApi = defineApi({
  prefix: '/api/telephone-calls',
  title: '来电',
  endpoints: {
    listCalls: {
      method: 'GET', path: '', summary: '查询来电', permission: 'telephone:read', audit: 'none',
      query: listQuery.extend({ line: z.string().max(20).optional(), state: callState.schema.optional(), origin: callOrigin.schema.optional(), contactId: z.uuid().optional(), count: callCount.schema.optional(), from: dateField.optional(), to: dateField.optional() }),
      response: listOf(callView),
      sheet: sheetOf('来电', callView, { contact: ['主叫', ({ masked }) => masked], line: '线路', beganAt: '来电时间', answeredAt: '接听', overAt: '结束', waitSeconds: '等待（秒）', talkSeconds: '通话（秒）', agent: '座席', loggedByName: '登记人', origin: ['来历', callOrigin.titles], state: ['状态', callState.titles], note: '说明' }),
    },
    listRinging: {
      method: 'GET', path: '/ringing', summary: '正在振铃的来电；以 text/event-stream 取时持续推送', permission: 'telephone:answer', audit: 'none', follows: 'service-desk.telephone-call',
      response: z.object({ items: z.array(ringingCall) }),
    },
    logCall: {
      method: 'POST', path: '', summary: '登记没有经总机上报的来电', permission: 'telephone:answer', audit: 'telephone-call.logged',
      body: z.object({ telephoneCallId: z.uuid(), line: z.string().min(1, '请选择线路').max(20), caller: z.string().trim().max(60).default(''), beganAt: instantInput, isAnswered: z.boolean().default(true), talkMinutes: z.number().min(0).max(600).nullable().default(null), note: z.string().trim().max(1_000).default('') }),
      response: callId,
    },
    getCall: {
      method: 'GET', path: '/:telephoneCallId', summary: '查看来电', permission: 'telephone:read', audit: 'none', params: callId,
      response: callView.extend({
        events: z.array(z.object({ kind: telephoneEventKind.schema, at: instantField, receivedAt: instantField, agent: z.string() })),
        recording: z.object({ seconds: z.number().nullable(), receivedAt: instantField, removedAt: instantField.nullable(), removalReason: z.string().nullable() }).nullable(),
        tickets: z.array(ticketBeside),
        recordingAccesses: z.array(z.object({ kind: z.enum(['opened', 'removed']), at: instantField, actorName: z.string(), reason: z.string() })),
      }),
    },
    openRecording: {
      method: 'POST', path: '/:telephoneCallId/recording', summary: '调取录音位置，写明理由', permission: 'recording:open', audit: 'recording.opened', params: callId,
      body: z.object({ reason }), response: z.object({ reference: z.string() }),
    },
  },
})

export const telephoneSourcesApi = defineApi({
  prefix: '/api/telephone-sources',
  title: '电话来源',
  endpoints: {
    receiveEvent: {
      method: 'POST', path: '/:source/events', summary: '接收电话事件（HMAC-SM3 签名，见《电话接入》）', permission: 'public', audit: 'telephone-event.received', params: sourceCode, body: telephoneEvent,
      response: z.object({ telephoneCallId: z.string(), isRepeat: z.boolean() }),
    },
    listSources: { method: 'GET', path: '', summary: '查询电话来源、线路与录音保留期', permission: 'telephone:read', audit: 'none', response: z.object({ sources: z.array(telephoneSource), lines: z.array(z.object({ line: z.string(), title: z.string(), isOpen: z.boolean() })), keepsDays: z.number(), retention: z.array(z.object({ effectiveOn: z.string(), keepsDays: z.number(), reason: z.string(), setByName: z.string() })) }) },
    addSource: { method: 'POST', path: '', summary: '登记电话来源，签名密钥只显示这一次', permission: 'telephone:administer', audit: 'telephone-source.added', body: sourceCode.extend(sourceFacts.shape), response: z.object({ secret: z.string() }) },
    changeSource: { method: 'PATCH', path: '/:source', summary: '修改电话来源', permission: 'telephone:administer', audit: 'telephone-source.changed', params: sourceCode, body: sourceFacts.extend({ version: z.int().min(1) }) },
    renewSecret: { method: 'POST', path: '/:source/secret', summary: '更换签名密钥，新密钥只显示这一次', permission: 'telephone:administer', audit: 'telephone-source.secret-renewed', params: sourceCode, response: z.object({ secret: z.string() }) },
    setLine: { method: 'POST', path: '/lines', summary: '登记或修改线路', permission: 'telephone:administer', audit: 'telephone-line.set', body: z.object({ line: z.string().regex(/^\d{3,20}$/, '线路为 3 至 20 位数字'), title: z.string().trim().min(2).max(60), isOpen: z.boolean() }) },
    setRetention: { method: 'POST', path: '/recording-retention', summary: '设置录音保留期', permission: 'contact:retain', audit: 'recording-retention.set', body: z.object({ effectiveOn: dateField, keepsDays: z.int().min(1, '至少一天').max(3_650, '至多 3650 天'), reason }) },
  },
})
