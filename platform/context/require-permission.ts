import type { Permission } from '#shared/define-api.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { Actor, Ctx } from './context.ts'

export function isPermitted(actor: Actor, permission: Permission): boolean {
  if (permission === 'public' || actor.kind === 'system') return true
  if (actor.kind === 'nobody') return false
  return permission === 'signed-in' || actor.permissions.has(permission)
}

/** The access check: first line of every verb. Throws `request.not-signed-in` or `request.forbidden`. */
export function requirePermission(ctx: Pick<Ctx, 'actor'>, permission: Permission): void {
  if (isPermitted(ctx.actor, permission)) return
  if (ctx.actor.kind === 'nobody') throw requestErrors['not-signed-in']()
  throw requestErrors.forbidden({ detail: permission })
}
