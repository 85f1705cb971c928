import { randomBytes } from 'node:crypto'
import { businessDate } from '#shared/instant.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { keepsDaysOn } from './recordings.ts'
import { secretContext, telephoneErrors } from './telephone-call.ts'

export type SourceFacts = { readonly title: string; readonly toleranceSeconds: number; readonly isEnabled: boolean }

/** Registers an exchange or bridge. The secret is told once, here; from now on it can only be replaced. */
export async function addSource(ctx: SpineCtx, source: string, facts: SourceFacts): Promise<string> {
  requirePermission(ctx, 'telephone:administer')
  const secret = newSecret()
  const written = await serviceDeskTables(ctx)
    .insertInto('serviceDesk.telephoneSource')
    .values({ source, ...facts, secretSealed: ctx.secretBox.seal(secret, secretContext(source)), secretChangedAt: ctx.now, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('source').doNothing())
    .returning('source')
    .executeTakeFirst()
  if (!written) throw telephoneErrors['source-exists']({ problems: [{ place: 'body.source', message: '这个代号已在使用' }] })
  return secret
}

export async function changeSource(ctx: SpineCtx, source: string, { version, ...facts }: SourceFacts & { version: number }): Promise<void> {
  requirePermission(ctx, 'telephone:administer')
  const row = await lockSource(ctx, source)
  if (row.version !== version) throw telephoneErrors['source-changed']()
  await serviceDeskTables(ctx).updateTable('serviceDesk.telephoneSource').set({ ...facts, version: version + 1, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) }).where('source', '=', source).execute()
}

/** Replaces the secret: what was signed with the old one is refused from now on; a bridge keeps its events until it has the new one. */
export async function renewSecret(ctx: SpineCtx, source: string): Promise<string> {
  requirePermission(ctx, 'telephone:administer')
  const row = await lockSource(ctx, source)
  const secret = newSecret()
  await serviceDeskTables(ctx)
    .updateTable('serviceDesk.telephoneSource')
    .set({ secretSealed: ctx.secretBox.seal(secret, secretContext(source)), secretChangedAt: ctx.now, version: row.version + 1, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) })
    .where('source', '=', source)
    .execute()
  return secret
}

export async function setLine(ctx: SpineCtx, line: { line: string; title: string; isOpen: boolean }): Promise<void> {
  requirePermission(ctx, 'telephone:administer')
  await serviceDeskTables(ctx)
    .insertInto('serviceDesk.telephoneLine')
    .values(line)
    .onConflict((conflict) => conflict.column('line').doUpdateSet((set) => ({ title: line.title, isOpen: line.isOpen, version: set('serviceDesk.telephoneLine.version', '+', 1) })))
    .execute()
}

export async function listSources(ctx: SpineCtx) {
  requirePermission(ctx, 'telephone:read')
  const db = serviceDeskTables(ctx)
  return {
    sources: await db.selectFrom('serviceDesk.telephoneSource').select(['source', 'title', 'toleranceSeconds', 'isEnabled', 'secretChangedAt', 'lastEventAt', 'version']).orderBy('source').execute(),
    lines: await db.selectFrom('serviceDesk.telephoneLine').select(['line', 'title', 'isOpen']).orderBy('line').execute(),
    keepsDays: await keepsDaysOn(ctx, businessDate(ctx.now)),
    retention: await db.selectFrom('serviceDesk.recordingRetention').select(['effectiveOn', 'keepsDays', 'reason', 'setByName']).orderBy('effectiveOn', 'desc').execute(),
  }
}

async function lockSource(ctx: SpineCtx, source: string) {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.telephoneSource').selectAll().where('source', '=', source).forUpdate().executeTakeFirst()
  if (!row) throw telephoneErrors['source-not-found']()
  return row
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
