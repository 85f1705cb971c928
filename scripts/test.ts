/**
 * The test command. Builds the pages and starts one PostgreSQL for the run; then side by side what computes (pure and database tests beside the
 * code, architecture, connector conformance, subsystems) and end to end on products of their own; then side by side the web components under
 * Vitest and end to end on a shared product. Arguments narrow it to files
 * whose path contains one of them. Under CI=true a test that was skipped for a missing tool is a failure.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { inspect } from 'node:util'
import { childEnvironment, programFolder, readConfig } from '#platform/config/config.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { startSharedProduct } from '#tests/support/product.ts'

type Count = { passed: number; failed: number; skipped: Array<{ name: string; reason: string }>; files: Array<{ file: string; seconds: number }> }
type Lane = 'plain' | 'started' | 'shared'

const FILE_TIMEOUT_MS = 40 * 60_000

/** Longest first, so that none of them is left alone at the end. */
const SLOWEST = ['tests/e2e/api/story', 'tests/architecture/types-and-lint', 'platform/documents/', 'services/inspection/runs/', 'spine/reports/', 'services/operations-reporting/']

async function testFiles(wanted: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob('{shared,platform,connectors,spine,services,subsystems,centre,web,cli,scripts,tests,bench}/**/*.test.ts', { cwd: programFolder })) found.push(file)
  const rank = (file: string) => {
    const place = SLOWEST.findIndex((part) => file.startsWith(part))
    return place === -1 ? SLOWEST.length : place
  }
  return found.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
}

/** Where a file runs: by itself, on products that it starts itself, on the shared one. */
function laneOf(file: string): Lane {
  if (!file.startsWith('tests/e2e/')) return 'plain'
  return readFileSync(path.join(programFolder, file), 'utf8').includes('sharedProduct(') ? 'shared' : 'started'
}

/** Runs files under the test runner of the Node that production runs on. Lanes run side by side: each tells its files as they end, and its tests when it ends. */
async function runNodeTests(files: readonly string[], concurrency: number, count: Count): Promise<void> {
  if (files.length === 0) return
  const stream = run({ files: files.map((file) => path.join(programFolder, file)), concurrency, isolation: 'process', timeout: FILE_TIMEOUT_MS })
  stream.on('test:pass', ({ name, skip, details }) => {
    if (details.type === 'suite') return
    if (skip === undefined || skip === false) count.passed += 1
    else count.skipped.push({ name, reason: typeof skip === 'string' ? skip : '' })
  })
  stream.on('test:fail', ({ details, name }) => {
    if (details.type === 'suite' && (details.error as { failureType?: string } | undefined)?.failureType === 'subtestsFailed') return
    count.failed += 1
    process.exitCode = 1
    process.stdout.write(`FAILED ${name}\n  ${inspect(details.error.cause ?? details.error, { depth: 3 }).slice(0, 3_000).replaceAll('\n', '\n  ')}\n`)
  })
  stream.on('test:summary', ({ file, duration_ms: ms, success }) => {
    if (file === undefined) return
    count.files.push({ file: path.relative(programFolder, file), seconds: ms / 1000 })
    process.stdout.write(`${success ? 'ok' : 'NOT OK'} ${path.relative(programFolder, file)} (${(ms / 1000).toFixed(1)} s)\n`)
  })
  let report = ''
  for await (const chunk of stream.compose(spec())) report += String(chunk)
  process.stdout.write(report)
}

/** Builds the pages that servers under test show; a narrowed run takes them as they are. */
function buildPages(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(programFolder, 'scripts', 'build-web.ts'), '--if-stale'], { cwd: programFolder, stdio: 'inherit' })
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the pages could not be built (exit ${code})`))))
  })
}

/** Component tests of the pages, under Vitest. */
async function runWebTests(count: Count, folder: string): Promise<void> {
  const output = path.join(folder, 'vitest.json')
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [path.join(programFolder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'web/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`], { cwd: programFolder, stdio: 'inherit' })
    child.on('exit', resolve)
  })
  const text = await readFile(output, 'utf8').catch(() => undefined)
  const result = text === undefined ? undefined : (JSON.parse(text) as { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number })
  count.passed += result?.numPassedTests ?? 0
  // A file that could not be loaded fails no test of its own, and must still count.
  if (code !== 0) count.failed += Math.max(1, result?.numFailedTests ?? 1)
}

/** Seven processes: started once for every file that only looks at it; those that stop or kill start their own. */
async function runOnSharedProduct(files: readonly string[], count: Count): Promise<void> {
  if (files.length === 0) return
  const product = await startSharedProduct().catch((error: unknown) => {
    process.stdout.write(`FAILED the product does not start: ${error instanceof Error ? error.message : String(error)}\n`)
    count.failed += files.length
    return undefined
  })
  if (!product) return
  Object.assign(process.env, { XINYUN_TEST_PRODUCT_HOME: product.home })
  // One after another: two browsers and the product's seven processes are more than two cores, and what is slow then looks like a fault.
  await runNodeTests(files, 1, count)
  await product.stop()
}

const config = readConfig()
const wanted = process.argv.slice(2)
const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-tests-'))
await chmod(folder, 0o711)
const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
const count: Count = { passed: 0, failed: 0, skipped: [], files: [] }
try {
  // A hundred processes read the same sources: what the first compiled the others take.
  Object.assign(process.env, childEnvironment({ XINYUN_TEST_DATABASE_URL: server.url, NODE_COMPILE_CACHE: path.join(programFolder, 'node_modules', '.cache', 'compiled') }))
  const files = await testFiles(wanted)
  const { plain = [], started = [], shared = [] } = Object.groupBy(files, laneOf)
  if (wanted.length === 0) {
    await buildPages().catch((error: unknown) => {
      count.failed += 1
      process.stdout.write(`FAILED ${String(error)}\n`)
    })
  }
  // Products that are killed and restarted mostly wait: they run beside what computes. What drives a browser computes itself, and comes after.
  await Promise.all([runNodeTests(plain, 2, count), runNodeTests(started, 1, count)])
  await Promise.all([wanted.length === 0 || wanted.includes('web') ? runWebTests(count, folder) : Promise.resolve(), runOnSharedProduct(shared, count)])
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

for (const { file, seconds } of count.files.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10)) process.stdout.write(`${seconds.toFixed(0).padStart(4)} s ${file}\n`)
for (const { name, reason } of count.skipped) process.stdout.write(`SKIPPED ${name}${reason ? `: ${reason}` : ''}\n`)
const failed = count.failed + (config.isContinuousIntegration ? count.skipped.length : 0)
process.stdout.write(`\n${count.passed} passed, ${failed} failed${config.isContinuousIntegration || count.skipped.length === 0 ? '' : `, ${count.skipped.length} skipped`}\n`)
process.exitCode = failed > 0 || count.passed === 0 ? 1 : 0
