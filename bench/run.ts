import { loadavg } from 'node:os'
import { readdirSync } from 'node:fs'
import { printTable, type Row } from './pair-runner.ts'

/** What each benchmark file exports. */
export type Benchmark = { readonly title: string; measure(options: readonly string[]): Promise<readonly Row[]> }

const PARTS = new Set(['run.ts', 'pair-runner.ts', 'bench-bed.ts', 'register-targets.ts', 'probe-loop.ts', 'load-http.ts', 'ticket-bed.ts', 'start-request-tracker.ts'])
const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !PARTS.has(file)).map((file) => file.replace(/\.ts$/, ''))
const [name, ...options] = process.argv.slice(2)
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- NAME\nNAME is one of: ${names.join(', ')}\n`)
  process.exit(2)
}
const { benchmark } = (await import(`./${name}.ts`)) as { benchmark: Benchmark }
const before = loadavg()[0]
const rows = await benchmark.measure(options)
printTable(benchmark.title, rows)
process.stdout.write(`load average of the machine: ${before?.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after\n`)
// Nothing of a benchmark outlives its table; a missed goal is a failure.
process.exit(rows.some((row) => row.isMet === false) ? 1 : 0)
