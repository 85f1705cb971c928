import { chainHash, type Ledger, type LedgerEntry, type Seal } from './ledger.ts'
import type { ProblemList } from './ledger-problem.ts'

/** An entry whose hash does not come out; `isTold`: its damage has been reported already. */
export type Suspect = { readonly seal: Seal; readonly entry: LedgerEntry; readonly isTold: boolean }

/** Every suspect is tried in the place of every other; more than this many are not worth the time. */
const MAX_COMPARED = 200

/** Tells entries that were put into each other's places from those that were altered. */
export function tellSuspects(ledger: Ledger, suspects: readonly Suspect[], problems: ProblemList): void {
  const compared = suspects.slice(0, MAX_COMPARED)
  for (const suspect of suspects) {
    const { seal } = suspect
    const place = compared.find((other) => other !== suspect && belongsAt(ledger, suspect, other.seal))
    if (place) {
      problems.report({ id: seal.entryId, ledger: ledger.name, kind: 'reordered', message: `这条${ledger.title}原在第 ${place.seal.sequence} 条，被调换到第 ${seal.sequence} 条` })
    } else if (!suspect.isTold) {
      problems.report({ id: seal.entryId, ledger: ledger.name, kind: 'altered', message: `第 ${seal.sequence} 条${ledger.title}的内容或封存记录被改动：摘要与封存时不符` })
    }
  }
}

/** Either the whole seal was moved to another number, or only the entry was put under another seal. */
function belongsAt(ledger: Ledger, { seal, entry }: Suspect, place: Seal): boolean {
  const moved = { ledger: ledger.name, entryId: seal.entryId, record: entry.record }
  return (
    chainHash({ ...moved, sequence: place.sequence, previousHash: seal.previousHash, sealedAt: seal.sealedAt }) === seal.hash ||
    chainHash({ ...moved, sequence: place.sequence, previousHash: place.previousHash, sealedAt: place.sealedAt }) === place.hash
  )
}
