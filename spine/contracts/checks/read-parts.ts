/**
 * Reads every part of the raw document that can be read. List items are read one by one, so that one bad obligation
 * does not hide what is wrong with the other 134; what is sound goes on to the checks of contents.
 */
import type { z } from 'zod'
import zhCN from 'zod/v4/locales/zh-CN.js'
import { contractDocument, type ContractDocument } from '../contract-document.ts'
import type { ContractProblem } from './contract-problem.ts'
import type { ContractSource, Path } from './contract-source.ts'

export type Report = (path: Path, clause: string, message: string) => void

export type ContractParts = {
  /** Sound parts; a list holds its sound items only. */
  readonly parts: Partial<ContractDocument>
  /** Where an item of a list stands in the raw document. */
  readonly pathOf: (item: object) => Path
  readonly report: Report
  readonly problems: ContractProblem[]
}

const { localeError } = zhCN()

/** What a missing field is for, where its name does not say it. */
const CURES: Readonly<Record<string, string>> = {
  clause: '没有条款（clause）：请写明合同出处，如 五(二)1',
  owner: '没有负责人（owner）：请写明由谁决定这一默认取值',
  default: '没有默认取值（default）：请写明选项之一',
  include: '缺少 include',
}

export function readParts(source: ContractSource): ContractParts {
  const problems: ContractProblem[] = [...source.problems]
  const paths = new Map<object, Path>()
  // The template of a citation reads as the register writes it: 二·Sx·n.
  const report: Report = (path, clause, message) => problems.push({ ...source.locate(path), clause: clause.replaceAll('{subsystem}·{item}', 'Sx·n'), message })
  const parts: Record<string, unknown> = {}

  const read = (schema: z.ZodType, value: unknown, path: Path, clause: string): unknown => {
    const result = schema.safeParse(value, { error: localeError })
    if (result.success) return result.data
    for (const issue of flatten(result.error.issues)) {
      const at = [...path, ...issue.path]
      report(at, clause, messageOf(issue, valueAt(source.raw, at), value))
    }
    return undefined
  }

  for (const [name, schema] of Object.entries(contractDocument.shape)) {
    const value = source.raw[name]
    if (value === undefined) {
      // A file that could not be parsed may hold the missing part: one cause, one problem.
      if (!schema.safeParse(undefined).success && !source.isIncomplete) report([], '', `缺少“${name}”`)
    } else if (Array.isArray(value) && 'element' in schema) {
      const items = value.map((item: unknown, index) => {
        const path = [name, index]
        const sound = read(schema.element as z.ZodType, item, path, clauseOf(item))
        if (typeof sound === 'object' && sound !== null) paths.set(sound, path)
        return sound
      })
      parts[name] = items.filter((item) => item !== undefined)
    } else parts[name] = read(schema, value, [name], clauseOf(value))
  }
  for (const name of Object.keys(source.raw)) if (!Object.hasOwn(contractDocument.shape, name)) report([name], '', `不认识的部分“${name}”，请检查拼写`)
  return { parts, problems, report, pathOf: (item) => paths.get(item) ?? [] }
}

/** The clause of an item, or its own number where it cites none. */
function clauseOf(item: unknown): string {
  const { clause, id, code } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>
  return [clause, id, code].find((value): value is string => typeof value === 'string' && value !== '') ?? ''
}

type Issue = { readonly code?: string | undefined; readonly path: Path; readonly message: string; readonly keys?: readonly string[] }

/** A union fails with every branch's issues; the branch that got furthest says what its author meant. */
function flatten(issues: readonly z.core.$ZodIssue[]): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
    const branches = issue.errors.map((branch) => flatten(branch))
    const depth = (branch: readonly Issue[]) => Math.max(...branch.map(({ path }) => path.length)) * 100 - branch.length
    const best = branches.toSorted((a, b) => depth(b) - depth(a))[0] ?? []
    return best.map(({ code, path, message, keys }) => ({ code, path: issue.path.concat(path), message, ...(keys && { keys }) }))
  })
}

function messageOf({ code, path, message, keys }: Issue, value: unknown, owner: unknown): string {
  const field = String(path.at(-1) ?? '')
  const { id, code: number } = (typeof owner === 'object' && owner !== null ? owner : {}) as Record<string, unknown>
  const name = [id, number].find((one): one is string => typeof one === 'string') ?? ''
  const subject = name === '' ? '' : `${name} `
  if (code === 'unrecognized_keys' && keys !== undefined) return `${subject}不认识的字段：${keys.join('、')}`
  if (value === undefined || value === '') return subject + (CURES[field] ?? `缺少“${path.join('.')}”`)
  return `${subject}“${path.join('.')}”${message}`
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), raw)
}
