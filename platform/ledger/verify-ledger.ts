import { sql } from 'kysely'
import type { Executor } from '#platform/context/context.ts'
import { chainHash, exactInstant, FIRST_HASH, type ChainLink, type Ledger, type LedgerEntry, type Seal } from './ledger.ts'
import type { ProblemList } from './ledger-problem.ts'
import { tellSuspects, type Suspect } from './tell-suspects.ts'

/** Head that a signed anchor knows. */
export type AnchoredHead = { readonly anchor: number; readonly anchoredAt: string; readonly sequence: number; readonly hash: string }

export type VerifyLedgerOptions = {
  readonly ledger: Ledger
  /** In order of sequence. */
  readonly anchored: readonly AnchoredHead[]
  readonly problems: ProblemList
  readonly onProgress?: (checked: number) => Promise<void> | void
  readonly signal?: AbortSignal
}

export type LedgerVerdict = { readonly ledger: string; readonly count: number; readonly unsealed: number; readonly headHash: string }

const PAGE = 2000

/**
 * Walks one chain from its first entry to its head in bounded memory. Run it in a transaction that sees one state of the
 * database; the anchors must have been read before that transaction began.
 */
export async function verifyLedger(tx: Executor, options: VerifyLedgerOptions): Promise<LedgerVerdict> {
  const { ledger, problems } = options
  const walk = startWalk(options)
  // The next page is read while this one is digested: the database and this process work at the same time.
  let coming = readPage(tx, ledger, 0)
  for (;;) {
    options.signal?.throwIfAborted()
    const page = await coming
    const last = page.seals.at(-1)
    if (!last) break
    coming = readPage(tx, ledger, last.sequence)
    coming.catch(() => undefined)
    for (const seal of page.seals) walk.step(seal, page.entries.get(seal.entryId))
    await options.onProgress?.(walk.count())
  }
  walk.end()
  await reportUnqueued(tx, ledger, problems)
  const { rows } = await sql<{ unsealed: number }>`select count(*) as unsealed from platform.ledger_unsealed where ledger = ${ledger.name}`.execute(tx)
  return { ledger: ledger.name, count: walk.count(), unsealed: rows[0]?.unsealed ?? 0, headHash: walk.headHash() }
}

function startWalk({ ledger, anchored, problems }: VerifyLedgerOptions) {
  let sequence = 0
  let count = 0
  /** What the next entry may name as its predecessor: the stored hash, or the one that it should have been; unknown after a gap. */
  let links: readonly string[] | undefined = [FIRST_HASH]
  let previousEntry = ''
  let lastSuspect = 0
  const suspects: Suspect[] = []
  const anchors = checkAnchors(ledger, anchored, problems)
  const altered = (id: string, message: string) => problems.report({ id, ledger: ledger.name, kind: 'altered', message })

  const reportGap = (from: number, to: number) => {
    for (let missing = from; missing <= to; missing += 1) {
      if (problems.isFull()) return problems.reportMore(to - missing + 1)
      problems.report({ id: `#${missing}`, ledger: ledger.name, kind: 'deleted', message: `第 ${missing} 条${ledger.title}及其封存记录被删除` })
    }
  }

  return {
    count: () => count,
    headHash: () => links?.[0] ?? FIRST_HASH,
    step(seal: Seal, entry: LedgerEntry | undefined) {
      if (seal.sequence > sequence + 1) {
        reportGap(sequence + 1, seal.sequence - 1)
        links = undefined
      }
      const isLinked = links === undefined || links.includes(seal.previousHash)
      let computed = seal.hash
      if (!entry) {
        problems.report({ id: seal.entryId, ledger: ledger.name, kind: 'deleted', message: `第 ${seal.sequence} 条${ledger.title}被删除，只剩封存记录` })
      } else {
        const link = { ledger: ledger.name, ...seal, record: entry.record }
        computed = hashOf(link)
        if (entry.damage) altered(seal.entryId, `第 ${seal.sequence} 条：${entry.damage}`)
        if (computed !== seal.hash) {
          const repaired = isLinked ? undefined : links?.find((hash) => hashOf({ ...link, previousHash: hash }) === seal.hash)
          if (repaired) altered(seal.entryId, `第 ${seal.sequence} 条封存记录中前一条的摘要被改动`)
          else suspects.push({ seal, entry, isTold: entry.damage !== undefined })
          lastSuspect = seal.sequence
        } else if (!isLinked && lastSuspect < seal.sequence - 1) {
          altered(previousEntry, `第 ${seal.sequence - 1} 条${ledger.title}或其封存记录被改动后重新计算过摘要，与第 ${seal.sequence} 条所记的不符`)
        }
      }
      anchors.step(seal, computed)
      sequence = seal.sequence
      count += 1
      links = [seal.hash, computed]
      previousEntry = seal.entryId
    },
    end() {
      tellSuspects(ledger, suspects, problems)
      anchors.end(sequence)
    },
  }
}

/** Compares the chain with what left the database: a chain that was recomputed from some point on differs from there. */
function checkAnchors(ledger: Ledger, anchored: readonly AnchoredHead[], problems: ProblemList) {
  let next = 0
  let agreed = 0
  let isTold = false
  return {
    step(seal: Seal, computed: string) {
      for (let head = anchored[next]; head && head.sequence <= seal.sequence; head = anchored[++next]) {
        if (head.sequence < seal.sequence) continue
        if (head.hash === seal.hash || head.hash === computed) agreed = head.sequence
        else if (!isTold) {
          isTold = true
          problems.report({ id: `#${agreed + 1}`, ledger: ledger.name, kind: 'altered', message: `第 ${agreed + 1} 至 ${head.sequence} 条${ledger.title}中有改动且整链被重新计算：锚点 ${head.anchor}（${head.anchoredAt}）所记第 ${head.sequence} 条的摘要与库中不同` })
        }
      }
    },
    end(sequence: number) {
      const beyond = anchored.at(-1)
      if (!beyond || beyond.sequence <= sequence) return
      problems.report({ id: `#${sequence + 1}`, ledger: ledger.name, kind: 'truncated', message: `第 ${sequence + 1} 至 ${beyond.sequence} 条${ledger.title}被从末尾截去：锚点 ${beyond.anchor}（${beyond.anchoredAt}）记到第 ${beyond.sequence} 条，库中只到第 ${sequence} 条` })
    },
  }
}

async function readPage(tx: Executor, ledger: Ledger, after: number): Promise<{ seals: readonly Seal[]; entries: ReadonlyMap<string, LedgerEntry> }> {
  const { rows: seals } = await sql<Seal>`
    select sequence, entry_id, previous_hash, hash, ${exactInstant('sealed_at')} as sealed_at
    from platform.ledger_seal where ledger = ${ledger.name} and sequence > ${after} order by sequence limit ${PAGE}
  `.execute(tx)
  return { seals, entries: seals.length > 0 ? await ledger.readEntries(tx, seals.map((seal) => seal.entryId)) : new Map() }
}

/** An entry is either sealed or waits for it; one that is neither has lost its seal. */
async function reportUnqueued(tx: Executor, ledger: Ledger, problems: ProblemList): Promise<void> {
  const { rows } = await sql<{ entryId: string }>`
    select entry.entry_id from (${ledger.entryIds}) as entry
    where not exists (select from platform.ledger_seal as seal where seal.ledger = ${ledger.name} and seal.entry_id = entry.entry_id)
      and not exists (select from platform.ledger_unsealed as waiting where waiting.ledger = ${ledger.name} and waiting.entry_id = entry.entry_id)
    order by 1 limit 1000
  `.execute(tx)
  for (const { entryId } of rows) problems.report({ id: entryId, ledger: ledger.name, kind: 'deleted', message: `这条${ledger.title}的封存记录被删除，或是绕过登记写入的` })
}

/** A record that cannot even be written canonically has no hash of ours. */
function hashOf(link: ChainLink): string {
  const { ledger, sequence, previousHash, sealedAt, entryId, record } = link
  try {
    return chainHash({ ledger, sequence, previousHash, sealedAt, entryId, record })
  } catch {
    return ''
  }
}
