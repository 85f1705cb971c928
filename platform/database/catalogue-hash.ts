import { canonicalCatalogue, type CanonicalCatalogue } from '#shared/catalogue/canonical-catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import { sm3 } from '../crypto/sm3.ts'

/**
 * SM3 of a catalogue's canonical form (目录摘要), 64 hexadecimal digits: equal structure, equal digest, on whichever server and under whatever name.
 */
export function catalogueHash(catalogue: Catalogue): string {
  return canonicalHash(canonicalCatalogue(catalogue))
}

/** The same of a form that is there already. */
export function canonicalHash(canonical: CanonicalCatalogue): string {
  return sm3(canonicalJson(canonical))
}
