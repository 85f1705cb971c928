import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { programFolder } from '#platform/config/config.ts'
import law, { rules } from '../../.dependency-cruiser.mjs'

const folders = ['shared', 'platform', 'connectors', 'spine', 'services', 'subsystems', 'centre', 'web', 'cli', 'tests', 'bench', 'scripts']

/** A file that breaks the rule, and what it imports. Paths are made where they do not exist. */
const planted: Readonly<Record<string, { file: string; imports: string }>> = {
  'shared-is-pure': { file: 'shared/planted.ts', imports: '#platform/clock/clock.ts' },
  'platform-knows-no-domain': { file: 'platform/clock/planted.ts', imports: '#spine/planted-target.ts' },
  'connectors-stand-alone': { file: 'connectors/redis/planted.ts', imports: '../nginx/planted-target.ts' },
  'connectors-know-no-domain': { file: 'connectors/redis/planted-domain.ts', imports: '#spine/planted-target.ts' },
  'spine-knows-no-service': { file: 'spine/evidence/planted.ts', imports: '#services/inspection/planted-target.ts' },
  'services-know-no-sibling': { file: 'services/backup/planted.ts', imports: '../inspection/planted-target.ts' },
  'services-meet-the-spine-at-its-face': { file: 'services/backup/planted-face.ts', imports: '#spine/evidence/planted-target.ts' },
  'services-know-no-field': { file: 'services/backup/planted-field.ts', imports: '#subsystems/casework/planted-target.ts' },
  'subsystems-are-the-field': { file: 'subsystems/law-enforcement/planted.ts', imports: '../market-supervision/planted-target.ts' },
  'nobody-imports-the-field': { file: 'centre/planted.ts', imports: '#subsystems/casework/planted-target.ts' },
  'nobody-imports-the-centre': { file: 'spine/evidence/planted-centre.ts', imports: '#centre/planted-target.ts' },
  'pages-never-touch-a-store': { file: 'spine/evidence/web/planted.tsx', imports: '#spine/evidence/planted-target.store.ts' },
  'kit-knows-no-page': { file: 'web/kit/planted.ts', imports: '#web/planted-target.ts' },
  'cli-is-a-client': { file: 'cli/planted.ts', imports: '#spine/evidence/planted-target.store.ts' },
  'nobody-imports-tests': { file: 'platform/clock/planted-tests.ts', imports: '#tests/planted-target.ts' },
  'production-knows-no-test': { file: 'platform/clock/planted-testing.ts', imports: '#connectors/testing/planted-target.ts' },
  'postgres-driver-has-two-owners': { file: 'spine/evidence/planted-pg.ts', imports: 'pg' },
  'job-engine-has-one-owner': { file: 'spine/evidence/planted-boss.ts', imports: 'pg-boss' },
  'react-lives-in-web': { file: 'spine/evidence/planted-react.ts', imports: 'react' },
  'no-cycle': { file: 'shared/planted-cycle.ts', imports: './planted-cycle-back.ts' },
}

async function violations(baseDir: string, what: string[]): Promise<{ modules: number; found: Array<{ rule: string; from: string; to: string }> }> {
  const { output } = await cruise(what, { ...(law.options), baseDir, validate: true, ruleSet: { forbidden: law.forbidden } })
  const result = output as ICruiseResult
  return { modules: result.summary.totalCruised, found: result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })) }
}

describe('the import law', () => {
  it('holds in the whole tree', async () => {
    const { modules, found } = await violations(programFolder, folders)
    // The cruiser sees nothing, and finds nothing wrong, when it can not read TypeScript.
    assert.ok(modules > 300, `only ${modules} modules were seen`)
    assert.deepEqual(found.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`), [])
  })

  it('fails on a planted violation of every rule', async () => {
    assert.deepEqual(Object.keys(planted).toSorted(), rules.map((rule) => rule.name).toSorted(), 'every rule needs a planted violation')
    const folder = await mkdtemp(path.join(tmpdir(), 'import-law-'))
    after(() => rm(folder, { recursive: true, force: true }))
    for (const file of ['package.json', 'tsconfig.json']) await cp(path.join(programFolder, file), path.join(folder, file))
    await symlink(path.join(programFolder, 'node_modules'), path.join(folder, 'node_modules'))
    const write = async (file: string, text: string) => {
      await mkdir(path.join(folder, path.dirname(file)), { recursive: true })
      await writeFile(path.join(folder, file), text)
    }
    for (const { file, imports } of Object.values(planted)) {
      await write(file, `import * as target from '${imports}'\nexport const planted = target\n`)
      if (imports.startsWith('#')) await write(imports.slice(1), 'export const target = 1\n')
      else if (imports.startsWith('.') && !imports.includes('cycle')) await write(path.join(path.dirname(file), imports), 'export const target = 1\n')
    }
    await write('shared/planted-cycle-back.ts', "import * as target from './planted-cycle.ts'\nexport const back = target\n")
    const { found } = await violations(folder, folders.filter((name) => !['bench', 'scripts'].includes(name)))
    for (const [rule, { file }] of Object.entries(planted)) {
      assert.ok(found.some((one) => one.rule === rule && (one.from === file || one.to === file)), `${rule} did not object to ${file}`)
    }
  })
})
