/**
 * The test command. Starts one PostgreSQL for the run, then runs everything: pure and database tests beside the code,
 * architecture, connector conformance, end to end, and the web components under Vitest. Arguments narrow it to files
 * whose path contains one of them. Under CI=true a test that was skipped for a missing tool is a failure.
 */
import { spawn } from 'node:child_process'
import { chmod, glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { childEnvironment, programFolder, readConfig } from '#platform/config/config.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { startSharedProduct } from '#tests/support/product.ts'

type Count = { passed: number; failed: number; skipped: Array<{ name: string; reason: string }> }

const FILE_TIMEOUT_MS = 6 * 60_000

async function testFiles(wanted: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob('{shared,platform,connectors,spine,services,subsystems,centre,web,cli,scripts,tests,bench}/**/*.test.ts', { cwd: programFolder })) found.push(file)
  return found.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).toSorted()
}

/** Runs files under the test runner of the Node that production runs on. */
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
    process.stdout.write(`FAILED ${name}\n`)
  })
  const report = stream.compose(spec())
  for await (const chunk of report) process.stdout.write(chunk as Buffer)
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

const config = readConfig()
const wanted = process.argv.slice(2)
if (wanted.length === 0) await buildPages()
const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-tests-'))
await chmod(folder, 0o711)
const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
const count: Count = { passed: 0, failed: 0, skipped: [] }
try {
  Object.assign(process.env, childEnvironment({ XINYUN_TEST_DATABASE_URL: server.url }))
  const files = await testFiles(wanted)
  const isWhole = (file: string) => file.startsWith('tests/e2e/')
  await runNodeTests(files.filter((file) => !isWhole(file)), 2, count)
  const whole = files.filter(isWhole)
  if (whole.length > 0) {
    // Seven processes: started once for every file that only looks at it; those that stop or kill start their own.
    const product = await startSharedProduct().catch((error: unknown) => {
      process.stdout.write(`FAILED the product does not start: ${error instanceof Error ? error.message : String(error)}\n`)
      count.failed += whole.length
      return undefined
    })
    if (product) {
      Object.assign(process.env, { XINYUN_TEST_PRODUCT_HOME: product.home })
      await runNodeTests(whole, 1, count)
      await product.stop()
    }
  }
  if (wanted.length === 0 || wanted.includes('web')) await runWebTests(count, folder)
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

for (const { name, reason } of count.skipped) process.stdout.write(`SKIPPED ${name}${reason ? `: ${reason}` : ''}\n`)
const failed = count.failed + (config.isContinuousIntegration ? count.skipped.length : 0)
process.stdout.write(`\n${count.passed} passed, ${failed} failed${config.isContinuousIntegration || count.skipped.length === 0 ? '' : `, ${count.skipped.length} skipped`}\n`)
process.exitCode = failed > 0 || count.passed === 0 ? 1 : 0
