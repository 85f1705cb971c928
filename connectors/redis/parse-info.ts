/** INFO by section and field, all lower case as Redis writes them; composed fields (`keys=1,expires=0`) stay whole. */
export type RedisInfo = ReadonlyMap<string, ReadonlyMap<string, string>>

export function parseInfo(text: string): RedisInfo {
  const info = new Map<string, Map<string, string>>()
  let section = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('# ')) {
      section = new Map()
      info.set(line.slice(2).trim().toLowerCase(), section)
    } else if (line.includes(':')) section.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1))
  }
  return info
}

/** `memory.used_memory`, `keyspace.db0.keys`; null when absent. Numbers as numbers. */
export function infoValue(info: RedisInfo, path: string): number | string | null {
  const [section = '', field = '', part] = path.split('.')
  const whole = info.get(section.toLowerCase())?.get(field)
  const text = part === undefined ? whole : whole?.split(',').find((pair) => pair.startsWith(`${part}=`))?.slice(part.length + 1)
  return text === undefined ? null : numberOr(text)
}

export function numberOr(text: string): number | string {
  return /^-?\d+(\.\d+)?%?$/.test(text) && Number.isFinite(Number.parseFloat(text)) && text.length < 17 ? Number.parseFloat(text) : text
}
