/**
 * `npm run soak -- [--kills=50] [--seed=20240805] [subject …]`: kills the process that does the work with -9 at seeded moments, again and
 * again, and looks after each kill whether anything was lost or done twice. Not a test: it takes minutes, and runs when somebody wants to know.
 */
import { changeSubject } from './soak/change-subject.ts'
import { backupSubject } from './soak/backup-subject.ts'
import { exportSubject } from './soak/export-subject.ts'
import type { Subject, Wear } from './soak/subject.ts'

/** What is worn out, by name. More plug in here. */
const subjects: Readonly<Record<string, Subject>> = {
  'change-postgres': changeSubject('postgres'),
  'change-mariadb': changeSubject('mysql'),
  export: exportSubject,
  'backup-postgres': backupSubject('postgres'),
  'backup-mariadb': backupSubject('mysql'),
}

type Told = { readonly name: string; readonly kills: number; readonly untouched: number; readonly seconds: number; readonly problems: readonly string[] }

async function wear(name: string, subject: Subject, kills: number, seed: number): Promise<Told> {
  const startedAt = performance.now()
  const problems: string[] = []
  let [killed, untouched] = [0, 0]
  const random = seeded(seed)
  let bed: Wear | undefined
  try {
    bed = await subject()
    // What ends before its moment was not killed: it counts as nothing, and is tried again at another moment, within reason.
    for (let at = 0; killed < kills && at < kills * 4; at += 1) {
      const { isKilled, problem } = await bed.strike(random())
      if (isKilled) killed += 1
      else untouched += 1
      if (problem !== '') problems.push(`第 ${at + 1} 次：${problem}`)
      if (process.stderr.isTTY) process.stderr.write(`\r${name} ${killed}/${kills} `)
    }
    if (killed < kills) problems.push(`只杀到 ${killed} 次`)
    problems.push(...(await bed.settle()))
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
  } finally {
    await bed?.close()
  }
  return { name, kills: killed, untouched, seconds: (performance.now() - startedAt) / 1_000, problems }
}

/** The same moments in every run of the same seed (Lehmer's generator), each in [0, 1). */
function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

function options(given: readonly string[]) {
  const number = (name: string, otherwise: number) => {
    const found = given.find((one) => one.startsWith(`--${name}=`))?.split('=')[1] ?? String(otherwise)
    if (!/^[1-9]\d{0,8}$/.test(found)) throw new Error(`--${name}=${found} 不是正整数`)
    return Number(found)
  }
  const names = given.filter((one) => !one.startsWith('--'))
  const unknown = names.filter((one) => !Object.hasOwn(subjects, one))
  if (unknown.length > 0 || given.some((one) => one.startsWith('--') && !/^--(kills|seed)=/.test(one))) throw new Error(`用法：npm run soak -- [--kills=50] [--seed=20240805] [${Object.keys(subjects).join(' | ')}] …`)
  return { kills: number('kills', 50), seed: number('seed', 20_240_805), names: names.length > 0 ? names : Object.keys(subjects) }
}

try {
  const { kills, seed, names } = options(process.argv.slice(2))
  const told: Told[] = []
  for (const name of names) told.push(await wear(name, subjects[name] as Subject, kills, seed))
  process.stdout.write(`\nseed ${seed}\n${'subject'.padEnd(18)}${'killed'.padStart(8)}${'ended first'.padStart(13)}${'seconds'.padStart(9)}  result\n`)
  for (const one of told) process.stdout.write(`${one.name.padEnd(18)}${String(one.kills).padStart(8)}${String(one.untouched).padStart(13)}${one.seconds.toFixed(0).padStart(9)}  ${one.problems.length === 0 ? 'nothing lost, nothing doubled' : 'FAILED'}\n${one.problems.map((problem) => `    ${problem}\n`).join('')}`)
  const failed = told.filter(({ problems }) => problems.length > 0).length
  process.stdout.write(`\n${told.length - failed} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 ? 1 : 0
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
