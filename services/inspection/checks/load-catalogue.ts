import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Connector } from '#connectors/connector.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { catalogueFile, type Catalogue, type Check } from './check.ts'

const VERSION_FILE = 'version.yaml'

/** The catalogue cannot be used; every problem of every file. */
export class CatalogueError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`检查目录有误：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'CatalogueError'
    this.problems = problems
  }
}

/** Reads a folder of YAML files. Throws CatalogueError with all problems at once. */
export function loadCatalogue(folder: string): Catalogue {
  const problems: string[] = []
  const checks: Check[] = []
  const version = z.strictObject({ version: z.string().min(1) }).safeParse(readYaml(path.join(folder, VERSION_FILE), problems))
  if (!version.success) problems.push(`${VERSION_FILE}：${z.prettifyError(version.error)}`)
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== VERSION_FILE).toSorted()) {
    const parsed = catalogueFile.safeParse(readYaml(path.join(folder, name), problems))
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => `${name}：${issue.path.join('.')} ${issue.message}`))
      continue
    }
    const { checks: own, ...shared } = parsed.data
    for (const check of own) {
      checks.push({ ...check, connector: shared.connector, appliesTo: shared.appliesTo, section: check.section ?? shared.section, source: check.source ?? shared.source })
      const ways = [check.question !== undefined, check.isManual, check.proof !== undefined, check.unavailable !== undefined].filter(Boolean).length
      if (ways !== 1) problems.push(`${name}：${check.code} 应恰有 question、isManual、proof、unavailable 之一`)
      if (check.question && shared.connector === 'none') problems.push(`${name}：${check.code} 有 question，却没有连接器`)
    }
  }
  const twice = checks.map((check) => check.code).filter((code, at, all) => all.indexOf(code) !== at)
  if (twice.length > 0) problems.push(`编号重复：${[...new Set(twice)].join('、')}`)
  if (problems.length > 0) throw new CatalogueError(problems)
  checks.sort((one, other) => (one.code < other.code ? -1 : 1))
  return Object.freeze({ version: version.data?.version ?? '', sm3: sm3(canonicalJson(JSON.parse(JSON.stringify(checks)))), checks: Object.freeze(checks) })
}

/** Every question must be one that its connector understands, and every connector asked must have its reachability check. The centre calls this at boot. */
export function requireAnswerableCatalogue(catalogue: Catalogue, connectors: readonly Connector[]): void {
  const problems: string[] = []
  for (const connector of connectors) {
    const asked = catalogue.checks.filter((check) => check.connector === connector.kind)
    if (asked.length > 0 && asked.filter((check) => check.isReachability).length !== 1) problems.push(`连接器 ${connector.kind} 应恰有一项可达性检查`)
    for (const check of asked) {
      const parsed = connector.question.safeParse(check.question)
      if (!parsed.success) problems.push(`${check.code} 的 question 不是 ${connector.kind} 能回答的：${z.prettifyError(parsed.error)}`)
    }
  }
  const known = new Set(connectors.map((connector) => connector.kind as string))
  for (const check of catalogue.checks) if (check.connector !== 'none' && !known.has(check.connector)) problems.push(`${check.code} 用到的连接器 ${check.connector} 不存在`)
  if (problems.length > 0) throw new CatalogueError(problems)
}

function readYaml(file: string, problems: string[]): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true })
  } catch (error) {
    problems.push(`${path.basename(file)}：${error instanceof Error ? error.message : String(error)}`)
    return {}
  }
}
