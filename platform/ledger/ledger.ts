import { sql, type RawBuilder } from 'kysely'
import type { Executor } from '#platform/context/context.ts'
import { canonicalJson, type JsonValue } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'

/** One entry as the chain sees it. */
export type LedgerEntry = {
  /** Everything that must not change; its canonical JSON goes into the chain. */
  readonly record: { readonly [key: string]: JsonValue }
  /** What is wrong inside the entry itself (a body that does not match its digest), in Chinese. */
  readonly damage?: string
}

/**
 * Describes a table whose entries are chained. New entries reach the sealer by the trigger `platform.await_seal`; nothing
 * else is needed of a table that becomes a ledger.
 */
export type Ledger = {
  /** As given to the trigger. */
  readonly name: string
  readonly title: string
  /** Entries of the given ids, those that are not there left out. */
  readEntries(tx: Executor, ids: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>>
  /** Selects `entry_id` (text) of every entry. */
  readonly entryIds: RawBuilder<unknown>
}

/** Hash before the first entry. */
export const FIRST_HASH = '0'.repeat(64)

export type ChainLink = {
  readonly ledger: string
  readonly sequence: number
  readonly previousHash: string
  /** Exact instant, see exactInstant. */
  readonly sealedAt: string
  readonly entryId: string
  /** Null when the entry was gone before it could be sealed: the gap itself is sealed then. */
  readonly record: LedgerEntry['record'] | null
}

/** A stored link: what the chain holds of one entry. */
export type Seal = Pick<ChainLink, 'sequence' | 'entryId' | 'previousHash' | 'sealedAt'> & { readonly hash: string }

/** Chain hash of one entry: SM3 over the canonical JSON of the link. */
export function chainHash(link: ChainLink): string {
  return sm3(canonicalJson(link))
}

/** Selects an instant as `2024-09-14T00:30:00.000000Z`: all six digits that the database keeps, so that no part of it can change unnoticed. */
export function exactInstant(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** The same text for an instant that has not been stored yet. */
export function exactInstantText(instant: Date): string {
  return instant.toISOString().replace('Z', '000Z')
}
