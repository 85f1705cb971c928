import type { Catalogue } from './catalogue.ts'

/** A name as SQL text, whatever characters it has: `"; drop` stays a name. */
export function quoteIdentifier(engine: Catalogue['engine'], name: string): string {
  return engine === 'postgresql' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``
}

/** A text as an SQL literal (standard_conforming_strings; for MySQL with backslashes doubled). */
export function quoteLiteral(engine: Catalogue['engine'], text: string): string {
  const doubled = text.replaceAll("'", "''")
  return `'${engine === 'postgresql' ? doubled : doubled.replaceAll('\\', '\\\\')}'`
}
