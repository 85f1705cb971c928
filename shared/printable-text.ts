/**
 * What may be printed: text without control characters, lone surrogates, non-characters and direction overrides.
 * XML, PDF and spreadsheets refuse or misread the first three; the overrides would let a name print as another one.
 * `✕` and `◈`, which the console shows, are not in the bundled printing font: their nearest shapes stand in.
 */
export function printableText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- removing them is the purpose
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFD-\uFFFF]/g, '')
    .replaceAll('✕', '×')
    .replaceAll('◈', '◆')
}
