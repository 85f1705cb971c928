import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testServerUrl } from '#tests/support/test-server.ts'
import { generators, staleFiles } from '../../scripts/generate.ts'

describe('generated files', () => {
  // Table types have their own test beside the catalogue's.
  for (const [name, generate] of Object.entries(generators).filter(([one]) => one !== 'tables')) {
    it(`are what the sources give: ${name}`, async () => {
      const wanted = await generate(await testServerUrl())
      assert.ok(wanted.size > 0)
      assert.deepEqual(await staleFiles(name, wanted), [])
    })
  }

  it('are called stale, with the command, when they differ or are missing', async () => {
    const wanted = new Map([['docs/errors.md', 'another text'], ['docs/not-there.md', '']])
    assert.deepEqual(await staleFiles('errors', wanted), ['docs/errors.md: npm run generate -- errors', 'docs/not-there.md: npm run generate -- errors'])
  })
})
