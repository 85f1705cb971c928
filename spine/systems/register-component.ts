import type { Limits } from '#connectors/connector.ts'
import { newId } from '#shared/ids.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { connectionContext, systemErrors, type ComponentKind } from './component.ts'

export type RegisterComponent = {
  readonly subsystem: string
  readonly kind: ComponentKind
  /** Slug, unique within the subsystem. */
  readonly name: string
  readonly title: string
  readonly criticality?: 'core' | 'normal' | 'auxiliary'
  readonly note?: string
}

export type SetConnection = {
  readonly connector: string
  readonly settings: unknown
  /** Absent: the secrets that are stored stay. */
  readonly secrets?: unknown
  readonly limits?: Partial<Limits>
}

/** Puts a component into the register, or brings the one of that name to what is given. */
export async function registerComponent(ctx: SpineCtx, request: RegisterComponent): Promise<string> {
  requirePermission(ctx, 'system:register')
  const db = spineTables(ctx)
  const subsystem = await db.selectFrom('spine.subsystem').select('subsystem').where('subsystem', '=', request.subsystem).executeTakeFirst()
  if (!subsystem) throw systemErrors['unknown-subsystem']({ detail: request.subsystem })
  const facts = { kind: request.kind, title: request.title, criticality: request.criticality ?? 'normal', note: request.note ?? '', isRetired: false }
  const row = await db
    .insertInto('spine.component')
    .values({ componentId: newId(ctx.now), subsystem: request.subsystem, name: request.name, ...facts, registeredAt: ctx.now, registeredBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.columns(['subsystem', 'name']).doUpdateSet(facts))
    .returning('componentId')
    .executeTakeFirstOrThrow()
  return row.componentId
}

/**
 * Sets how a component is reached. Settings and secrets are checked by the connector, all problems at once; secrets are
 * sealed with SM4 under the key file outside the database and can only be replaced, never read back.
 */
export async function setConnection(ctx: SpineCtx, componentId: string, request: SetConnection): Promise<void> {
  requirePermission(ctx, 'system:connect')
  const connector = ctx.connectors.get(request.connector)
  if (!connector) throw systemErrors['unknown-connector']({ detail: request.connector })
  const settings = connector.settings.safeParse(request.settings)
  const secrets = request.secrets === undefined ? undefined : connector.secrets.safeParse(request.secrets)
  const problems: InputProblem[] = []
  for (const [part, parsed] of [['settings', settings], ['secrets', secrets]] as const) {
    if (parsed && !parsed.success) problems.push(...parsed.error.issues.map((issue) => ({ place: [part, ...issue.path.map(String)].join('.'), message: issue.message })))
  }
  if (!settings.success || problems.length > 0) throw systemErrors['bad-settings']({ problems })
  const db = spineTables(ctx)
  const before = await db.selectFrom('spine.connection').selectAll().where('componentId', '=', componentId).forUpdate().executeTakeFirst()
  const secretText = secrets?.success ? canonicalJson(secrets.data) : undefined
  const isSameSecret = secretText !== undefined && before?.secretsSealed != null && ctx.secretBox.open(before.secretsSealed, connectionContext(componentId)).toString('utf8') === secretText
  const settingsText = canonicalJson(settings.data)
  if (before && before.connector === request.connector && canonicalJson(before.settings) === settingsText && (secretText === undefined || isSameSecret)) return
  const facts = {
    connector: request.connector,
    settings: settingsText,
    limits: JSON.stringify(request.limits ?? before?.limits ?? {}),
    changedAt: ctx.now,
    changedBy: actorUserId(ctx.actor),
    version: (before?.version ?? 0) + 1,
    ...(secretText !== undefined && !isSameSecret ? { secretsSealed: ctx.secretBox.seal(secretText, connectionContext(componentId)), secretsChangedAt: ctx.now } : {}),
  }
  await db.insertInto('spine.connection').values({ componentId, ...facts }).onConflict((conflict) => conflict.column('componentId').doUpdateSet(facts)).execute()
}

/** Adds a network or host to what the centre may reach. */
export async function allowAddress(ctx: SpineCtx, entry: string, reason: string): Promise<void> {
  requirePermission(ctx, 'allow-list:manage')
  await spineTables(ctx)
    .insertInto('spine.allowedAddress')
    .values({ entry, reason, addedAt: ctx.now, addedBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('entry').doNothing())
    .execute()
}
