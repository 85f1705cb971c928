import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { programFolder } from '#platform/config/config.ts'

function run(program: string, parameters: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(programFolder, 'node_modules', program), ...parameters], { cwd: programFolder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr })
    })
  })
}

test('the types hold in the whole tree', async () => {
  const { code, output } = await run('ts7/bin/tsc', ['--noEmit', '-p', '.'])
  assert.equal(code, 0, output.slice(0, 6_000))
})

test('the linter has nothing to say', async () => {
  const { code, output } = await run('oxlint/bin/oxlint', ['--type-aware', '--quiet'])
  assert.equal(code, 0, output.slice(-6_000))
})
