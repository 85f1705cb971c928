import { toString as qrToString } from 'qrcode'
import type { Ctx } from '#platform/context/context.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { KeptRefusal } from '#platform/errors/kept-refusal.ts'
import { identityErrors } from '../identity-errors.ts'
import { identityTables, type IdentityParts } from '../identity-parts.ts'
import { signedIn } from '../sessions/sign-out.ts'
import { countFailure, refuseWhileBlocked } from '../sessions/sign-in-failures.store.ts'
import { newRecoveryCode, newTotpSecret, otpauthUrl } from './totp-code.ts'
import { hasTotp, totpContext } from './totp-secrets.store.ts'
import { spendTotpCode } from './spend-totp-code.ts'

const RECOVERY_CODES = 10

/** Hands out a secret; it counts only after a code made with it was shown. Asking again replaces the unconfirmed one. */
export async function enrolTotp(ctx: Ctx, parts: IdentityParts): Promise<{ otpauthUrl: string; secret: string; qrSvg: string }> {
  const person = signedIn(ctx)
  await refuseService(ctx, person.userId)
  if (await hasTotp(ctx, person.userId)) throw identityErrors['totp-already-on']()
  const secret = newTotpSecret()
  const row = { sealedSecret: parts.secretBox.seal(secret, totpContext(person.userId)), issuedAt: ctx.now, lastStep: 0 }
  await identityTables(ctx.tx)
    .insertInto('platform.totpSecret')
    .values({ userId: person.userId, ...row })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(row))
    .execute()
  const url = otpauthUrl(secret, parts.issuer, person.username)
  return { otpauthUrl: url, secret, qrSvg: await qrToString(url, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
}

/** Switches the second factor on and hands out the recovery codes, once. Roles that waited for it take effect. */
export async function confirmTotp(ctx: Ctx, parts: IdentityParts, code: string): Promise<{ recoveryCodes: string[] }> {
  const person = signedIn(ctx)
  const db = identityTables(ctx.tx)
  const row = await db.selectFrom('platform.totpSecret').select('confirmedAt').where('userId', '=', person.userId).forUpdate().executeTakeFirst()
  if (!row) throw identityErrors['totp-not-started']()
  if (row.confirmedAt) throw identityErrors['totp-already-on']()
  await refuseWhileBlocked(ctx, person.username, undefined)
  if (!(await spendTotpCode(ctx, parts, person.userId, code))) {
    await countFailure(ctx, parts, person.username, undefined)
    throw new KeptRefusal(identityErrors['wrong-totp']())
  }
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await db.updateTable('platform.totpSecret').set({ confirmedAt: ctx.now }).where('userId', '=', person.userId).execute()
  await db.insertInto('platform.totpRecoveryCode').values(recoveryCodes.map((one) => ({ userId: person.userId, codeSm3: sm3(one) }))).execute()
  parts.actors.forget()
  return { recoveryCodes }
}

async function refuseService(ctx: Ctx, userId: string): Promise<void> {
  const { kind } = await identityTables(ctx.tx).selectFrom('platform.userAccount').select('kind').where('userId', '=', userId).executeTakeFirstOrThrow()
  if (kind === 'service') throw identityErrors['not-for-service']()
}
