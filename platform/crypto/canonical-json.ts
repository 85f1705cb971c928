import type { InputProblem } from '#shared/problem.ts'

/** What canonical JSON can say: plain values, no dates, no undefined, no classes. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** Every place of a value that canonical JSON cannot say. */
export class CanonicalJsonError extends Error {
  readonly problems: readonly InputProblem[]
  constructor(problems: readonly InputProblem[]) {
    super(`内容无法规范化：\n${problems.map(({ place, message }) => `  - ${place}：${message}`).join('\n')}`)
    this.name = 'CanonicalJsonError'
    this.problems = problems
  }
}

/** Deeper values are taken for a cycle. */
const MAX_DEPTH = 100

/**
 * The one JSON text of a value (RFC 8785): keys in order of their UTF-16 code units, shortest round-trip numbers, no
 * white space, so that equal values have equal digests. Throws CanonicalJsonError with every bad place at once.
 */
export function canonicalJson(value: unknown, root = '$'): string {
  // Nearly every value is fine: places are only spelled out when one is not.
  const quick = quickText(value)
  if (quick !== undefined) return quick
  const problems: InputProblem[] = []
  const text = write(value, root, 0, problems)
  if (problems.length > 0) throw new CanonicalJsonError(problems)
  return text
}

/** Keys that an object would not keep where they are put, or not keep at all. */
const UNORDERED_KEY = /^(?:\d+|__proto__)$/
const NOT_FINE = Symbol('not fine')

/**
 * The text as the engine itself writes it, once every object has its keys in order: several times faster than piece by piece.
 * Undefined where something is at fault, or may be.
 */
function quickText(value: unknown): string | undefined {
  const ordered = inOrder(value, 0)
  const text = ordered === NOT_FINE ? undefined : JSON.stringify(ordered)
  // Half of a pair is written as an escape; what only looks like one is sorted out slowly.
  return text?.includes('\\ud') ? undefined : text
}

/** Objects beside each other mostly have the same keys: the last ones are remembered in order. */
type LastKeys = { keys: readonly string[]; sorted: readonly string[] }

/** The value with the keys of every object in order; what is in order already stays as it is, uncopied. */
function inOrder(value: unknown, depth: number, last?: LastKeys): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : NOT_FINE
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return NOT_FINE
  if (Array.isArray(value)) {
    const own: LastKeys = { keys: [], sorted: [] }
    let copy: unknown[] | undefined
    for (let at = 0; at < value.length; at += 1) {
      const inside = inOrder(value[at], depth + 1, own)
      if (inside === NOT_FINE) return NOT_FINE
      if (copy === undefined && inside !== value[at]) copy = value.slice(0, at)
      copy?.push(inside)
    }
    return copy ?? value
  }
  if (!isPlain(value)) return NOT_FINE
  const keys = Object.keys(value)
  let sorted = last?.sorted
  if (!last || !sorted || !isSame(keys, last.keys)) {
    if (keys.some((key) => UNORDERED_KEY.test(key))) return NOT_FINE
    // The default order of sort is by UTF-16 code units, as RFC 8785 asks.
    sorted = keys.toSorted()
    if (isSame(keys, sorted)) sorted = keys
    if (last) Object.assign(last, { keys, sorted })
  }
  const isSorted = sorted === (last?.keys ?? keys)
  let copy: Record<string, unknown> | undefined
  for (let at = 0; at < sorted.length; at += 1) {
    const key = sorted[at]!
    const own = (value as Record<string, unknown>)[key]
    const inside = inOrder(own, depth + 1)
    if (inside === NOT_FINE) return NOT_FINE
    if (copy === undefined && (!isSorted || inside !== own)) {
      copy = {}
      for (const before of sorted.slice(0, at)) copy[before] = (value as Record<string, unknown>)[before]
    }
    if (copy) copy[key] = inside
  }
  return copy ?? value
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

function write(value: unknown, place: string, depth: number, problems: InputProblem[]): string {
  const refuse = (message: string) => {
    problems.push({ place, message })
    return ''
  }
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : refuse('文字中有残缺的字符（不成对的代理项），请重新输入该处文字')
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(`${value} 不是有限的数`)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= MAX_DEPTH) return refuse(`嵌套超过 ${MAX_DEPTH} 层，或引用了自身`)
      if (Array.isArray(value)) return writeArray(value, place, depth, problems)
      if (!isPlain(value)) return refuse(`不接受 ${value.constructor?.name ?? '特殊'} 对象，请先转成文字或普通对象`)
      return writeObject(value as Record<string, unknown>, place, depth, problems)
    default:
      return refuse(`不接受 ${typeof value} 类型的值`)
  }
}

function writeArray(value: readonly unknown[], place: string, depth: number, problems: InputProblem[]): string {
  // Array.from, because map would skip holes.
  return `[${Array.from(value, (one, at) => write(one, `${place}[${at}]`, depth + 1, problems)).join(',')}]`
}

function writeObject(value: Record<string, unknown>, place: string, depth: number, problems: InputProblem[]): string {
  let text = ''
  // The default order of sort is by UTF-16 code units, as RFC 8785 asks.
  for (const key of Object.keys(value).sort()) {
    const inside = `${place}.${key}`
    if (!key.isWellFormed()) problems.push({ place: inside.toWellFormed(), message: '名称中有残缺的字符（不成对的代理项）' })
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(value[key], inside, depth + 1, problems)}`
  }
  return `{${text}}`
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
