import type { Api } from '#shared/define-api.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { auditActorKind, auditApi, auditOutcome } from './api.ts'
import { findEntry, listActions, pageOfEntries } from './audit-entries.store.ts'

const auditErrors = defineErrors('audit', { 'not-found': [404, '没有这条审计记录'] })

/** `apis`: those of the process, whose sentences name the events. */
export function auditRoutes(apis: () => readonly Api[]): ApiImplementation {
  const titled = <Row extends { action: string; actorKind: string; outcome: string }>(row: Row) => ({
    ...row,
    actorKind: auditActorKind.schema.parse(row.actorKind),
    outcome: auditOutcome.schema.parse(row.outcome),
    actionTitle: actionTitles(apis()).get(row.action) ?? null,
  })
  return implementApi(auditApi, {
    list: async (ctx, { query }) => {
      requirePermission(ctx, 'audit:read')
      const page = await pageOfEntries(ctx, query)
      return { ...page, items: page.items.map(titled) }
    },
    detail: async (ctx, { params }) => {
      requirePermission(ctx, 'audit:read')
      const entry = await findEntry(ctx, params.auditEntryId)
      if (!entry) throw auditErrors['not-found']()
      return { ...titled(entry), details: entry.details as Record<string, unknown> }
    },
    actions: async (ctx) => {
      requirePermission(ctx, 'audit:read')
      const titles = actionTitles(apis())
      return { items: (await listActions(ctx)).map((action) => ({ action, title: titles.get(action) ?? action })) }
    },
  })
}

/** Several endpoints may write one event: the first names it. */
function actionTitles(apis: readonly Api[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>()
  for (const { audit, summary } of apis.flatMap((api) => Object.values(api.endpoints))) if (!titles.has(audit)) titles.set(audit, summary)
  return titles
}
