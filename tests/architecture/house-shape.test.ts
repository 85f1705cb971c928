import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { programFolder } from '#platform/config/config.ts'
import { services } from '#services/index.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: programFolder, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(programFolder, file)))
const sources = tracked.filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file) && /^(shared|platform|connectors|spine|services|subsystems|centre|web|cli|tests|bench|scripts)\//.test(file))
const isGenerated = (file: string) => /(^|\/)database\/tables\.ts$/.test(file)
const read = (file: string) => readFileSync(path.join(programFolder, file), 'utf8')

/** Names that say nothing: whatever is put there has a better one. */
const EMPTY_NAMES = /(^|[/-])(utils?|helpers?|common|misc|managers?|handlers?|base|core|lib|v2)([-./]|$)/

describe('the house', () => {
  it('keeps every source file below 500 lines', () => {
    const long = sources.filter((file) => !isGenerated(file)).map((file) => ({ file, lines: read(file).split('\n').length })).filter(({ lines }) => lines > 500)
    assert.deepEqual(long, [], 'split the file by concern')
  })

  it('keeps every folder below 26 files', () => {
    const counts = Map.groupBy(sources, (file) => path.dirname(file))
    const full = [...counts].map(([folder, files]) => ({ folder, files: files.length })).filter(({ files }) => files > 25)
    assert.deepEqual(full, [], 'split the folder by noun')
  })

  it('names files and folders in kebab-case and by what they are', () => {
    const odd = sources.filter((file) => !file.split('/').every((part) => /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part)))
    assert.deepEqual(odd, [], 'kebab-case only')
    assert.deepEqual(sources.filter((file) => EMPTY_NAMES.test(file.replace(/\.[a-z.]+$/, ''))), [], 'the name says nothing')
  })

  it('uses only TypeScript that can be erased, and names every export', () => {
    const enums = sources.filter((file) => /\.(ts|tsx)$/.test(file) && /^\s*(export\s+)?(const\s+)?enum\s/m.test(read(file)))
    assert.deepEqual(enums, [], 'use closedSet instead of enum')
    const defaults = sources.filter((file) => /^export default /m.test(read(file)) && !/(vite|vitest)\.config\.ts$/.test(file))
    assert.deepEqual(defaults, [], 'export by name')
  })

  it('lets only platform/config read the environment and only platform/clock read the wall clock', () => {
    const production = sources.filter((file) => /^(shared|platform|connectors|spine|services|subsystems|centre|cli)\//.test(file) && !/\.test\.tsx?$|\/testing\/|\.fixture\.ts$|(^|\/)web\//.test(file))
    assert.deepEqual(production.filter((file) => /process\.env\b/.test(read(file)) && !file.startsWith('platform/config/')), [], 'take it from readConfig')
    assert.deepEqual(production.filter((file) => /\bDate\.now\(|new Date\(\)/.test(read(file)) && !file.startsWith('platform/clock/')), [], 'take the clock as a parameter')
  })

  it('gives every spine noun and service the same files', () => {
    const problems: string[] = []
    for (const service of services) {
      const folder = `services/${service.name}`
      for (const file of ['README.md', 'service.ts', 'obligations.ts', 'work-orders.ts', 'evidence.ts', 'assessments.ts', 'reports.ts', 'routes.ts', 'jobs.ts']) {
        if (!existsSync(path.join(programFolder, folder, file))) problems.push(`${folder}/${file} is missing`)
      }
      // A service whose pages are the spine's has no endpoints of its own.
      if (service.routes.length > 0 && !existsSync(path.join(programFolder, folder, 'api.ts'))) problems.push(`${folder}/api.ts is missing`)
    }
    for (const connector of ['http-endpoint', 'tls-certificate', 'postgres', 'mysql', 'redis', 'rabbitmq', 'nginx', 'linux-host']) {
      for (const file of [`${connector}.ts`, 'settings.ts', 'questions.ts', `open-${connector}.ts`, `${connector}.conformance.test.ts`]) {
        if (!existsSync(path.join(programFolder, 'connectors', connector, file))) problems.push(`connectors/${connector}/${file} is missing`)
      }
    }
    assert.deepEqual(problems, [])
  })

  it('has a test beside every store and no test without an assertion', () => {
    const tests = sources.filter((file) => /\.test\.tsx?$/.test(file))
    assert.ok(tests.length > 50)
    assert.deepEqual(tests.filter((file) => !/assert|expect\(|conformance|Conformance/.test(read(file))), [], 'a test that can not fail')
  })

  it('speaks of the project alone', () => {
    const texts = tracked.filter((file) => /\.(ts|tsx|md|yaml|yml|json|sql|sh|css|html|typ)$/.test(file) && file !== 'package-lock.json' && !file.startsWith('tests/architecture/'))
    const foreign = texts.filter((file) => /\/work\/(main|shared)|\/tmp\/house|registry\.npmjs|\.npmrc/.test(read(file)))
    assert.deepEqual(foreign, [], 'a path or host of one machine')
  })
})
