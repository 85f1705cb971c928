import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'

/** Whether a mailbox there is of a public free provider. A sub-domain (vip.qq.com) is public too. */
export async function isPublicDomain(ctx: SpineCtx, domain: string): Promise<boolean> {
  const suffixes = domain.split('.').map((_, index, parts) => parts.slice(index).join('.'))
  return (await serviceDeskTables(ctx).selectFrom('serviceDesk.publicMailDomain').select('domain').where('domain', 'in', suffixes).executeTakeFirst()) !== undefined
}

/** Replaces the list: those that are left out may get attachments from now on. */
export async function setPublicDomains(ctx: SpineCtx, domains: readonly string[]): Promise<void> {
  requirePermission(ctx, 'mailbox:administer')
  const db = serviceDeskTables(ctx)
  const wanted = [...new Set(domains)]
  await db.deleteFrom('serviceDesk.publicMailDomain').$if(wanted.length > 0, (query) => query.where('domain', 'not in', wanted)).execute()
  if (wanted.length > 0) await db.insertInto('serviceDesk.publicMailDomain').values(wanted.map((domain) => ({ domain, addedAt: ctx.now, addedBy: actorUserId(ctx.actor) }))).onConflict((conflict) => conflict.column('domain').doNothing()).execute()
}
