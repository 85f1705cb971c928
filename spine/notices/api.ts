import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { closedSet, type Member } from '#shared/closed-set.ts'

/** How a formal notice went out. The parties designated mailboxes and contacts (D-03); anything else is flagged. */
export const noticeChannel = closedSet({ mail: '指定邮箱', paper: '书面送达', contact: '双方确认的联系方式', other: '其他渠道' })
export type NoticeChannel = Member<typeof noticeChannel>

export const noticeVerdict = closedSet({ 'in-time': '按期', late: '逾期', undecided: '待认定' })
export type NoticeVerdict = Member<typeof noticeVerdict>

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

const noticeId = z.object({ noticeId: z.uuid() })

/** In an upload every field arrives as text. */
const idList = z
  .string()
  .default('[]')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: '所选应办事项须为 JSON 数组' })
      return z.NEVER
    }
  })
  .pipe(z.array(z.uuid()).max(100, '一次至多选择 100 项'))

const noticeKindView = z.object({ kind: z.string(), title: z.string(), clause: z.string(), obligation: z.string(), from: z.string(), to: z.string(), limit: z.string(), form: z.string(), isBefore: z.boolean(), announces: z.string().nullable() })
export type NoticeKindView = z.output<typeof noticeKindView>

export const noticeSummary = z.object({
  noticeId: z.string(),
  number: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  clause: z.string(),
  title: z.string(),
  recipient: z.string(),
  channel: noticeChannel.schema,
  channelNote: z.string(),
  sentAt: instantField,
  recordedAt: instantField,
  eventOn: z.string().nullable(),
  authorName: z.string().nullable(),
  occurrenceCount: z.number(),
  verdict: noticeVerdict.schema,
  latest: z.string().nullable(),
  isProvisional: z.boolean(),
  flags: z.array(z.string()),
})
export type NoticeSummary = z.output<typeof noticeSummary>

export const noticesApi = defineApi({
  prefix: '/api/notices',
  title: '正式告知',
  endpoints: {
    listNotices: {
      method: 'GET', path: '', summary: '查询正式告知', permission: 'notice:read', audit: 'none',
      query: listQuery.extend({ kind: z.string().optional(), channel: noticeChannel.schema.optional(), from: dateField.optional(), to: dateField.optional() }),
      response: listOf(noticeSummary),
      sheet: sheetOf('正式告知', noticeSummary, {
        number: '编号', title: '标题', kindTitle: '种类', clause: '条款', recipient: '接收方', channel: ['渠道', noticeChannel.titles], channelNote: '渠道说明', sentAt: '发出', eventOn: '事件日期', latest: '最迟', verdict: ['时限', noticeVerdict.titles], authorName: '登记人', recordedAt: '登记', occurrenceCount: '涉及事项',
      }),
    },
    listNoticeKinds: { method: 'GET', path: '/kinds', summary: '合同约定的告知及其时限', permission: 'notice:read', audit: 'none', response: z.object({ items: z.array(noticeKindView) }) },
    listAnnounceable: {
      method: 'GET', path: '/announceable', summary: '可以提前告知的应办事项', permission: 'notice:read', audit: 'none',
      query: z.object({ kind: z.string().min(1), days: z.coerce.number().int().min(1).max(92).default(31) }),
      response: z.object({ items: z.array(z.object({ occurrenceId: z.string(), title: z.string(), subsystem: z.string(), dueAt: instantField, excuses: z.boolean(), note: z.string() })) }),
    },
    getNotice: {
      method: 'GET', path: '/:noticeId', summary: '查看告知、时限与判定依据', permission: 'notice:read', audit: 'none', params: noticeId,
      response: noticeSummary.extend({
        content: z.string(),
        lines: z.array(z.string()),
        evidenceId: z.string().nullable(),
        hasProof: z.boolean(),
        occurrences: z.array(
          z.object({ occurrenceId: z.string(), title: z.string(), subsystem: z.string(), dueAt: instantField, verdict: z.string(), lines: z.array(z.string()), makeUpBy: instantField.nullable(), workOrderId: z.string().nullable(), workOrderNumber: z.string().nullable(), workOrderState: z.string().nullable() }),
        ),
      }),
    },
    sendNotice: {
      method: 'POST', path: '', summary: '发出或登记正式告知（可附送达证明）', permission: 'notice:send', audit: 'notice.sent', accepts: 'upload',
      body: z.object({
        noticeId: z.uuid(),
        kind: z.string().min(1, '请选择告知种类'),
        title: z.string().trim().min(4, '请填写标题，至少四个字').max(200),
        content: z.string().trim().min(4, '请填写告知内容').max(8_000),
        recipient: z.string().trim().min(1, '请填写接收方').max(200),
        channel: noticeChannel.schema,
        channelNote: z.string().trim().max(200).default(''),
        sentAt: instantInput.optional(),
        eventOn: dateField.optional(),
        occurrenceIds: idList,
        makeUpBy: instantInput.optional(),
      }),
      response: z.object({ noticeId: z.string() }),
    },
  },
})
