import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { windowsApi, type WindowKind } from './api.ts'
import { cancelWindow, declareWindow } from './declare-window.ts'
import { listWindows, readWindow } from './read-windows.ts'

export const windowRoutes = implementApi<typeof windowsApi.endpoints, SpineCtx>(windowsApi, {
  listWindows: async (ctx, { query }) => {
    const page = await listWindows(ctx, query)
    return { ...page, items: page.items.map(typed) }
  },
  getWindow: async (ctx, { params }) => typed(await readWindow(ctx, params.windowId)),
  declareWindow: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'window', id: body.windowId }, details: { kind: body.kind, subsystem: body.subsystem, reason: body.reason } })
    return { windowId: await declareWindow(ctx, body) }
  },
  cancelWindow: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return cancelWindow(ctx, params.windowId, body.reason)
  },
})

function typed<T extends { kind: string }>(row: T): T & { kind: WindowKind } {
  return row as T & { kind: WindowKind }
}
