import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { z } from 'zod'

const names = z.record(z.string(), z.string()).default({})
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().default(''),
      license: z.string().default(''),
      dev: z.boolean().default(false),
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
    }),
  ),
})
export type LockPackages = z.output<typeof lockFile>['packages']

/** The lock file's packages, keyed by folder (`node_modules/a/node_modules/b`). */
export async function packagesInLock(root: string): Promise<LockPackages> {
  return lockFile.parse(JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'))).packages
}

/**
 * Imports at the start of a line (the last line of a long one begins with a brace), dynamic ones and resolutions of a fixed
 * name; `from '…'` elsewhere is SQL. Type-only imports of one line are erased and need nothing.
 */
const IMPORT = /^import\s+'([^']+)'|^(?:(?:import|export)(?!\s+type\b)[^'\n]*|\}\s*)\bfrom\s+'([^']+)'|\b(?:import|require\.resolve|import\.meta\.resolve)\('([^']+)'\)/gm

/**
 * Folders of the packages that the staged sources import, with everything that these need in turn. Development packages
 * and those that only the page build uses are not among them. Throws when a source imports what is not staged, so that a
 * bundle can not leave half a program out.
 */
export async function neededPackages(stage: string, lock: LockPackages, unimported: readonly string[]): Promise<string[]> {
  const problems: string[] = []
  const roots = new Set(unimported)
  for await (const file of glob('**/*.ts', { cwd: stage })) {
    const text = await readFile(path.join(stage, file), 'utf8')
    for (const [, bare, from, called] of text.matchAll(IMPORT)) {
      const target = bare ?? from ?? called ?? ''
      if (target.startsWith('node:') || builtinModules.includes(target)) continue
      const inside = target.startsWith('#') ? target.slice(1) : target.startsWith('.') ? path.join(path.dirname(file), target) : undefined
      if (inside === undefined) roots.add(target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/'))
      else if (!existsSync(path.join(stage, inside))) problems.push(`${file} 引用的 ${target} 不在安装包内`)
    }
  }
  const found = new Set<string>()
  const take = (name: string, from: string, isRequired: boolean) => {
    for (let owner = from; ; owner = owner.slice(0, Math.max(0, owner.lastIndexOf('node_modules/') - 1))) {
      const folder = `${owner === '' ? '' : `${owner}/`}node_modules/${name}`
      const entry = lock[folder]
      if (entry && existsSync(path.join(import.meta.dirname, '..', '..', folder))) {
        if (found.has(folder)) return
        found.add(folder)
        for (const needed of Object.keys(entry.dependencies)) take(needed, folder, true)
        for (const needed of [...Object.keys(entry.optionalDependencies), ...Object.keys(entry.peerDependencies)]) take(needed, folder, false)
        return
      }
      if (owner === '') break
    }
    if (isRequired) problems.push(`缺少软件包 ${name}（${from === '' ? '程序' : from} 需要）：请先执行 npm ci`)
  }
  for (const name of roots) take(name, '', true)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return [...found].toSorted()
}
