import type { Selectable } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { maintainedContent, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { contentDraftErrors } from '../changes/change.ts'
import { changeTables } from '../database/change-tables.ts'
import type { ContentDraftTable } from '../database/tables.ts'
import type { SpineCtx } from '#spine/spine.ts'

export type ContentDraftRow = Selectable<ContentDraftTable>

export async function lockDraft(ctx: Pick<Ctx, 'tx'>, contentDraftId: string): Promise<ContentDraftRow> {
  const row = await changeTables(ctx).selectFrom('changeRequest.contentDraft').selectAll().where('contentDraftId', '=', contentDraftId).forUpdate().executeTakeFirst()
  if (!row) throw contentDraftErrors['not-found']()
  return row
}

export async function lockSeenDraft(ctx: Pick<Ctx, 'tx'>, contentDraftId: string, version: number): Promise<ContentDraftRow> {
  const row = await lockDraft(ctx, contentDraftId)
  if (row.version !== version) throw contentDraftErrors.changed()
  return row
}

type Changes = Partial<Omit<ContentDraftRow, 'body' | 'basisContent' | 'readBack' | 'contentDraftId' | 'requestId' | 'version'>> & { body?: unknown; basisContent?: unknown; readBack?: unknown }

export async function changeDraft(ctx: Pick<Ctx, 'tx'>, row: ContentDraftRow, { body, basisContent, readBack, ...plain }: Changes): Promise<ContentDraftRow> {
  const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))
  return changeTables(ctx)
    .updateTable('changeRequest.contentDraft')
    .set({ ...plain, ...(body === undefined ? {} : { body: json(body) ?? '{}' }), ...(basisContent === undefined ? {} : { basisContent: json(basisContent) ?? null }), ...(readBack === undefined ? {} : { readBack: json(readBack) ?? null }), version: row.version + 1 })
    .where('contentDraftId', '=', row.contentDraftId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export function contentOf({ kind, code, title, body }: Pick<ContentDraftRow, 'kind' | 'code' | 'title' | 'body'>): MaintainedContent {
  return maintainedContent.parse({ kind, code, title, body })
}

/** The change has ended without them; what is published stays published. */
export async function dropContentDrafts(ctx: Pick<Ctx, 'tx'>, requestId: string): Promise<void> {
  await changeTables(ctx).updateTable('changeRequest.contentDraft').set((set) => ({ state: 'dropped', version: set('version', '+', 1) })).where('requestId', '=', requestId).where('state', 'in', ['editing', 'reviewed', 'refused']).execute()
}

/** The one way into law enforcement's maintained content. */
export async function contentComponent(ctx: Pick<SpineCtx, 'tx'>): Promise<string> {
  const row = await changeTables(ctx).selectFrom('spine.component').select('componentId').where('kind', '=', 'content-interface').where('subsystem', '=', 'law-enforcement').where('isRetired', '=', false).orderBy('name').executeTakeFirst()
  if (!row) throw contentDraftErrors['no-interface']()
  return row.componentId
}
