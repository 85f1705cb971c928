import { canonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { catalogueLines, linesHash } from './catalogue-lines.ts'

/**
 * SM3 of a catalogue's canonical form (目录摘要), 64 hexadecimal digits: equal structure, equal digest, on whichever server and under whatever name.
 */
export function catalogueHash(catalogue: Catalogue): string {
  return linesHash(catalogueLines(canonicalCatalogue(catalogue)))
}
