import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx, Executor } from '#platform/context/context.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { SigningKey } from '#platform/crypto/sm2-signature.ts'
import { exactInstantText, FIRST_HASH, type Ledger } from './ledger.ts'

/** What an anchor states: how far each chain had come. Signed as canonical JSON. */
export const anchorStatement = z.strictObject({
  anchor: z.number().int().positive(),
  anchoredAt: z.string(),
  /** SM3 of the statement before, so that an anchor cannot be taken out of the middle. */
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  heads: z.record(z.string(), z.strictObject({ sequence: z.number().int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/), count: z.number().int().nonnegative() })),
})
export type AnchorStatement = z.output<typeof anchorStatement>

/** A signed statement as it is stored and exported; `statement` is the exact text that was signed. */
export type Anchor = { readonly anchorId: number; readonly statement: string; readonly signature: string; readonly keyId: string }

/** Two anchors at once take turns on this lock, so that their numbers have no gap. */
export async function lockAnchors(tx: Executor): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('platform.ledger_anchor'))`.execute(tx)
}

/** Signs the heads of the ledgers as they are now and stores the anchor. Only an exported anchor protects: see exportAnchors. */
export async function recordAnchor(ctx: Ctx, ledgers: readonly Ledger[], key: SigningKey): Promise<Anchor> {
  await lockAnchors(ctx.tx)
  const heads: AnchorStatement['heads'] = {}
  for (const { name } of ledgers) {
    const { rows } = await sql<{ sequence: number; hash: string; count: number }>`
      select sequence, hash, (select count(*) from platform.ledger_seal where ledger = ${name}) as count
      from platform.ledger_seal where ledger = ${name} order by sequence desc limit 1
    `.execute(ctx.tx)
    heads[name] = rows[0] ?? { sequence: 0, hash: FIRST_HASH, count: 0 }
  }
  const last = await sql<{ anchorId: number; statement: string }>`
    select anchor_id, statement from platform.ledger_anchor order by anchor_id desc limit 1
  `.execute(ctx.tx)
  const before = last.rows[0]
  const anchorId = (before?.anchorId ?? 0) + 1
  const statement = canonicalJson({ anchor: anchorId, anchoredAt: exactInstantText(ctx.now), previous: before ? sm3(before.statement) : FIRST_HASH, heads } satisfies AnchorStatement)
  const anchor: Anchor = { anchorId, statement, signature: key.sign(statement), keyId: key.keyId }
  await sql`
    insert into platform.ledger_anchor (anchor_id, anchored_at, statement, signature, key_id)
    values (${anchorId}, ${ctx.now}, ${statement}, ${anchor.signature}, ${anchor.keyId})
  `.execute(ctx.tx)
  return anchor
}

export async function readAnchors(tx: Executor, after = 0): Promise<Anchor[]> {
  const { rows } = await sql<Anchor>`
    select anchor_id, statement, signature, key_id from platform.ledger_anchor where anchor_id > ${after} order by anchor_id
  `.execute(tx)
  return rows
}
