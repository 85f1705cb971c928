import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Executor } from '#platform/context/context.ts'
import { signatureCheck, type SignatureCheck } from '#platform/crypto/sm2-signature.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { anchorStatement, readAnchors, type Anchor, type AnchorStatement } from './anchor.ts'
import { readAnchorIndex } from './export-anchors.ts'
import { FIRST_HASH } from './ledger.ts'
import type { LedgerProblemKind, ProblemList } from './ledger-problem.ts'
import type { AnchoredHead } from './verify-ledger.ts'

/** Whether an anchor states what it is numbered as and carries a signature that counts. */
export type AnchorCheck = (anchor: Anchor) => boolean

/** Anchors outside the database: those whose signature holds, by number. */
export type OutsideAnchors = { readonly lastNumber: number; readonly anchors: ReadonlyMap<number, Anchor> }

const anchorFile = z.strictObject({ anchorId: z.number(), statement: z.string(), signature: z.string(), keyId: z.string() })

/** Reads and checks the exported anchors. Call before the transaction in which the ledgers are walked begins. */
export async function readOutsideAnchors(folder: string, check: AnchorCheck, problems: ProblemList): Promise<OutsideAnchors> {
  const report = reporter(problems)
  const anchors = new Map<number, Anchor>()
  let expected = 1
  for (const line of await readAnchorIndex(folder)) {
    for (; expected < line.anchorId; expected += 1) report(expected, 'file', '库外索引中没有这个锚点')
    expected = Math.max(expected, line.anchorId + 1)
    const content = await readFile(path.join(folder, line.file), 'utf8').catch(() => undefined)
    if (content === undefined) report(line.anchorId, 'file', `库外的锚点文件 ${line.file} 不在`)
    else if (sm3(content) !== line.sm3) report(line.anchorId, 'file', `库外的锚点文件 ${line.file} 被改动：内容与索引所记的摘要不符`)
    else {
      const anchor = anchorFile.safeParse(parseText(content)).data
      if (anchor && anchor.anchorId === line.anchorId && check(anchor)) anchors.set(line.anchorId, anchor)
      else report(line.anchorId, 'altered', `库外的锚点文件 ${line.file} 是伪造的：签名不是本系统的密钥所签`)
    }
  }
  return { lastNumber: expected - 1, anchors }
}

/**
 * Compares the anchors in the database with those outside and returns, by ledger, the heads that are proven. An anchor that
 * does not hold in either place proves nothing and is reported. `outside` was read before `tx` began; `readAgain` reads it as it is now.
 */
export async function verifyAnchors(tx: Executor, outside: OutsideAnchors, check: AnchorCheck, problems: ProblemList, readAgain: () => Promise<OutsideAnchors>): Promise<{ count: number; heads: ReadonlyMap<string, readonly AnchoredHead[]> }> {
  const report = reporter(problems)
  const inside = new Map((await readAnchors(tx)).map((anchor) => [anchor.anchorId, anchor]))
  const newest = Math.max(0, ...inside.keys())
  // Those that were written since are outside by now: an anchor leaves before the next one is signed.
  const { anchors: since } = newest > outside.lastNumber + 1 ? await readAgain() : outside
  const proven = new Map(outside.anchors)
  for (const anchor of inside.values()) {
    const copy = outside.anchors.get(anchor.anchorId)
    if (copy) {
      if (copy.statement !== anchor.statement || copy.signature !== anchor.signature) report(anchor.anchorId, 'altered', '库中的锚点被改动，与库外的副本不同')
    } else if (!check(anchor)) report(anchor.anchorId, 'altered', '库中的锚点是伪造的：签名不是本系统的密钥所签')
    else {
      proven.set(anchor.anchorId, anchor)
      // The newest may just be on its way out.
      if (anchor.anchorId > outside.lastNumber && anchor.anchorId < newest && !since.has(anchor.anchorId)) report(anchor.anchorId, 'file', '这个锚点在库外没有副本')
    }
  }
  for (const number of outside.anchors.keys()) if (!inside.has(number)) report(number, 'deleted', '这个锚点在库外有副本，库中的被删除')
  return { count: proven.size, heads: provenHeads(proven, report) }
}

/** `publicKeys` by key id: those whose signatures count. */
export function anchorCheck(publicKeys: ReadonlyMap<string, string>): AnchorCheck {
  const checks = new Map<string, SignatureCheck>()
  return (anchor) => {
    const publicKey = publicKeys.get(anchor.keyId)
    if (!publicKey || statementOf(anchor)?.anchor !== anchor.anchorId) return false
    const check = checks.get(anchor.keyId) ?? signatureCheck(publicKey)
    checks.set(anchor.keyId, check)
    return check(anchor.statement, anchor.signature)
  }
}

function provenHeads(proven: ReadonlyMap<number, Anchor>, report: ReturnType<typeof reporter>): ReadonlyMap<string, readonly AnchoredHead[]> {
  const heads = new Map<string, AnchoredHead[]>()
  for (const anchor of [...proven.values()].toSorted((a, b) => a.anchorId - b.anchorId)) {
    const statement = statementOf(anchor)
    if (!statement) continue
    const before = proven.get(anchor.anchorId - 1)
    if (anchor.anchorId === 1 ? statement.previous !== FIRST_HASH : before && statement.previous !== sm3(before.statement)) {
      report(anchor.anchorId, 'altered', '锚点与前一个锚点接不上，两者之一是另行签发的')
    }
    for (const [ledger, head] of Object.entries(statement.heads)) {
      const list = heads.get(ledger) ?? []
      heads.set(ledger, list)
      if (head.sequence > 0) list.push({ anchor: anchor.anchorId, anchoredAt: statement.anchoredAt, sequence: head.sequence, hash: head.hash })
    }
  }
  for (const list of heads.values()) list.sort((a, b) => a.sequence - b.sequence)
  return heads
}

function statementOf(anchor: Anchor): AnchorStatement | undefined {
  return anchorStatement.safeParse(parseText(anchor.statement)).data
}

function reporter(problems: ProblemList) {
  return (anchor: number, kind: LedgerProblemKind, message: string) => problems.report({ id: String(anchor), ledger: 'anchor', kind, message: `锚点 ${anchor}：${message}` })
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
