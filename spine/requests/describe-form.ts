import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { FormLine } from './api.ts'
import { findRequestKind, formOf, type RequestRow } from './requests.store.ts'

/**
 * The form as people read it. A line that differs from the version before (or, in a clone, from the request it was made
 * from) carries what stood there; what is no longer there is shown as removed.
 */
export async function describeForm(ctx: SpineCtx, row: RequestRow, formVersion = row.formVersion): Promise<readonly FormLine[]> {
  const kind = findRequestKind(ctx, row.kind)
  const parsed = kind.form.safeParse(formVersion === 0 ? row.draft : await formOf(ctx, row.requestId, formVersion))
  if (!parsed.success) return []
  const lines = kind.describe(parsed.data)
  const former = formVersion > 1 ? kind.form.safeParse(await formOf(ctx, row.requestId, formVersion - 1)) : row.clonedFromId === null ? undefined : await formerOf(ctx, row.clonedFromId, kind.form)
  if (!former?.success) return lines
  const before = kind.describe(former.data)
  const was = new Map(before.map(({ label, value }) => [label, value]))
  const now = new Set(lines.map(({ label }) => label))
  return [
    ...lines.map((line) => (was.get(line.label) === line.value ? line : { ...line, before: was.get(line.label) ?? '（无）' })),
    ...before.filter(({ label }) => !now.has(label)).map((line) => ({ ...line, value: '（已删除）', before: line.value })),
  ]
}

async function formerOf(ctx: SpineCtx, requestId: string, schema: ReturnType<typeof findRequestKind>['form']) {
  const row = await spineTables(ctx).selectFrom('spine.request').select('formVersion').where('requestId', '=', requestId).executeTakeFirst()
  return row && row.formVersion > 0 ? schema.safeParse(await formOf(ctx, requestId, row.formVersion)) : undefined
}
