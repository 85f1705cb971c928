import { newId } from '#shared/ids.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { type ComponentKind, type Criticality } from './api.ts'
import { systemErrors } from './component.ts'

export type RegisterComponent = {
  readonly subsystem: string
  readonly kind: ComponentKind
  /** Slug, unique within the subsystem. */
  readonly name: string
  readonly title: string
  readonly criticality?: Criticality
  readonly note?: string
}

/** Puts a component into the register, or brings the one of that name to what is given: for programs that register again at every start. */
export async function registerComponent(ctx: SpineCtx, request: RegisterComponent): Promise<string> {
  requirePermission(ctx, 'system:register')
  await requireSubsystem(ctx, request.subsystem)
  const facts = { kind: request.kind, title: request.title, criticality: request.criticality ?? 'normal', note: request.note ?? '', isRetired: false }
  const row = await spineTables(ctx)
    .insertInto('spine.component')
    .values({ componentId: newId(ctx.now), subsystem: request.subsystem, name: request.name, ...facts, registeredAt: ctx.now, registeredBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.columns(['subsystem', 'name']).doUpdateSet(facts))
    .returning('componentId')
    .executeTakeFirstOrThrow()
  return row.componentId
}

/** A person puts a new component into the register; a name that is taken is refused, never overwritten. */
export async function createComponent(ctx: SpineCtx, request: RegisterComponent): Promise<string> {
  requirePermission(ctx, 'system:register')
  await requireSubsystem(ctx, request.subsystem)
  const row = await spineTables(ctx)
    .insertInto('spine.component')
    .values({
      componentId: newId(ctx.now),
      subsystem: request.subsystem,
      name: request.name,
      kind: request.kind,
      title: request.title,
      criticality: request.criticality ?? 'normal',
      note: request.note ?? '',
      registeredAt: ctx.now,
      registeredBy: actorUserId(ctx.actor),
    })
    .onConflict((conflict) => conflict.columns(['subsystem', 'name']).doNothing())
    .returning('componentId')
    .executeTakeFirst()
  if (!row) throw systemErrors['name-taken']({ detail: request.name, problems: [{ place: 'body.name', message: `该子系统已有代号为 ${request.name} 的部件` }] })
  return row.componentId
}

export async function requireSubsystem(ctx: SpineCtx, subsystem: string): Promise<void> {
  const row = await spineTables(ctx).selectFrom('spine.subsystem').select('subsystem').where('subsystem', '=', subsystem).executeTakeFirst()
  if (!row) throw systemErrors['unknown-subsystem']({ detail: subsystem })
}
