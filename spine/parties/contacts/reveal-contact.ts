import { writeAudit } from '#platform/audit/write-audit.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spellContact } from './contact.ts'
import { addContactEvents, lockContact, openContact } from './contacts.store.ts'

/** The number in clear, for a reason that is kept: in its own history and in the audit trail, whichever act asked for it. */
export async function revealContact(ctx: SpineCtx, contactId: string, reason: string): Promise<string> {
  requirePermission(ctx, 'contact:reveal')
  const row = await lockContact(ctx, contactId)
  await addContactEvents(ctx, 'revealed', [row], reason)
  await writeAudit(ctx.tx, { at: ctx.now, actor: ctx.actor, action: 'contact.revealed', outcome: 'done', object: { kind: 'contact', id: contactId }, reason, traceId: ctx.traceId })
  return spellContact(openContact(ctx, row))
}
