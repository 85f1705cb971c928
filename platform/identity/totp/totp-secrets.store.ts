import type { Ctx } from '#platform/context/context.ts'
import { identityTables } from '../identity-parts.ts'

/** Binds a sealed secret to its owner, so that it cannot be moved to another account's row. */
export function totpContext(userId: string): string {
  return `totp/${userId}`
}

export async function hasTotp(ctx: Pick<Ctx, 'tx'>, userId: string): Promise<boolean> {
  const row = await identityTables(ctx.tx).selectFrom('platform.totpSecret').select('userId').where('userId', '=', userId).where('confirmedAt', 'is not', null).executeTakeFirst()
  return row !== undefined
}

/** Takes the second factor away, recovery codes with it. */
export async function removeTotp(ctx: Pick<Ctx, 'tx'>, userId: string): Promise<void> {
  await identityTables(ctx.tx).deleteFrom('platform.totpSecret').where('userId', '=', userId).execute()
}
