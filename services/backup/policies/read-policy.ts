import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import { currentContract, recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { backupErrors } from '../archives/archive-row.ts'
import { backupTables } from '../database/backup-tables.ts'

/** The unified requirement in force: the one loaded last; undefined while the client has given none (合同 M7-03, 要求未附). */
export async function currentPolicy(ctx: Pick<SpineCtx, 'tx'>) {
  return backupTables(ctx).selectFrom('backup.policy').selectAll().orderBy('loadedAt', 'desc').limit(1).executeTakeFirst()
}

/** Our own targets where the requirement names none: four hours to recover (common practice), a day's loss and two hours for the day's run itself. */
const OWN_TARGETS = { rtoSeconds: 4 * 3_600, rpoSeconds: 26 * 3_600 }
export type RecoveryTargets = { readonly rtoSeconds: number; readonly rpoSeconds: number }

/** What a timed drill is held against. */
export async function recoveryTargets(ctx: Pick<SpineCtx, 'tx'>): Promise<RecoveryTargets> {
  const policy = await currentPolicy(ctx)
  return { rtoSeconds: (policy?.rtoMinutes ?? 0) * 60 || OWN_TARGETS.rtoSeconds, rpoSeconds: (policy?.rpoMinutes ?? 0) * 60 || OWN_TARGETS.rpoSeconds }
}

export type LoadPolicy = { readonly version: string; readonly title: string; readonly rtoHours?: number | undefined; readonly rpoHours?: number | undefined; readonly file: { readonly sm3: string; readonly bytes: number; readonly fileName: string; readonly mediaType: string } }

/** Loads a version of the unified requirement; every backup from now on names it. */
export async function loadPolicy(ctx: SpineCtx, { version, title, rtoHours, rpoHours, file }: LoadPolicy): Promise<{ policyId: string }> {
  requirePermission(ctx, 'backup:administer')
  const known = await backupTables(ctx).selectFrom('backup.policy').select('policyId').where('version', '=', version).executeTakeFirst()
  if (known) throw backupErrors['version-taken']({ detail: version })
  const policyId = newId(ctx.now)
  await backupTables(ctx).insertInto('backup.policy').values({ policyId, version, title, sm3: file.sm3, fileName: file.fileName, rtoMinutes: minutes(rtoHours), rpoMinutes: minutes(rpoHours), loadedAt: ctx.now, loadedBy: actorUserId(ctx.actor), loadedByName: actorName(ctx.actor) }).execute()
  const contract = await currentContract(ctx)
  await recordEvidence(ctx, { kind: 'backup-policy', title: `统一备份要求 ${version} 版：${title}`, about: { contract: contract.code, service: 'backup', obligation: 'M7-03' }, body: { version, title, sm3: file.sm3, isProvided: true, rtoHours: rtoHours ?? null, rpoHours: rpoHours ?? null }, files: [file] })
  return { policyId }
}

const minutes = (hours: number | undefined) => (hours === undefined ? null : Math.max(1, Math.round(hours * 60)))
