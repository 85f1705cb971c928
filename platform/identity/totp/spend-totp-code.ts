import type { Ctx } from '#platform/context/context.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { stepOfCode } from './totp-code.ts'
import { totpContext } from './totp-secrets.store.ts'

/** Uses up a code of the app, or a recovery code; false when it is wrong or was used before. */
export async function spendTotpCode(ctx: Ctx, parts: IdentityParts, userId: string, code: string): Promise<boolean> {
  return /^\d{6}$/.test(code) ? spendAppCode(ctx, parts, userId, code) : spendRecoveryCode(ctx, userId, code)
}

async function spendAppCode(ctx: Ctx, { secretBox }: IdentityParts, userId: string, code: string): Promise<boolean> {
  const db = identityTables(ctx.tx)
  const row = await db.selectFrom('platform.totpSecret').selectAll().where('userId', '=', userId).executeTakeFirst()
  if (!row) return false
  const step = stepOfCode(secretBox.open(row.sealedSecret, totpContext(userId)).toString('utf8'), code, ctx.now)
  if (step === null) return false
  const used = await db.updateTable('platform.totpSecret').set({ lastStep: step }).where('userId', '=', userId).where('lastStep', '<', step).executeTakeFirst()
  return used.numUpdatedRows > 0n
}

async function spendRecoveryCode(ctx: Ctx, userId: string, code: string): Promise<boolean> {
  const used = await identityTables(ctx.tx)
    .updateTable('platform.totpRecoveryCode')
    .set({ usedAt: ctx.now })
    .where('userId', '=', userId)
    .where('codeSm3', '=', sm3(code.trim().toLowerCase()))
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
