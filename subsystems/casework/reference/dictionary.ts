/** A closed list of coded values that tables and exchanges refer to. */
export type Dictionary = {
  readonly code: string
  readonly title: string
  /** Standard or document that fixes the codes. */
  readonly source: string
  /** Code → title, in order. */
  readonly entries: Readonly<Record<string, string>>
}

/** What the codes of a dictionary mean. */
export function wordsOfDictionary(dictionaries: readonly Dictionary[], code: string): Dictionary['entries'] {
  const found = dictionaries.find((one) => one.code === code)
  if (!found) throw new Error(`no dictionary ${code}`)
  return found.entries
}

/** Entries whose code is their position (`01`, `02` …), as many national lists have it. */
export function numbered(titles: readonly string[], digits = 2): Record<string, string> {
  return Object.fromEntries(titles.map((title, at) => [String(at + 1).padStart(digits, '0'), title]))
}

/** Entries that are their own code. */
export function plain(titles: readonly string[]): Record<string, string> {
  return Object.fromEntries(titles.map((title) => [title, title]))
}
