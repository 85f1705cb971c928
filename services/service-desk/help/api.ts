import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { subsystem } from '#shared/subsystems.ts'
import { requestState } from '#spine/requests/api.ts'
import { ratingView } from '../aftercare/api.ts'
import { ticketCategory, ticketImpact, ticketUrgency, UNATTRIBUTED } from '../tickets/api.ts'

const ticketId = z.object({ ticketId: z.uuid() })

/** 我的求助: what is read of a request, and its acts, are the spine's. */
export const helpApi = defineApi({
  prefix: '/api/service-desk/help',
  title: '我的求助',
  endpoints: {
    askForHelp: {
      method: 'POST', path: '', summary: '求助；同一标识重复提交只建一单', permission: 'help:ask', audit: 'ticket.asked',
      body: z.object({
        ticketId: z.uuid(),
        title: z.string().trim().min(2, '请写明遇到了什么问题').max(200),
        /** Chosen by whoever asks; `unattributed` when he cannot tell, and the desk says which before it becomes a ticket (AMB-08). */
        subsystem: z.enum([UNATTRIBUTED, ...subsystem.values], '请选择子系统；不清楚的选“不清楚”，由热线判断'),
        category: ticketCategory.schema,
        impact: ticketImpact.schema.default('person'),
        urgency: ticketUrgency.schema.default('hindered'),
        description: z.string().trim().max(4_000).default(''),
      }),
      response: z.object({ ticketId: z.string(), number: z.string(), state: requestState.schema }),
    },
    getRating: { method: 'GET', path: '/:ticketId/rating', summary: '本人工单的评价', permission: 'help:ask', audit: 'none', params: ticketId, response: z.object({ rating: ratingView.nullable(), mayRate: z.boolean() }) },
    rateTicket: { method: 'POST', path: '/:ticketId/rating', summary: '办结后评价，一次', permission: 'help:ask', audit: 'ticket.rated', params: ticketId, body: z.object({ score: z.int().min(1, '请选择 1 至 5').max(5), remark: z.string().trim().max(4_000).default('') }) },
  },
})
