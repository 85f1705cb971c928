import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'

/** A server could not be started because this machine lacks its program; not an error of the test. */
export type MissingTool = { readonly missing: string; readonly install: string }

export function isMissing(result: unknown): result is MissingTool {
  return typeof result === 'object' && result !== null && 'missing' in result
}

/** Path of the first of `names` that can be executed, looked for in `folders` and on the search path. */
export function findTool(names: readonly string[], folders: readonly string[] = []): string | undefined {
  for (const folder of [...folders, ...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin']) {
    for (const name of names) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not here: look on.
      }
    }
  }
  return undefined
}

/**
 * For use as `if (skipWithout(t, server)) return`: skips with the reason on a developer's machine, fails under CI=true,
 * where a test that did not run must not look like one that passed.
 */
export function skipWithout(t: Pick<TestContext, 'skip'>, result: unknown): result is MissingTool {
  if (!isMissing(result)) return false
  const reason = `${result.missing} is not installed (${result.install})`
  if (process.env['CI'] === 'true') throw new Error(`CI must run every test: ${reason}`)
  t.skip(reason)
  return true
}
