import { sql } from 'kysely'
import { z } from 'zod'
import { newId } from '#shared/ids.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorName, actorUserId, type Ctx, type Executor } from '#platform/context/context.ts'
import { canonicalJson, CanonicalJsonError } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { evidenceAbout, evidenceFile, evidenceKind, evidenceOrigin, evidenceTitle, type EvidenceAbout, type EvidenceFile, type EvidenceOrigin } from './evidence.ts'
import { sealEvidenceQueue } from './evidence-queues.ts'

export const evidenceErrors = defineErrors('evidence', {
  invalid: [400, '证据未记录，请按提示修改'],
  'not-found': [404, '没有这份证据'],
  'no-file': [404, '这份证据没有这个文件'],
  'no-verification': [404, '没有这次核验'],
  'pack-too-large': [413, '证据包过大，请缩小筛选范围后分次下载'],
})

export type NewEvidence = {
  /** Kind as the contract's register or a service names it. */
  readonly kind: string
  readonly title: string
  readonly about: EvidenceAbout
  /** Plain JSON value; its canonical text is what is digested. */
  readonly body: unknown
  /** When the fact happened; default: the instant of the act. */
  readonly happenedAt?: Date
  /** In order; their content is in the file store already. */
  readonly files?: readonly EvidenceFile[]
  /** Default: `person` for a person's act, otherwise `system`. */
  readonly origin?: EvidenceOrigin
}

const input = z.object({
  kind: evidenceKind,
  title: evidenceTitle,
  about: evidenceAbout,
  happenedAt: z.date(),
  files: z.array(evidenceFile).max(500),
  origin: evidenceOrigin.schema,
})

const MAX_BODY_BYTES = 1024 * 1024

/** One job a transaction is enough, however much evidence it writes. */
const announced = new WeakSet<Executor>()

/**
 * Writes evidence in the caller's transaction: it only inserts, so writers never wait for each other; the sealer chains it
 * after the commit. Part of a verb that has checked its own permission, hence no check here. Throws `evidence.invalid`
 * with every problem at once.
 */
export async function recordEvidence(ctx: Ctx, evidence: NewEvidence): Promise<{ evidenceId: string; bodyHash: string }> {
  const problems: InputProblem[] = []
  const parsed = input.safeParse({ files: [], happenedAt: ctx.now, origin: ctx.actor.kind === 'person' ? 'person' : 'system', ...withoutUndefined(evidence) })
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => ({ place: issue.path.join('.'), message: issue.message })))
  const bodyText = bodyTextOf(evidence.body, problems)
  if (problems.length > 0 || !parsed.success) throw evidenceErrors.invalid({ problems })
  const { kind, title, about, happenedAt, files, origin } = parsed.data
  const evidenceId = newId(ctx.now)
  const bodyHash = sm3(bodyText)
  await sql`
    insert into spine.evidence (evidence_id, kind, title, about, body_text, body_hash, happened_at, recorded_at, recorded_by, recorded_by_name, origin)
    values (${evidenceId}, ${kind}, ${title}, ${JSON.stringify(about)}, ${bodyText}, ${bodyHash}, ${happenedAt}, ${ctx.now}, ${actorUserId(ctx.actor)}, ${actorName(ctx.actor)}, ${origin})
  `.execute(ctx.tx)
  for (const [at, file] of files.entries()) await insertFile(ctx, evidenceId, at + 1, file)
  if (!announced.has(ctx.tx)) {
    announced.add(ctx.tx)
    await ctx.jobs.send(sealEvidenceQueue, {})
  }
  return { evidenceId, bodyHash }
}

async function insertFile(ctx: Ctx, evidenceId: string, position: number, file: EvidenceFile): Promise<void> {
  await sql`
    insert into platform.file (sm3, bytes, media_type, file_name, stored_at, stored_by)
    values (${file.sm3}, ${file.bytes}, ${file.mediaType}, ${file.fileName}, ${ctx.now}, ${actorUserId(ctx.actor)}) on conflict (sm3) do nothing
  `.execute(ctx.tx)
  await sql`
    insert into spine.evidence_file (evidence_id, position, sm3, file_name, media_type, bytes)
    values (${evidenceId}, ${position}, ${file.sm3}, ${file.fileName}, ${file.mediaType}, ${file.bytes})
  `.execute(ctx.tx)
}

function bodyTextOf(body: unknown, problems: InputProblem[]): string {
  try {
    const text = canonicalJson(body, 'body')
    if (Buffer.byteLength(text) > MAX_BODY_BYTES) problems.push({ place: 'body', message: '内容超过 1 MB，请改为附上文件' })
    // An odd number of backslashes before u0000 is a real NUL; an even number is the written word.
    if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) problems.push({ place: 'body', message: '内容中有空字符（NUL），请去掉' })
    return text
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error
    problems.push(...error.problems)
    return ''
  }
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))
}
