import { sql } from 'kysely'
import { actorName, type Actor, type Executor } from '#platform/context/context.ts'

export type AuditLine = {
  readonly at: Date
  readonly actor: Actor
  /** Past-tense event, `work-order.closed`. */
  readonly action: string
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly object?: { readonly kind: string; readonly id: string }
  readonly reason?: string
  readonly traceId: string
  /** Never credentials, never personal data in clear. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Writes one audit line inside the transaction of the act that it tells of. */
export async function writeAudit(tx: Executor, line: AuditLine): Promise<void> {
  const { actor } = line
  await sql`
    insert into platform.audit_entry
      (at, actor_kind, user_id, actor_name, action, outcome, object_kind, object_id, reason, address, trace_id, details)
    values (${line.at}, ${actor.kind}, ${actor.kind === 'person' ? actor.userId : null}, ${actorName(actor)}, ${line.action}, ${line.outcome},
      ${line.object?.kind ?? null}, ${line.object?.id ?? null}, ${line.reason ?? null},
      ${actor.kind === 'system' ? null : (actor.address ?? null)}, ${line.traceId}, ${JSON.stringify(line.details ?? {})})
  `.execute(tx)
}
