import type { Connector, Limits } from '#connectors/connector.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { connectionContext, systemErrors } from './component.ts'

export type SetConnection = {
  readonly connector: string
  readonly settings: unknown
  /** Absent: the secrets that are stored stay. */
  readonly secrets?: unknown
  readonly limits?: Partial<Limits>
  /** Version that the person saw, 0 for none yet; absent for programs, which set what they know. */
  readonly version?: number
}

/**
 * Sets how a component is reached. Settings and secrets are checked by the connector, all problems at once; secrets are
 * sealed with SM4 under the key file outside the database and can only be replaced, never read back. Kept secrets stay
 * with the address that they were given for: a new address asks for them anew, or whoever may edit an address could
 * have them sent to a machine of his own.
 */
export async function setConnection(ctx: SpineCtx, componentId: string, request: SetConnection): Promise<void> {
  requirePermission(ctx, 'system:connect')
  const db = spineTables(ctx)
  const component = await db.selectFrom('spine.component').select('isRetired').where('componentId', '=', componentId).forUpdate().executeTakeFirst()
  if (!component) throw systemErrors['not-found']()
  if (component.isRetired) throw systemErrors.retired()
  const before = await db.selectFrom('spine.connection').selectAll().where('componentId', '=', componentId).forUpdate().executeTakeFirst()
  const { connector, settings, secrets } = readRequest(ctx, request, before?.secretsSealed != null)
  if (request.version !== undefined && request.version !== (before?.version ?? 0)) throw systemErrors['connection-changed']()
  const context = connectionContext(componentId)
  const isSameKind = before?.connector === request.connector
  const kept = before?.secretsSealed ?? undefined
  const secretText = secrets === undefined ? undefined : canonicalJson(secrets)
  const isSameSecret = secretText === undefined ? isSameKind : kept !== undefined && openedOrNothing(ctx, kept, context) === secretText
  if (secretText === undefined && kept !== undefined && before && !(isSameKind && isSamePlace(connector, before.settings, settings))) {
    throw systemErrors['secrets-needed']({ problems: [{ place: 'secrets', message: '请重新填写凭据' }] })
  }
  const settingsText = canonicalJson(settings)
  const limits = JSON.stringify(request.limits ?? before?.limits ?? {})
  if (before && isSameKind && isSameSecret && canonicalJson(before.settings) === settingsText && canonicalJson(before.limits) === canonicalJson(JSON.parse(limits))) return
  const facts = {
    connector: request.connector,
    settings: settingsText,
    limits,
    changedAt: ctx.now,
    changedBy: actorUserId(ctx.actor),
    version: (before?.version ?? 0) + 1,
    ...(secretText !== undefined && !isSameSecret ? { secretsSealed: ctx.secretBox.seal(secretText, context), secretsChangedAt: ctx.now } : {}),
    // What the old connection proved says nothing of the new one.
    triedAt: null,
    triedOutcome: null,
    triedNote: null,
    triedIdentity: null,
    readOnlyAt: null,
    readOnly: null,
    readOnlyLines: null,
  }
  await db.insertInto('spine.connection').values({ componentId, ...facts }).onConflict((conflict) => conflict.column('componentId').doUpdateSet(facts)).execute()
}

/** Stored secrets that can no longer be opened are no secrets: filling them in again is the cure. */
function openedOrNothing(ctx: SpineCtx, sealed: string, context: string): string | undefined {
  try {
    return ctx.secretBox.open(sealed, context).toString('utf8')
  } catch {
    return undefined
  }
}

/** The connector's own reading of what was filled in; throws with every problem of settings and secrets. */
function readRequest(ctx: SpineCtx, request: SetConnection, hasSecrets: boolean): { connector: Connector; settings: unknown; secrets: unknown } {
  const connector = ctx.connectors.get(request.connector)
  if (!connector) throw systemErrors['unknown-connector']({ detail: request.connector })
  const settings = connector.settings.safeParse(request.settings)
  // Without stored secrets nothing given must be enough for the connector.
  const secrets = request.secrets === undefined && hasSecrets ? undefined : connector.secrets.safeParse(request.secrets ?? {})
  const problems: InputProblem[] = []
  for (const [part, parsed] of [['settings', settings], ['secrets', secrets]] as const) {
    if (parsed && !parsed.success) problems.push(...parsed.error.issues.map((issue) => ({ place: [part, ...issue.path.map(String)].join('.'), message: issue.message })))
  }
  if (problems.length > 0) throw systemErrors['bad-settings']({ problems })
  return { connector, settings: settings.data, secrets: request.secrets === undefined ? undefined : secrets?.data }
}

function isSamePlace(connector: Connector, before: unknown, after: unknown): boolean {
  const known = connector.settings.safeParse(before)
  if (!known.success) return false
  const places = [known.data, after].map((settings) => connector.addresses(settings).map(({ host, port }) => `${host.toLowerCase()}:${port}`).toSorted().join(' '))
  return places[0] === places[1]
}
