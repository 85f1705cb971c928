const MASK = '***'

/**
 * Returns a function that replaces every credential of a door, also in its JSON, URL and Basic spelling, wherever it
 * occurs in a text or deep inside a value: a target that echoes what it was sent must not put it into evidence.
 */
export function redactSecrets(secrets: unknown): <T>(value: T) => T {
  const words = [...new Set(stringsOf(secrets).flatMap(spellings))].filter((word) => word !== '').toSorted((a, b) => b.length - a.length)
  const redactText = (text: string): string => words.reduce((result, word) => result.replaceAll(word, MASK), text)
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value)
    if (Array.isArray(value)) return value.map(redact)
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redactText(key), redact(inner)]))
    }
    return value
  }
  return words.length === 0 ? (value) => value : (redact as <T>(value: T) => T)
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsOf) : []
}

function spellings(word: string): string[] {
  return [word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word), encodeURIComponent(word).replaceAll('%20', '+'), Buffer.from(word).toString('base64')]
}
