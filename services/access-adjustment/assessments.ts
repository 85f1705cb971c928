import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { accessTarget } from './forms/api.ts'
import { differenceBody, formBody, reviewBody } from './evidence.ts'
import { discrepancyKind } from './api.ts'

/**
 * 合同 M2-01、M2-02: the form is there and each of its lines has an effect that was read back, on the web and in the APP where it
 * names both. M2-03: what the newest review found is nothing, or explained (an accepted finding).
 */
export const matched: AssessmentRule = {
  name: 'matched',
  judge(evidence) {
    const reviews = evidence.filter(({ kind }) => kind === 'access-review')
    const lines = reviews.length > 0 ? judgeReview(reviews) : judgeForm(evidence)
    return { isComplete: lines.length === 0, lines }
  },
}

function judgeForm(evidence: readonly JudgedEvidence[]): string[] {
  const forms = bodies(evidence, 'access-form', formBody)
  const differences = bodies(evidence, 'permission-difference', differenceBody)
  if (forms.length === 0) return ['没有权限申请表或调整单']
  const form = forms.at(-1) as (typeof forms)[number]
  const lines: string[] = []
  for (const [target, wanted] of Object.entries(form.perTarget)) {
    // A line that was tried again counts once: by its last state.
    const states = new Map(differences.filter((one) => one.target === target).flatMap((one) => one.lines.map(({ account, state, reason }) => [account, { state, reason }] as const)))
    const applied = [...states.values()].filter(({ state }) => state === 'applied').length
    const title = accessTarget.has(target) ? accessTarget.titles[target] : target
    if (applied < wanted) lines.push(`${title}应调整 ${wanted} 个账号，已执行并读回 ${applied} 个`)
    for (const [account, { state, reason }] of states) if (state !== 'applied') lines.push(`${title} ${account} 未执行：${reason}`)
  }
  return lines
}

function judgeReview(evidence: readonly JudgedEvidence[]): string[] {
  const newest = inOrder(evidence).at(-1)
  const parsed = reviewBody.safeParse(newest?.body)
  if (!parsed.success) return []
  const { counts, unexplained, components, review } = parsed.data
  if (components.length === 0) return [`${review} 没有读到任何账号维护对象`]
  if (unexplained === 0) return []
  return [`${review} 有 ${unexplained} 项不符未消除或说明：${Object.entries(counts).filter(([, count]) => count > 0).map(([kind, count]) => `${discrepancyKind.has(kind) ? discrepancyKind.titles[kind] : kind} ${count}`).join('、')}`]
}

/** As they happened; ids rise within one instant. */
function inOrder(evidence: readonly JudgedEvidence[]): JudgedEvidence[] {
  return evidence.toSorted((one, other) => one.happenedAt.getTime() - other.happenedAt.getTime() || (one.evidenceId < other.evidenceId ? -1 : 1))
}

function bodies<T>(evidence: readonly JudgedEvidence[], kind: string, schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }): T[] {
  return inOrder(evidence.filter((one) => one.kind === kind)).flatMap(({ body }) => {
    const parsed = schema.safeParse(body)
    return parsed.success ? [parsed.data] : []
  })
}

export const assessments: readonly AssessmentRule[] = [matched]
