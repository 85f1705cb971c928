import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { systemClock, type Clock } from '#platform/clock/clock.ts'
import { SESSION_COOKIE } from '#platform/http/http-server.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { migrationsOf } from '#subsystems/casework/database/prepare-database.ts'
import { openSubsystem } from '#subsystems/casework/open-subsystem.ts'
import { dropLogins } from '#subsystems/casework/testing/test-subsystem.ts'
import { lawEnforcement } from '#subsystems/law-enforcement/subsystem.ts'
import { createTestDatabase } from '../test-database.ts'

/** The law-enforcement system itself, listening on a free port over a database of the test file's own. */
export async function startLawEnforcement(clock: Clock = systemClock) {
  const { url, pool } = await createTestDatabase(migrationsOf(lawEnforcement))
  const home = await mkdtemp(path.join(tmpdir(), 'law-enforcement-'))
  const opened = await openSubsystem(lawEnforcement, { databaseUrl: url, home, clock, log: createLogger({ name: 'test', level: 'silent' }), scale: 1 })
  const address = await opened.app.listen({ port: 0, host: '127.0.0.1' })
  after(async () => {
    await opened.close()
    await rm(home, { recursive: true })
    await dropLogins(url)
  })
  const { probe, services } = opened.accounts
  const signedIn = await opened.app.inject({ method: 'POST', url: '/api/identity/sign-in', headers: { 'x-xinyun': '1' }, payload: { username: probe?.username, password: probe?.password } })
  return {
    url: address,
    port: Number(new URL(address).port),
    pool,
    /** Opens the maintenance of content. */
    token: services?.find(({ username }) => username === 'content.maintainer')?.token ?? '',
    /** Of somebody who may sign in and may not maintain anything. */
    otherToken: signedIn.cookies.find(({ name }) => name === SESSION_COOKIE)?.value ?? '',
    /** Settings of a connection to it. */
    content: { maintenance: '/api/content-maintenance', web: '/api/enforcement/content', app: '/api/app/content' },
  }
}
