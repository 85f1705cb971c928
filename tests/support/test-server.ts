import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'

let started: Promise<string> | undefined

/**
 * One PostgreSQL for the run: the test command starts it and passes its address; a file run alone starts its own.
 * Durability is off, because what is tested here is logic; fault tests start durable servers of their own.
 */
export function testServerUrl(): Promise<string> {
  const given = process.env['XINYUN_TEST_DATABASE_URL']
  if (given) return Promise.resolve(given)
  started ??= startOwn()
  return started
}

async function startOwn(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-test-'))
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
  // Not an after-hook: those of the test file still need the server to drop their databases.
  process.once('beforeExit', () => {
    void server.stop().then(() => rm(folder, { recursive: true, force: true }))
  })
  return server.url
}
