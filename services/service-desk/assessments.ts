import { z } from 'zod'
import type { AssessmentRule } from '#spine/service.ts'
import { dutyRosterBody, ticketBody } from './evidence.ts'

const parameters = z.object({ hoursPerDay: z.number().positive().default(8) }).loose()

/**
 * 合同 M1-01, 5×8: each working day was staffed, by people who signed in, for the hours that the contract names. Which eight
 * hours it does not say: the line is staffed from nine to six by the default of AMB-07, and what is missing of the nine is told in
 * the roster's proof and as findings, not judged. A proof that does not read as ours (a scan) is judged by its presence alone, elsewhere.
 */
export const coverage: AssessmentRule = {
  name: 'coverage',
  judge(evidence, given) {
    const { hoursPerDay } = parameters.parse(given ?? {})
    const rosters = evidence.flatMap((one) => (one.kind === 'duty-roster' ? [dutyRosterBody.safeParse(one.body)] : [])).flatMap((parsed) => (parsed.success ? [parsed.data] : []))
    const roster = rosters.at(-1)
    if (!roster) return { isComplete: true, lines: [] }
    const lines = roster.days.filter(({ requiredMinutes, staffedMinutes }) => requiredMinutes > 0 && staffedMinutes < hoursPerDay * 60).map(({ date, plannedMinutes, staffedMinutes }) => `${date} 有签到的值守 ${staffedMinutes} 分钟（排班 ${plannedMinutes} 分钟），不足 ${hoursPerDay} 小时`)
    return { isComplete: lines.length === 0, lines }
  },
}

/**
 * 合同 M1-02, 及时: the issue was answered and solved. The agreed figures are not the contract's (AMB-09): being slower than them
 * makes the duty late through its due moment, not unfulfilled.
 */
export const responseTime: AssessmentRule = {
  name: 'response-time',
  judge(evidence) {
    const tickets = evidence.filter(({ kind }) => kind === 'service-ticket')
    const unsolved = tickets.flatMap((one) => (typeof one.body === 'object' && one.body !== null && 'ticket' in one.body && !ticketBody.safeParse(one.body).success ? [`工单 ${String(one.body.ticket)} 没有首次答复或解决办法`] : []))
    return { isComplete: unsolved.length === 0, lines: unsolved }
  },
}

export const assessments: readonly AssessmentRule[] = [coverage, responseTime]
