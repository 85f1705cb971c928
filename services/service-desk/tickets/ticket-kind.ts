import { businessDate, formatInstant } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { changeRequest, clockStates, defineRequestKind, lockRequest, readClock, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { drawFollowUp } from '../aftercare/follow-up-ticket.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { tellByMail } from '../mail/tell-by-mail.ts'
import { ticketRulesOn } from '../rules/read-ticket-rules.ts'
import { ANSWER_TARGET, CALL_BACK_TARGET, priorityOf, SOLUTION_TARGET, targetsOf } from '../rules/ticket-rules.ts'
import { searchTerms } from '../search/search-terms.ts'
import { proveTicket } from './prove-ticket.ts'
import { TICKET_KIND } from './ticket.ts'
import { ticketCategory, ticketForm, ticketImpact, ticketUrgency, UNATTRIBUTED, type TicketForm } from './ticket-form.ts'

/** What the contract's register calls an issue that one of the two lines brings in (M1-02). */
const HOTLINE_EVENT = '热线反馈问题'

/** 服务工单: no approval, measured from the moment at which the person was first heard, accepted by him or by silence. */
export const ticketKind = defineRequestKind({
  kind: TICKET_KIND,
  title: '服务工单',
  prefix: 'FW',
  form: ticketForm,
  permissions: { open: 'request:open', handle: 'ticket:handle' },
  facts: (draft) => ({ title: String(draft['title'] ?? '').trim(), subsystem: typeof draft['subsystem'] === 'string' && draft['subsystem'] !== '' ? draft['subsystem'] : UNATTRIBUTED }),
  describe: (form) => [
    { label: '标题', value: form.title, wide: true },
    { label: '子系统', value: subsystemTitle(form.subsystem) },
    { label: '类别', value: ticketCategory.titles[form.category] },
    { label: '影响', value: ticketImpact.titles[form.impact] },
    { label: '紧急程度', value: ticketUrgency.titles[form.urgency] },
    { label: '线路', value: form.line ?? '不经热线' },
    ...(form.receivedAt ? [{ label: '接到时间', value: minuteText(form.receivedAt) }] : []),
    ...(form.callBackAt ? [{ label: '承诺回电', value: minuteText(form.callBackAt) }] : []),
    { label: '描述', value: form.description, wide: true },
  ],
  check: checkTicket,
  startsClock: 'submitted',
  startedAt: ({ form }) => form.receivedAt,
  async targets(ctx, { form }) {
    const rules = await ticketRulesOn(ctx, businessDate(ctx.now))
    return targetsOf(rules, priorityOf(rules, form), form.callBackAt)
  },
  answerTarget: ANSWER_TARGET,
  deliveryTarget: SOLUTION_TARGET,
  acceptance: { silentAfterWorkingDays: 3 },
  // For callers without an account: anybody at the desk but who solved it.
  acceptFor: 'ticket:enter',
  // What came by mail or over the portal is served alike, but the contract speaks of the two lines.
  duty: ({ form }) => (form.line === null ? undefined : { event: HOTLINE_EVENT, due: SOLUTION_TARGET }),
  onReady: registerTicket,
  checkDelivery: requireKeptPromise,
  prove: proveTicket,
  onClosed: drawFollowUp,
  onNoted: async (ctx, { requestId }, note) => tellByMail(ctx, await lockRequest(ctx, requestId), note),
})

async function checkTicket(ctx: SpineCtx, form: TicketForm): Promise<InputProblem[]> {
  const db = serviceDeskTables(ctx)
  const problems: InputProblem[] = []
  if (form.line !== null && !(await db.selectFrom('serviceDesk.telephoneLine').select('line').where('line', '=', form.line).where('isOpen', '=', true).executeTakeFirst())) problems.push({ place: 'form.line', message: `没有开通线路 ${form.line}` })
  if (form.telephoneCallId !== null && !(await db.selectFrom('serviceDesk.telephoneCall').select('line').where('telephoneCallId', '=', form.telephoneCallId).executeTakeFirst())) problems.push({ place: 'form.telephoneCallId', message: '没有这次来电' })
  if (form.receivedAt !== null && form.receivedAt > ctx.now) problems.push({ place: 'form.receivedAt', message: '接到时间不能晚于现在' })
  if (form.callBackAt !== null && form.callBackAt <= ctx.now) problems.push({ place: 'form.callBackAt', message: '承诺的回电时刻须在现在以后' })
  return problems
}

/** The desk's own part of the ticket, written once; and the priority that the rules of the day give it. */
async function registerTicket(ctx: SpineCtx, { requestId, form, submittedAt, requesterName, requesterUnit }: KindRequest<TicketForm>): Promise<void> {
  const rules = await ticketRulesOn(ctx, businessDate(ctx.now))
  await serviceDeskTables(ctx)
    .insertInto('serviceDesk.ticket')
    .values({
      requestId,
      line: form.line,
      telephoneCallId: form.telephoneCallId,
      contactId: form.contactId,
      personId: form.personId,
      category: form.category,
      impact: form.impact,
      urgency: form.urgency,
      rulesOn: rules.effectiveOn,
      receivedAt: form.receivedAt ?? submittedAt ?? ctx.now,
      registeredAt: ctx.now,
      callBackAt: form.callBackAt,
      terms: searchTerms(form.title, requesterName, requesterUnit, form.description),
    })
    .onConflict((conflict) => conflict.column('requestId').doNothing())
    .execute()
  await changeRequest(ctx, await lockRequest(ctx, requestId), { priority: priorityOf(rules, form) })
}

/** Closing would stop a promise as kept: it is kept by calling, or told to be off, before the solution goes out. */
async function requireKeptPromise(ctx: SpineCtx, { requestId }: KindRequest<TicketForm>): Promise<InputProblem[]> {
  const clock = await readClock(ctx, await lockRequest(ctx, requestId))
  const promise = clockStates(ctx, clock).find(({ name, verdict }) => name === CALL_BACK_TARGET && ['running', 'paused', 'overdue'].includes(verdict))
  return promise ? [{ place: 'body.solution', message: '承诺的回电还没有登记，请先登记回电，再交付解决办法' }] : []
}

function minuteText(at: Date): string {
  return formatInstant(at).slice(0, 16).replace('T', ' ')
}
