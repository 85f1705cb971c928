import { writeAudit } from '#platform/audit/write-audit.ts'
import type { Ctx } from '#platform/context/context.ts'

/** The HTTP server audits what people do; what the program does to accounts at start is audited here. */
export async function writeSystemAudit(ctx: Ctx, action: string, object: { kind: string; id: string }, details: Record<string, unknown> = {}): Promise<void> {
  if (ctx.actor.kind !== 'system') return
  await writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action, outcome: 'done', object, traceId: ctx.traceId, details })
}
