import { sql } from 'kysely'
import type { Executor } from '#platform/context/context.ts'
import { look, type Runtime } from '#platform/context/runtime.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import { problemList, type LedgerProblem, type ProblemList } from '#platform/ledger/ledger-problem.ts'
import { readOutsideAnchors, verifyAnchors } from '#platform/ledger/verify-anchors.ts'
import { verifyLedger, type LedgerVerdict } from '#platform/ledger/verify-ledger.ts'
import type { EvidenceKeeping } from './evidence-keeping.ts'
import { ledgers } from './seal-evidence.ts'

export type EvidenceVerdict = {
  readonly ok: boolean
  /** Sealed pieces of evidence. */
  readonly count: number
  /** Committed but not chained yet: the tail that a verification cannot vouch for. */
  readonly unsealed: number
  /** At most 1,000; `problemCount` counts them all. */
  readonly problems: readonly LedgerProblem[]
  readonly problemCount: number
  readonly ledgers: readonly LedgerVerdict[]
  readonly anchors: number
  readonly files: number
}

export type VerifyOptions = {
  readonly onProgress?: (checked: number, expected: number) => Promise<void> | void
  readonly signal?: AbortSignal
}

/**
 * Recomputes everything: each body, each link of both chains, each anchor here and outside, each byte of each file. Memory
 * stays bounded; the database is seen in one state, while sealing goes on beside it.
 */
export async function verifyEvidence(runtime: Runtime, keeping: EvidenceKeeping, options: VerifyOptions = {}): Promise<EvidenceVerdict> {
  const problems = problemList()
  const outside = await readOutsideAnchors(keeping.anchorFolder, keeping.isSignedByUs, problems)
  return look(runtime, { kind: 'system', name: '证据核验' }, async ({ tx }) => {
    const expected = await countExpected(tx)
    const { count: anchors, heads } = await verifyAnchors(tx, outside, keeping.isSignedByUs, problems, () => readOutsideAnchors(keeping.anchorFolder, keeping.isSignedByUs, problemList()))
    const verdicts: LedgerVerdict[] = []
    let before = 0
    for (const ledger of ledgers) {
      const verdict = await verifyLedger(tx, {
        ledger,
        anchored: heads.get(ledger.name) ?? [],
        problems,
        onProgress: (checked) => options.onProgress?.(before + checked, expected),
        ...(options.signal ? { signal: options.signal } : {}),
      })
      before += verdict.count
      verdicts.push(verdict)
    }
    const files = await verifyFiles(tx, keeping.files, problems, (checked) => options.onProgress?.(before + checked, expected), options.signal)
    const [evidence] = verdicts
    return {
      ok: problems.total() === 0,
      count: evidence?.count ?? 0,
      unsealed: evidence?.unsealed ?? 0,
      problems: problems.problems,
      problemCount: problems.total(),
      ledgers: verdicts,
      anchors,
      files,
    }
  })
}

async function countExpected(tx: Executor): Promise<number> {
  const { rows } = await sql<{ expected: number }>`
    select (select count(*) from platform.ledger_seal) + (select count(distinct sm3) from spine.evidence_file) as expected
  `.execute(tx)
  return rows[0]?.expected ?? 0
}

const FILE_PAGE = 200

async function verifyFiles(tx: Executor, store: FileStore, problems: ProblemList, onProgress: (checked: number) => Promise<void> | void, signal?: AbortSignal): Promise<number> {
  let checked = 0
  let after = ''
  for (;;) {
    const { rows } = await sql<{ sm3: string }>`select distinct sm3 from spine.evidence_file where sm3 > ${after} order by sm3 limit ${FILE_PAGE}`.execute(tx)
    for (const { sm3 } of rows) {
      signal?.throwIfAborted()
      const state = await store.verify(sm3)
      if (state !== 'intact') await reportFile(tx, sm3, state, problems)
      checked += 1
      after = sm3
    }
    if (rows.length < FILE_PAGE) return checked
    await onProgress(checked)
  }
}

async function reportFile(tx: Executor, sm3: string, state: 'absent' | 'altered', problems: ProblemList): Promise<void> {
  const { rows } = await sql<{ evidenceId: string; fileName: string }>`select evidence_id, file_name from spine.evidence_file where sm3 = ${sm3} order by 1 limit 100`.execute(tx)
  for (const { evidenceId, fileName } of rows) {
    problems.report({ id: evidenceId, ledger: 'evidence', kind: 'file', message: `附件“${fileName}”${state === 'absent' ? '不在磁盘上' : '的内容被改动'}（SM3 ${sm3}）` })
  }
}
