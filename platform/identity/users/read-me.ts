import { sql } from 'kysely'
import type { z } from 'zod'
import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import type { me } from '../api.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { isTooOld } from '../sessions/sign-in.ts'
import { signedIn } from '../sessions/sign-out.ts'
import { hasTotp } from '../totp/totp-secrets.store.ts'
import { readAccount } from './users.store.ts'

/** What a console needs to draw itself for whoever is signed in. */
export async function readMe(ctx: Ctx, parts: IdentityParts): Promise<z.input<typeof me>> {
  const person = signedIn(ctx)
  const account = await readAccount(ctx, person.userId)
  const has = await hasTotp(ctx, person.userId)
  const roles = await identityTables(ctx.tx)
    .selectFrom('platform.role')
    .select(['roleCode as code', 'title', 'requiresTotp', sql<boolean>`role_code in (select platform.effective_role(${person.userId}, ${businessDate(ctx.now)}::date))`.as('isEffective')])
    .where('roleCode', 'in', (query) => query.selectFrom('platform.roleGrant').select('roleCode').where('userId', '=', person.userId).where('state', '=', 'active'))
    .where('isRetired', '=', false)
    .orderBy('roleCode')
    .execute()
  const isPerson = account.kind === 'person'
  return {
    user: {
      userId: account.userId,
      username: account.username,
      displayName: account.displayName,
      unit: account.unit,
      roles: roles.filter((role) => role.isEffective),
      mustChangePassword: isPerson && (account.mustChangePassword || isTooOld(ctx, parts, account)),
      hasTotp: has,
      mustEnrolTotp: isPerson && !has && roles.some((role) => role.requiresTotp),
    },
    permissions: [...person.permissions].toSorted(),
    idleTimeoutMinutes: parts.policy.idleTimeoutMinutes,
  }
}
