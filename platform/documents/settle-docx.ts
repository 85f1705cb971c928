import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { fontTableXml } from './docx-styles.ts'

/** Zip entries carry local time without a zone: a local constructor gives the same fields everywhere. */
const ENTRY_TIME = new Date(1980, 0, 1)
const CONTENT_TYPES = '[Content_Types].xml'

/**
 * Makes a packed DOCX the same bytes for the same content: fixed dates, ids by order of appearance instead of
 * process-wide counters, sorted entries, fixed entry times. Adds the font table with its alternatives.
 */
export function settleDocx(packed: Uint8Array, date: Date): Buffer {
  const parts = unzipSync(packed)
  parts['word/fontTable.xml'] = strToU8(fontTableXml)
  const settled: Record<string, Uint8Array> = {}
  for (const name of Object.keys(parts).sort(contentTypesFirst)) {
    const part = parts[name]
    if (!part) continue
    settled[name] = name.endsWith('.xml') || name.endsWith('.rels') ? strToU8(settleXml(name, strFromU8(part), date)) : part
  }
  return Buffer.from(zipSync(settled, { mtime: ENTRY_TIME, level: 6 }))
}

function settleXml(name: string, xml: string, date: Date): string {
  if (name === 'docProps/core.xml') return xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${date.toISOString().slice(0, 19)}Z`)
  const bookmarks = new Map<string, number>()
  const order = (id: string) => {
    if (!bookmarks.has(id)) bookmarks.set(id, bookmarks.size + 1)
    return bookmarks.get(id)
  }
  const anchors = new Map<string, string>()
  const anchor = (name: string) => {
    if (!anchors.has(name)) anchors.set(name, `_Toc${anchors.size + 1}`)
    return anchors.get(name) ?? name
  }
  let drawings = 0
  return xml
    .replace(/\b_Toc\d+\b/g, anchor)
    .replace(/>([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）) <\/w:t>/g, '>$1</w:t>') // contents entries: no gap after 一、
    .replace(/(<w:bookmark(?:Start|End)\b[^>]*\bw:id=")(-?\d+)/g, (_whole, before: string, id: string) => `${before}${order(id)}`)
    .replace(/(<wp:docPr\b[^>]*\bid=")\d+/g, (_whole, before: string) => `${before}${++drawings}`)
}

function contentTypesFirst(a: string, b: string): number {
  if (a === CONTENT_TYPES) return -1
  if (b === CONTENT_TYPES) return 1
  return a < b ? -1 : 1
}
