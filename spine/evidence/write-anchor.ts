import { act, type Runtime } from '#platform/context/runtime.ts'
import { recordAnchor } from '#platform/ledger/anchor.ts'
import { exportAnchors, exportInterrupted } from '#platform/ledger/export-anchors.ts'
import type { EvidenceKeeping } from './evidence-keeping.ts'
import { ledgers, sealAll } from './seal-evidence.ts'

const actor = { kind: 'system', name: '证据锚定' } as const

/**
 * Seals what is committed, signs the heads and lets them leave the database: table first, then the file, so that nothing
 * outside was never inside. An export that was interrupted is made up for before the next anchor is signed: only the newest is ever on its way.
 */
export async function writeAnchor(runtime: Runtime, keeping: EvidenceKeeping): Promise<{ anchorId: number }> {
  await sealAll(runtime)
  const { anchorId } = await act(runtime, actor, async (ctx) => {
    await exportInterrupted(ctx, keeping.anchorFolder)
    return recordAnchor(ctx, ledgers, keeping.signingKey)
  })
  await act(runtime, actor, (ctx) => exportAnchors(ctx, keeping.anchorFolder))
  return { anchorId }
}
