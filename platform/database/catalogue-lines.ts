import type { CanonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import { diffCanonical, type CatalogueChange } from '#shared/catalogue/diff-catalogues.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import { sm3 } from '../crypto/sm3.ts'
import { packText, unpackText } from '../files/packed-text.ts'

/** Lists of the canonical form in the order of their keys, as canonical JSON has them. */
const LISTS = ['extensions', 'routines', 'schemas', 'sequences', 'tables', 'types', 'views'] as const

/**
 * A catalogue's canonical form as text: each schema, table, view … one line of canonical JSON. Two versions of a large database
 * differ in a few lines; only those need to be taken apart again to tell the difference.
 */
export type CatalogueLines = { readonly engine: CanonicalCatalogue['engine'] } & Readonly<Record<(typeof LISTS)[number], readonly string[]>>

export function catalogueLines(canonical: CanonicalCatalogue): CatalogueLines {
  return { engine: canonical.engine, ...inLists((list) => canonical[list].map((one) => canonicalJson(one))) }
}

/** SM3 of the canonical form (目录摘要), 64 hexadecimal digits: that of `canonicalJson` over the whole. */
export function linesHash(lines: CatalogueLines): string {
  return sm3(`{"engine":${JSON.stringify(lines.engine)},${LISTS.map((list) => `"${list}":[${lines[list].join(',')}]`).join(',')}}`)
}

/** What `diffCanonical` tells of the whole. */
export function diffLines(before: CatalogueLines, after: CatalogueLines): CatalogueChange[] {
  return diffCanonical(withoutKnown(before, after), withoutKnown(after, before))
}

function withoutKnown(lines: CatalogueLines, other: CatalogueLines): CanonicalCatalogue {
  return { engine: lines.engine, ...inLists((list) => differing(lines[list], other[list]).map((line) => JSON.parse(line) as unknown)) } as unknown as CanonicalCatalogue
}

/** Lines that the other list has not. Both are sorted, and mostly the same from either end up to what changed. */
function differing(lines: readonly string[], other: readonly string[]): readonly string[] {
  let from = 0
  while (from < lines.length && lines[from] === other[from]) from += 1
  let to = 0
  while (to < Math.min(lines.length, other.length) - from && lines.at(-1 - to) === other.at(-1 - to)) to += 1
  const known = new Set(other.slice(from, other.length - to))
  return lines.slice(from, lines.length - to).filter((line) => !known.has(line))
}

/** JSON has no line breaks of its own: a line a thing, behind the name of its list. */
export function packLines(lines: CatalogueLines): Promise<Buffer> {
  return packText([lines.engine, ...LISTS.flatMap((list) => lines[list].map((line) => `${list}\t${line}`))].join('\n'))
}

export async function unpackLines(packed: Buffer): Promise<CatalogueLines> {
  const [engine, ...rest] = (await unpackText(packed)).split('\n')
  const found = inLists((): string[] => [])
  for (const line of rest) {
    const at = line.indexOf('\t')
    found[line.slice(0, at) as (typeof LISTS)[number]].push(line.slice(at + 1))
  }
  return { engine: engine as CatalogueLines['engine'], ...found }
}

function inLists<T>(of: (list: (typeof LISTS)[number]) => T): Record<(typeof LISTS)[number], T> {
  return Object.fromEntries(LISTS.map((list) => [list, of(list)])) as Record<(typeof LISTS)[number], T>
}
