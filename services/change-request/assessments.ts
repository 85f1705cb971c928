import { z } from 'zod'
import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { contentVersionBody } from './evidence.ts'

const named = z.object({ request: z.string() }).loose()
const release = named.extend({ outcome: z.string() })
const acceptance = named.extend({ acceptedBy: z.string() })

/**
 * 合同 M12-01 and M12-02: each release has a demand and an acceptance of the same change, and what was published to law
 * enforcement was read back the same from web and APP.
 */
export const matched: AssessmentRule = {
  name: 'matched',
  judge(evidence) {
    const lines: string[] = []
    const requestsOf = (kind: string) => new Set(read(evidence, kind, named).map(({ request }) => request))
    const [demands, acceptances] = [requestsOf('demand-form'), new Set(read(evidence, 'acceptance-record', acceptance).filter(({ acceptedBy }) => acceptedBy !== '').map(({ request }) => request))]
    for (const { request, outcome } of read(evidence, 'release-record', release)) {
      if (outcome !== 'released') lines.push(`${request} 的发布没有成功`)
      if (!demands.has(request)) lines.push(`${request} 的发布没有需求单`)
      if (!acceptances.has(request)) lines.push(`${request} 的发布没有验收`)
    }
    for (const { title, version, hash, web, app } of read(evidence, 'content-version', contentVersionBody)) {
      if (web.hash !== app.hash || web.version !== app.version) lines.push(`「${title}」第 ${version} 版网页端与移动端不一致`)
      else if (web.hash !== hash || web.version !== version) lines.push(`「${title}」读回与发布的第 ${version} 版不一致`)
    }
    return { isComplete: lines.length === 0, lines }
  },
}

function read<S extends z.ZodType>(evidence: readonly JudgedEvidence[], kind: string, body: S): Array<z.output<S>> {
  return evidence.filter((one) => one.kind === kind).flatMap((one) => {
    const parsed = body.safeParse(one.body)
    return parsed.success ? [parsed.data] : []
  })
}

export const assessments: readonly AssessmentRule[] = [matched]
