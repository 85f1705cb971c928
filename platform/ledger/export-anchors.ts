import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Ctx } from '#platform/context/context.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { makeDurable } from '#platform/crypto/write-private-file.ts'
import { anchorStatement, lockAnchors, readAnchors, type Anchor } from './anchor.ts'

/** One line of the index outside the database: number, SM3 of the file's bytes, path below the folder. */
export type AnchorIndexLine = { readonly anchorId: number; readonly sm3: string; readonly file: string }

const INDEX = 'index.txt'

/**
 * Writes the anchors that are not outside yet as `<folder>/YYYY/anchor-000001.json` and appends them to the index; returns
 * their numbers. Interrupted at any point, the next call goes on. Without any index only the newest is written:
 * files that somebody took away are not quietly made again.
 */
export async function exportAnchors(ctx: Ctx, folder: string): Promise<number[]> {
  await lockAnchors(ctx.tx)
  const known = await readAnchorIndex(folder)
  const waiting = await readAnchors(ctx.tx, known.at(-1)?.anchorId ?? 0)
  const anchors = known.length > 0 ? waiting : waiting.slice(-1)
  for (const anchor of anchors) await exportAnchor(folder, anchor)
  return anchors.map((anchor) => anchor.anchorId)
}

/** Makes up for the one export that a crash may have cut off: of the newest anchor, the very first included. What is missing otherwise was taken away. */
export async function exportInterrupted(ctx: Ctx, folder: string): Promise<void> {
  await lockAnchors(ctx.tx)
  const last = (await readAnchorIndex(folder)).at(-1)?.anchorId ?? 0
  const [anchor, ...more] = await readAnchors(ctx.tx, last)
  if (anchor?.anchorId === last + 1 && more.length === 0) await exportAnchor(folder, anchor)
}

/** Complete lines of the index; a line torn by a crash is none. */
export async function readAnchorIndex(folder: string): Promise<AnchorIndexLine[]> {
  const text = await readFile(path.join(folder, INDEX), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  const lines: AnchorIndexLine[] = []
  for (const line of text.split('\n')) {
    const [, anchorId, digest, file] = /^(\d+) ([0-9a-f]{64}) (\d{4}\/anchor-\d+\.json)$/.exec(line) ?? []
    if (anchorId && digest && file) lines.push({ anchorId: Number(anchorId), sm3: digest, file })
  }
  return lines
}

async function exportAnchor(folder: string, anchor: Anchor): Promise<void> {
  const year = anchorStatement.parse(JSON.parse(anchor.statement)).anchoredAt.slice(0, 4)
  const file = `${year}/anchor-${String(anchor.anchorId).padStart(6, '0')}.json`
  const content = `${JSON.stringify(anchor, null, 2)}\n`
  await mkdir(path.join(folder, year), { recursive: true, mode: 0o700 })
  await writeDurably(path.join(folder, file), content)
  const index = await open(path.join(folder, INDEX), 'a', 0o600)
  try {
    // A new line first closes a line that a crash may have torn.
    await index.appendFile(`\n${anchor.anchorId} ${sm3(content)} ${file}\n`)
    await index.sync()
  } finally {
    await index.close()
  }
  await makeDurable(folder)
}

async function writeDurably(file: string, content: string): Promise<void> {
  const temporary = `${file}.incoming`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
    await makeDurable(path.dirname(file))
  } finally {
    await rm(temporary, { force: true })
  }
}
