import { auditLedger } from '#platform/audit/audit-ledger.ts'
import type { Ctx } from '#platform/context/context.ts'
import { act, type Runtime } from '#platform/context/runtime.ts'
import { sealLedger } from '#platform/ledger/seal-ledger.ts'
import { evidenceLedger } from './evidence-ledger.ts'

/** Chains of the centre, both sealed, anchored and verified by the same mechanism. */
export const ledgers = Object.freeze([evidenceLedger, auditLedger])

const BATCH = 500

/** Chains committed evidence, at most `limit` pieces, in the caller's transaction (isolation `read committed`); returns how many. */
export function sealEvidence(ctx: Ctx, limit = BATCH): Promise<number> {
  return sealLedger(ctx, evidenceLedger, limit)
}

/** Seals all that is committed, evidence and audit, each batch in a transaction of its own. */
export async function sealAll(runtime: Runtime, signal?: AbortSignal): Promise<number> {
  let sealed = 0
  for (const ledger of ledgers) {
    for (;;) {
      signal?.throwIfAborted()
      const count = await act(runtime, { kind: 'system', name: '证据封存' }, (ctx) => sealLedger(ctx, ledger, BATCH))
      sealed += count
      if (count < BATCH) break
    }
  }
  return sealed
}
