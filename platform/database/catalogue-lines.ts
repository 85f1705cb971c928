import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { CanonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import { diffCanonical, type CatalogueChange } from '#shared/catalogue/diff-catalogues.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import { sm3 } from '../crypto/sm3.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

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
  const own = inLists((list) => {
    const known = new Set(other[list])
    return lines[list].filter((line) => !known.has(line)).map((line) => JSON.parse(line) as unknown)
  })
  return { engine: lines.engine, ...own } as unknown as CanonicalCatalogue
}

/** JSON has no line breaks of its own: a line a thing, behind the name of its list. */
export function packLines(lines: CatalogueLines): Promise<Buffer> {
  return compress([lines.engine, ...LISTS.flatMap((list) => lines[list].map((line) => `${list}\t${line}`))].join('\n'))
}

export async function unpackLines(packed: Buffer): Promise<CatalogueLines> {
  const [engine, ...rest] = (await decompress(packed)).toString('utf8').split('\n')
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
