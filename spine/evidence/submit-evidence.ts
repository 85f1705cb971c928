import { requirePermission } from '#platform/context/require-permission.ts'
import type { Ctx } from '#platform/context/context.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { instantOf } from '#shared/instant.ts'
import type { EvidenceAbout } from './evidence.ts'
import { evidenceErrors, recordEvidence } from './record-evidence.ts'

export type Submission = {
  readonly kind: string
  readonly title: string
  readonly about: EvidenceAbout
  readonly note: string
  readonly files: readonly ReceivedFile[]
}

/** A person hands in evidence of manual work: a note, files, or both. */
export async function submitEvidence(ctx: Ctx, submission: Submission & { readonly happenedAt?: Date | undefined }) {
  requirePermission(ctx, 'evidence:record')
  const { kind, title, about, note, happenedAt } = submission
  const problems = []
  if (note === '' && submission.files.length === 0) problems.push({ place: 'body.note', message: '请填写说明或附上文件' })
  if (happenedAt && happenedAt > ctx.now) problems.push({ place: 'body.happenedAt', message: '发生时间不能晚于现在' })
  if (problems.length > 0) throw evidenceErrors.invalid({ problems })
  return recordEvidence(ctx, { kind, title, about, body: { note }, files: filesOf(submission), ...(happenedAt ? { happenedAt } : {}) })
}

/** What the previous operator handed over, with the period that it is of and where it came from; it never passes for our own. */
export async function importEvidence(ctx: Ctx, submission: Submission & { readonly periodFrom: string; readonly periodTo: string; readonly statement: string }) {
  requirePermission(ctx, 'evidence:import')
  const { kind, title, about, note, periodFrom, periodTo, statement } = submission
  const problems = []
  if (periodTo < periodFrom) problems.push({ place: 'body.periodTo', message: '期间的结束日早于开始日' })
  if (instantOf(periodFrom) > ctx.now) problems.push({ place: 'body.periodFrom', message: '期间尚未开始' })
  if (submission.files.length === 0) problems.push({ place: 'body.files', message: '请附上移交的文件' })
  if (problems.length > 0) throw evidenceErrors.invalid({ problems })
  return recordEvidence(ctx, {
    kind,
    title,
    about: { ...about, period: `${periodFrom}/${periodTo}` },
    body: { note, period: { from: periodFrom, to: periodTo }, statement },
    files: filesOf(submission),
    happenedAt: instantOf(periodFrom),
    origin: 'previous-operator',
  })
}

function filesOf(submission: Submission) {
  return submission.files.map(({ sm3, fileName, mediaType, bytes }) => ({ sm3, fileName, mediaType, bytes }))
}
