/**
 * `inventory scan` and `inventory diff`: the catalogue of any database and what differs between two, without a running centre.
 * Scan: issues are advice, not findings, so it exits 0. Diff: a difference is a finding (exit 1).
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { ConnectorError } from '#connectors/connector.ts'
import { readConfig } from '#platform/config/config.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { catalogueSchema, type Catalogue } from '#shared/catalogue/catalogue.ts'
import { catalogueCoverage, percent } from '#shared/catalogue/catalogue-coverage.ts'
import { catalogueIssues, issueKind } from '#shared/catalogue/catalogue-issues.ts'
import { diffCatalogues } from '#shared/catalogue/diff-catalogues.ts'
import type { Parsed } from '#shared/parsed.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { readTextFile } from '../read-text-file.ts'
import { renderInventory, scanFormats, type ScanFormat } from './render-inventory.ts'
import { scanDatabase } from './scan-database.ts'

type ScanOptions = { url: string; format: string; out?: string }

export function registerInventoryCommands(program: Command, io: CliIo): void {
  const inventory = program.command('inventory').description('数据盘点（离线）')
  inventory
    .command('scan')
    .description('盘点一个数据库：表、字段、说明、主外键、索引、视图、触发器、函数、序列、分区，算出目录摘要；只读系统目录，不读业务数据')
    .requiredOption('--url <url>', 'postgres://用户@主机:端口/库名 或 mysql://…；口令取自地址、XINYUN_PASSWORD 或本用户的 .pgpass、.my.cnf')
    .option('--format <list>', `产出的格式，逗号分隔：${scanFormats.join('、')}`, 'json')
    .option('--out <dir>', '把各格式的文件写入此文件夹；不给则只输出目录')
    .action((options: ScanOptions, command: Command) => scan(options, command, io))
  inventory
    .command('diff <a> <b>')
    .description('比较两份 scan 产出的 JSON，逐项说明并给出把前者变为后者的语句；有差异时退出码为 1')
    .action((a: string, b: string, _options: unknown, command: Command) => diff(a, b, command, io))
}

async function scan(options: ScanOptions, command: Command, io: CliIo): Promise<void> {
  const formats = options.format.split(',').map((one) => one.trim())
  const unknown = formats.filter((one) => !(scanFormats as readonly string[]).includes(one))
  const problems = [
    ...unknown.map((one) => ({ place: '--format', message: `没有格式 ${one}，可用 ${scanFormats.join('、')}` })),
    ...(options.out === undefined && formats.some((one) => one !== 'json') ? [{ place: '--out', message: `${formats.filter((one) => one !== 'json').join('、')} 要写成文件，请用 --out 给出文件夹` }] : []),
  ]
  if (problems.length > 0) return printProblems(io, command, problems, 2)
  try {
    const catalogue = await scanDatabase(options.url, readConfig().urlPassword)
    if (!catalogue.ok) return printProblems(io, command, catalogue.problems, 2)
    const hash = catalogueHash(catalogue.value)
    if (options.out !== undefined) await writeFiles(options.out, formats as ScanFormat[], catalogue.value, hash, io)
    printResult(io, command, { ...catalogue.value, hash }, summary(catalogue.value, hash))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    printProblems(io, command, [{ place: '--url', message: error.message }], error.failure === 'unsupported' ? 2 : 3)
  }
}

async function writeFiles(out: string, formats: readonly ScanFormat[], catalogue: Catalogue, hash: string, io: CliIo): Promise<void> {
  await mkdir(out, { recursive: true })
  const stem = catalogue.database.replaceAll(/[^\p{L}\p{N}_-]/gu, '_') || 'inventory'
  for (const format of new Set(formats)) {
    const file = path.join(out, `${stem}.${format}`)
    await writeFile(file, await renderInventory(format, catalogue, hash, systemClock.now()))
    io.stderr(`已写入 ${file}`)
  }
}

function summary(catalogue: Catalogue, hash: string): string[] {
  const sum = catalogueCoverage(catalogue)
  const issues = catalogueIssues(catalogue)
  const counts = issueKind.values.flatMap((kind) => {
    const count = issues.filter((one) => one.kind === kind).length
    return count === 0 ? [] : [`${issueKind.titles[kind]} ${count}`]
  })
  return [
    `${catalogue.database || '（全部库）'}：${catalogue.engine} ${catalogue.version}`,
    `目录摘要 ${hash}`,
    `表 ${sum.tables}，字段 ${sum.columns}，视图 ${sum.views}，索引 ${sum.indexes}，外键 ${sum.foreignKeys}`,
    `有说明的字段 ${percent(sum.columnsDescribed, sum.columns)}%，有主键的表 ${percent(sum.tablesWithKey, sum.tables)}%`,
    counts.length === 0 ? '没有发现问题' : `问题：${counts.join('，')}`,
  ]
}

async function diff(a: string, b: string, command: Command, io: CliIo): Promise<void> {
  const [before, after] = [await readCatalogue(a), await readCatalogue(b)]
  const problems = [before, after].flatMap((one) => (one.ok ? [] : one.problems))
  if (!before.ok || !after.ok) return printProblems(io, command, problems, 2)
  const family = (catalogue: Catalogue) => (catalogue.engine === 'mariadb' ? 'mysql' : catalogue.engine)
  if (family(before.value) !== family(after.value)) return printProblems(io, command, [{ place: b, message: `数据库类型不同（${before.value.engine} 与 ${after.value.engine}），不能比较` }], 2)
  const changes = diffCatalogues(before.value, after.value).map(({ kind, object, before: was, after: is, ddl, words }) => ({ kind, object, before: was, after: is, ddl, words }))
  printResult(io, command, { same: changes.length === 0, changes }, changes.length === 0 ? ['结构相同'] : changes.flatMap(({ words, ddl }) => [words, ...ddl.split('\n').map((line) => `    ${line}`)]))
  if (changes.length > 0) io.setExit(1)
}

/** A file of `scan`; the hash is recomputed from the rest, so an edited file is told. */
async function readCatalogue(file: string): Promise<Parsed<Catalogue>> {
  const text = await readTextFile(file, 512)
  if (!text.ok) return text
  const refused = (problems: ReadonlyArray<{ place: string; message: string }>): Parsed<Catalogue> => ({ ok: false, problems: problems.map(({ place, message }) => ({ place: place === '' ? file : `${file} ${place}`, message })) })
  let value: unknown
  try {
    value = JSON.parse(text.value)
  } catch {
    return refused([{ place: '', message: '不是 JSON，请给出 inventory scan 产出的文件' }])
  }
  const { hash, ...rest } = (value ?? {}) as { hash?: unknown }
  const parsed = catalogueSchema.safeParse(rest)
  if (!parsed.success) return refused(parsed.error.issues.slice(0, 20).map(({ path: at, message }) => ({ place: at.join('.'), message: `不符合目录的格式：${message}` })))
  if (hash !== undefined && hash !== catalogueHash(parsed.data)) return refused([{ place: 'hash', message: '目录摘要与内容不符：文件被改动过，请重新 scan' }])
  return { ok: true, value: parsed.data }
}
