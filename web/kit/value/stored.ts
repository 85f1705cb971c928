/**
 * What a person chose for this browser: column choice, density, drafts. A browser that refuses storage (private
 * mode, full) costs the convenience only, so failures are swallowed here and nowhere else.
 */
export function readStored<T>(key: string, fallback: T, storage: Storage = localStorage): T {
  try {
    const text = storage.getItem(`xinyun.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

export function writeStored(key: string, value: unknown, storage: Storage = localStorage): void {
  try {
    if (value === undefined) storage.removeItem(`xinyun.${key}`)
    else storage.setItem(`xinyun.${key}`, JSON.stringify(value))
  } catch {
    // See above.
  }
}
