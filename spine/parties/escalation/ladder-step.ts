import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import type { InputProblem } from '#shared/problem.ts'

/** In the order in which they come about on a clock. */
export const escalationMoment = closedSet({ 'after-start': '受理后', 'before-due': '到期前', 'after-due': '逾期后' })
export type EscalationMoment = Member<typeof escalationMoment>

export const escalationTarget = closedSet({ 'on-duty': '值班人员', leader: '带班', 'project-manager': '项目经理', 'client-lead': '甲方负责人' })
export type EscalationTarget = Member<typeof escalationTarget>

/** A phone call is made by a person: the reminder says so. */
export const escalationChannel = closedSet({ inbox: '站内提醒', mail: '邮件', webhook: '消息推送', phone: '电话（人工）' })
export type EscalationChannel = Member<typeof escalationChannel>

export const ladderStep = z.strictObject({
  moment: escalationMoment.schema,
  minutes: z.int('请填写整数分钟').min(0, '不能为负').max(525_600, '至多一年'),
  whom: escalationTarget.schema,
  channel: escalationChannel.schema,
})
export type LadderStep = z.output<typeof ladderStep>

/**
 * The steps whose moment has come, by minutes that count on the clock. `remaining` is negative when overdue, null for a
 * clock without a due moment. Whoever walks a ladder remembers which steps were taken.
 */
export function stepsDue(ladder: readonly LadderStep[], elapsed: number, remaining: number | null): LadderStep[] {
  return ladder.filter(({ moment, minutes }) => (moment === 'after-start' ? elapsed >= minutes : remaining !== null && (moment === 'before-due' ? remaining <= minutes : remaining <= -minutes)))
}

/** A ladder is climbed upwards: each step comes no earlier than the one before it, and none twice. */
export function problemsOfLadder(steps: readonly LadderStep[]): InputProblem[] {
  return steps.flatMap((step, at) => {
    const before = steps[at - 1]
    const place = `body.steps.${at}.minutes`
    if (steps.findIndex((other) => JSON.stringify(position(other)) === JSON.stringify(position(step)) && other.whom === step.whom && other.channel === step.channel) < at) return [{ place, message: `第 ${at + 1} 步与前面的步骤相同` }]
    if (!before) return []
    const [phase, moment] = position(step)
    const [phaseBefore, momentBefore] = position(before)
    return phase < phaseBefore || (phase === phaseBefore && moment < momentBefore) ? [{ place, message: `第 ${at + 1} 步早于第 ${at} 步，请按先后排列` }] : []
  })
}

function position({ moment, minutes }: LadderStep): readonly [phase: number, moment: number] {
  return [escalationMoment.values.indexOf(moment), moment === 'before-due' ? -minutes : minutes]
}

/** `到期前 30 分钟 电话（人工）通知项目经理`. */
export function stepText({ moment, minutes, whom, channel }: LadderStep): string {
  return `${escalationMoment.titles[moment]} ${minutes} 分钟，${escalationChannel.titles[channel]}通知${escalationTarget.titles[whom]}`
}
