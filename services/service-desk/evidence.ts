import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

const staffedDay = z.object({ date: z.string(), requiredMinutes: z.number(), plannedMinutes: z.number(), staffedMinutes: z.number() }).loose()

/** What the judgement looks at; the rest of the bodies is for people. */
export const dutyRosterBody = z.object({ from: z.string(), to: z.string(), requiredMinutes: z.number(), staffedMinutes: z.number(), days: z.array(staffedDay) })
export const ticketBody = z.object({ ticket: z.string(), receivedAt: z.string(), firstAnsweredAt: z.string(), deliveredAt: z.string(), solution: z.string() })
/** Law enforcement has no clause for the single issue (AMB-03): the month's tickets are listed in one proof. */
export const monthTicketsBody = z.object({ from: z.string(), to: z.string(), tickets: z.array(z.object({ ticket: z.string() }).loose()) })

export const evidence: readonly EvidenceKind[] = [
  { kind: 'duty-roster', title: '值班表', body: dutyRosterBody.loose() },
  { kind: 'call-log', title: '热线通话记录', body: z.object({ from: z.string(), to: z.string(), lines: z.array(z.object({ line: z.string(), calls: z.number(), answered: z.number(), abandoned: z.number() }).loose()) }).loose() },
  { kind: 'service-ticket', title: '服务工单', body: z.union([ticketBody.loose(), monthTicketsBody.loose()]) },
  { kind: 'user-confirmation', title: '用户确认', body: z.object({ ticket: z.string(), how: z.string() }).loose() },
]
