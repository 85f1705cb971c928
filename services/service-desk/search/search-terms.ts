/**
 * Chinese is written without spaces, so words are not found by splitting. Every two neighbouring characters are a term, a
 * text of letters and digits is one as a whole: «资质证书打印» is 资质, 质证, 证书, 书打, 打印. A search for 证书 meets its term in an index
 * of PostgreSQL's own (GIN on an array), on every server and without an extension; trigrams would need three characters, and
 * most Chinese words have two.
 */
const HAN = /\p{Script=Han}/u
const RUNS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
/** More would make rows large and find nothing better. */
const MAX_TERMS = 400

export function searchTerms(...texts: readonly string[]): string[] {
  const terms = new Set<string>()
  for (const text of texts) {
    // Split into runs of one script: «HTTP接口» is http and 接口.
    for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
      for (const part of run.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []) {
        if (!HAN.test(part)) terms.add(part.slice(0, 40))
        else if (part.length === 1) terms.add(part)
        else for (let at = 0; at + 1 < part.length; at += 1) terms.add(part.slice(at, at + 2))
      }
      if (terms.size >= MAX_TERMS) break
    }
  }
  return [...terms].slice(0, MAX_TERMS)
}
