import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { checkBody, runBody } from './evidence.ts'

/**
 * A daily record counts when every backup of the subsystem was written and read back; a check counts when something was really
 * checked: a backup that was found bad is a check that was done. 未检 proves nothing, whatever the reason.
 */
export const evidenceByDue: AssessmentRule = {
  name: 'evidence-by-due',
  judge(evidence) {
    const runs = evidence.filter(({ kind }) => kind === 'backup-run').flatMap(readRun)
    const checks = evidence.filter(({ kind }) => kind === 'backup-check' || kind === 'restore-test').flatMap(readCheck)
    if (runs.some(({ verdict }) => verdict === 'done') || checks.some(({ verdict }) => verdict !== 'unchecked')) return { isComplete: true, lines: [] }
    if (runs.length > 0) return { isComplete: false, lines: [`备份 ${runs.length} 次均未成功`] }
    return { isComplete: false, lines: [checks.length > 0 ? '备份检查均为未检' : '没有备份记录'] }
  },
}

/** 合同 M7-03: the requirement of the client is loaded; each backup names its version. Until it is given, that is said and not counted. */
export const standing: AssessmentRule = {
  name: 'standing',
  judge(evidence) {
    const isProvided = evidence.some(({ kind }) => kind === 'backup-policy')
    return { isComplete: isProvided, lines: isProvided ? [] : ['综合事务中心的统一备份要求尚未提供'] }
  },
}

function readRun({ body }: JudgedEvidence) {
  const parsed = runBody.safeParse(body)
  return parsed.success ? [parsed.data] : []
}

function readCheck({ body }: JudgedEvidence) {
  const parsed = checkBody.safeParse(body)
  return parsed.success ? [parsed.data] : []
}

export const assessments: readonly AssessmentRule[] = [evidenceByDue, standing]
