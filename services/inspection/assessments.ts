import { z } from 'zod'
import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { section } from './api.ts'
import { recordBody, reportBody } from './evidence.ts'

const parameters = z.object({ perPeriod: z.int().default(1), sections: z.int().optional() }).loose()

/** The sections that 合同 M3-05 names: 中间件、数据库状态、数据备份. */
const MANDATORY = ['middleware', 'database', 'backup'] as const

/**
 * A record counts when its run went to its end and something was really checked: 未检 throughout is no inspection,
 * whatever the reason. Where the clause names sections, each must have at least one answer, from the system or a person.
 */
export const evidenceByDue: AssessmentRule = {
  name: 'evidence-by-due',
  judge(evidence, given) {
    const { perPeriod, sections } = parameters.parse(given ?? {})
    const records = evidence.flatMap(recordOf)
    const lines: string[] = []
    const complete = records.filter((record) => record.state === 'done' && answered(record.counts) > 0)
    if (complete.length < perPeriod) lines.push(`有效的巡检记录 ${complete.length} 份，应有 ${perPeriod} 份${records.length > complete.length ? '（已取消或全部未检的不计）' : ''}`)
    if (sections !== undefined) {
      for (const name of MANDATORY.slice(0, sections)) {
        const parts = complete.flatMap((record) => record.sections[name] ?? [])
        if (parts.length === 0) lines.push(`没有“${section.titles[name]}”部分`)
        else if (!parts.some((counts) => answered(counts) > 0)) lines.push(`“${section.titles[name]}”部分全部未检`)
      }
    }
    return { isComplete: lines.length === 0, lines }
  },
}

/**
 * 合同 M3-03: a report that lists its source records; that every record is in exactly one report is kept by the table. A report
 * that says that there was no record proves the duty only where no inspection was owed.
 */
export const matched: AssessmentRule = {
  name: 'matched',
  judge(evidence) {
    const reports = evidence.filter((one) => one.kind === 'inspection-report').map((one) => reportBody.partial().parse(one.body))
    if (reports.some(({ records }) => (records ?? []).length > 0)) return { isComplete: true, lines: [] }
    const short = reports.find(({ absence }) => absence?.owed !== 0)
    if (!short) return { isComplete: true, lines: [] }
    return { isComplete: false, lines: [short.absence ? `巡检报告如实说明本期没有巡检记录，而应有巡检 ${short.absence.owed} 次` : '巡检报告没有列出任何来源记录'] }
  },
}

function answered(counts: z.output<typeof recordBody>['counts']): number {
  return counts.normal + counts.attention + counts.abnormal
}

/** A record that does not read as one of ours (imported, manual) is judged by its presence alone, elsewhere. */
function recordOf(one: JudgedEvidence) {
  if (one.kind !== 'inspection-record') return []
  const parsed = recordBody.safeParse(one.body)
  return parsed.success ? [parsed.data] : []
}

export const assessments: readonly AssessmentRule[] = [evidenceByDue, matched]
