/**
 * The outcome of reading an untrusted input: the value, or every problem of it at once, in Chinese.
 */
import type { z } from 'zod'
import zhCN from 'zod/v4/locales/zh-CN.js'
import type { InputProblem } from './problem.ts'

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly InputProblem[] }

const { localeError } = zhCN()

/** Checks `value` against `schema`; the place of a problem is its field path, `events[2].reason`, or `root` for the whole. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown, root: string): Parsed<z.output<S>> {
  const result = schema.safeParse(value, { error: localeError })
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problems: result.error.issues.map((issue) => ({ place: placeOf(issue.path, root), message: issue.message })) }
}

/** Reads JSON text; a syntax error is one problem that keeps the parser's own position. */
export function parseJson(text: string, root: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown }
  } catch (error) {
    return { ok: false, problems: [{ place: root, message: `不是有效的 JSON：${(error as Error).message}` }] }
  }
}

function placeOf(path: readonly PropertyKey[], root: string): string {
  if (path.length === 0) return root
  return path.reduce<string>((place, key) => (typeof key === 'number' ? `${place}[${key}]` : place ? `${place}.${String(key)}` : String(key)), '')
}
