import { z } from 'zod'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'

/** Every kind of door with the JSON schemas of what it asks for, from which the console makes its form. */
export function describeConnectors(ctx: SpineCtx) {
  requirePermission(ctx, 'system:read')
  const items = [...ctx.connectors.values()].map(({ kind, title, settings, secrets, abilities }) => ({ kind, title, abilities: [...abilities], settings: jsonSchema(settings), secrets: jsonSchema(secrets) }))
  return { items }
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}
