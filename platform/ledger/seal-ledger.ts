import { sql } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { chainHash, exactInstantText, FIRST_HASH, type Ledger } from './ledger.ts'

/**
 * Chains entries that are committed and not yet sealed, oldest first, at most `limit` of them, and returns how many. The lock
 * makes sealers take turns until their transactions end; an entry that commits late is simply taken in a later turn, so
 * the numbers have no gap whatever the order of commits. Needs isolation `read committed`: the head is read after the lock.
 */
export async function sealLedger(ctx: Ctx, ledger: Ledger, limit = 1000): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('platform.ledger'), hashtext(${ledger.name}))`.execute(ctx.tx)
  const taken = await sql<{ entryId: string }>`
    with taken as (
      delete from platform.ledger_unsealed where unsealed_id in (
        select unsealed_id from platform.ledger_unsealed where ledger = ${ledger.name} order by unsealed_id limit ${limit}
      ) returning unsealed_id, entry_id
    )
    select entry_id from taken order by unsealed_id
  `.execute(ctx.tx)
  if (taken.rows.length === 0) return 0
  const ids = taken.rows.map((row) => row.entryId)
  const entries = await ledger.readEntries(ctx.tx, ids)
  const head = await sql<{ sequence: number; hash: string }>`
    select sequence, hash from platform.ledger_seal where ledger = ${ledger.name} order by sequence desc limit 1
  `.execute(ctx.tx)
  let { sequence, hash } = head.rows[0] ?? { sequence: 0, hash: FIRST_HASH }
  const sealedAt = exactInstantText(ctx.now)
  const seals = ids.map((entryId) => {
    const previousHash = hash
    sequence += 1
    hash = chainHash({ ledger: ledger.name, sequence, previousHash, sealedAt, entryId, record: entries.get(entryId)?.record ?? null })
    return { sequence, entryId, previousHash, hash }
  })
  await sql`
    insert into platform.ledger_seal (ledger, sequence, entry_id, previous_hash, hash, sealed_at)
    select ${ledger.name}, link.*, ${sealedAt}::timestamptz
    from unnest(${seals.map((one) => one.sequence)}::bigint[], ${ids}::text[], ${seals.map((one) => one.previousHash)}::text[], ${seals.map((one) => one.hash)}::text[]) as link
  `.execute(ctx.tx)
  return ids.length
}
