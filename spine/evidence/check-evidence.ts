import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { chainHash, exactInstant, type Seal } from '#platform/ledger/ledger.ts'
import type { SpineCtx } from '#spine/context.ts'
import { evidenceErrors } from './record-evidence.ts'
import { filesOf } from './evidence.store.ts'
import { evidenceLedger } from './evidence-ledger.ts'

export type EvidenceCheck = { readonly state: 'intact' | 'unsealed' | 'broken'; readonly lines: Array<{ isGood: boolean; text: string }> }

/** Recomputes one piece of evidence: its body, its seal with both neighbours, and every byte of its files. */
export async function checkEvidence(ctx: SpineCtx, evidenceId: string): Promise<EvidenceCheck> {
  requirePermission(ctx, 'evidence:read')
  const entry = (await evidenceLedger.readEntries(ctx.tx, [evidenceId])).get(evidenceId)
  if (!entry) throw evidenceErrors['not-found']()
  const lines: EvidenceCheck['lines'] = []
  const tell = (isGood: boolean, good: string, bad: string) => lines.push({ isGood, text: isGood ? good : bad })
  tell(!entry.damage, '内容与摘要相符', entry.damage ?? '')
  const seal = await sealWithNeighbours(ctx, evidenceId)
  if (seal) {
    const { before, after, ...link } = seal
    tell(chainHash({ ledger: 'evidence', sequence: link.sequence, previousHash: link.previousHash, sealedAt: link.sealedAt, entryId: link.entryId, record: entry.record }) === link.hash, `与第 ${link.sequence} 条封存记录相符`, `与第 ${link.sequence} 条封存记录不符：封存后被改动`)
    if (link.sequence > 1) tell(before === link.previousHash, '与前一条相接', '与前一条接不上')
    if (after !== null) tell(after === link.hash, '与后一条相接', '与后一条接不上')
  }
  for (const file of await filesOf(ctx, evidenceId)) {
    const state = await ctx.files.verify(file.sm3)
    tell(state === 'intact', `附件“${file.fileName}”完好`, `附件“${file.fileName}”${state === 'absent' ? '不在磁盘上' : '的内容被改动'}`)
  }
  const isGood = lines.every((line) => line.isGood)
  if (!seal) lines.push({ isGood: true, text: '尚未封存：通常在一分钟内封存' })
  return { state: !isGood ? 'broken' : seal ? 'intact' : 'unsealed', lines }
}

async function sealWithNeighbours(ctx: SpineCtx, evidenceId: string) {
  const { rows } = await sql<Seal & { before: string | null; after: string | null }>`
    select s.sequence, s.entry_id, s.previous_hash, s.hash, ${exactInstant('s.sealed_at')} as sealed_at,
      (select hash from platform.ledger_seal as b where b.ledger = s.ledger and b.sequence = s.sequence - 1) as before,
      (select previous_hash from platform.ledger_seal as a where a.ledger = s.ledger and a.sequence = s.sequence + 1) as after
    from platform.ledger_seal as s where s.ledger = 'evidence' and s.entry_id = ${evidenceId}
  `.execute(ctx.tx)
  return rows[0]
}
