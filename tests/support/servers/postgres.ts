import { findTool, type MissingTool } from './missing-tool.ts'
import { accepts, freePort, runTool, serverFolder, startProcess } from './server-process.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import pg from 'pg'

export type PostgresServer = {
  readonly host: string
  readonly port: number
  /** A superuser. */
  readonly username: string
  readonly password: string
  readonly database: string
  readonly url: string
  stop(): Promise<void>
}

/** A private PostgreSQL on a free port with password sign-in over TCP; without fsync, so for tests only. */
export async function startPostgres({ dir, options = {} }: { dir?: string; options?: Readonly<Record<string, string>> } = {}): Promise<PostgresServer | MissingTool> {
  const folders = ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}/bin`)
  const initdb = findTool(['initdb'], folders)
  const postgres = findTool(['postgres'], folders)
  if (initdb === undefined || postgres === undefined) return { missing: 'PostgreSQL server', install: 'apt-get install postgresql' }

  const { folder, remove } = await serverFolder('postgres', dir)
  const [data, passwordFile, password, username] = [join(folder, 'data'), join(folder, 'password'), 'Pg-test-Pass-7319', 'postgres']
  await writeFile(passwordFile, password, { mode: 0o644 })
  await runTool(initdb, ['-D', data, '-U', username, '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], { cwd: folder })
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', fsync: 'off', ...options }
  const url = `postgres://${username}:${password}@127.0.0.1:${port}/postgres`
  const server = await startProcess(postgres, ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    cwd: folder,
    // SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
    stopSignal: 'SIGINT',
    isReady: async () => (await accepts(port)) && (await answers(url)),
  })
  return {
    host: '127.0.0.1',
    port,
    username,
    password,
    database: 'postgres',
    url,
    async stop() {
      await server.stop()
      await remove()
    },
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  await client.end()
  return true
}
