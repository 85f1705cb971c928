import { join } from 'node:path'

import { createConnection } from 'mysql2/promise'

import { findTool, type MissingTool } from './missing-tool.ts'
import { freePort, runTool, serverFolder, startProcess } from './server-process.ts'

export type MariadbServer = {
  readonly host: string
  readonly port: number
  /** May do everything. */
  readonly username: string
  readonly password: string
  readonly database: string
  readonly url: string
  stop(): Promise<void>
}

/** A private MariaDB on a free port with one all-powerful password account. */
export async function startMariadb({ dir, options = [] }: { dir?: string; options?: readonly string[] } = {}): Promise<MariadbServer | MissingTool> {
  const install = findTool(['mariadb-install-db', 'mysql_install_db'])
  const daemon = findTool(['mariadbd', 'mysqld'])
  if (install === undefined || daemon === undefined) return { missing: 'MariaDB server', install: 'apt-get install mariadb-server' }

  const { folder, remove } = await serverFolder('mariadb', dir)
  const data = join(folder, 'data')
  // Started as root it would look for a user to become; `nobody` has no name everywhere, so the process starts as that user.
  await runTool(install, ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', `--datadir=${data}`], { cwd: folder, env: { HOME: folder, TMPDIR: folder } })
  const port = await freePort()
  const [username, password, database] = ['admin', 'My-test-Pass-5528', 'test']
  const server = await startProcess(
    daemon,
    ['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`, `--tmpdir=${folder}`, '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=32M', '--performance-schema=OFF', '--skip-name-resolve', ...options],
    {
      cwd: folder,
      env: { HOME: folder },
      isReady: () =>
        statements(
          { socketPath: join(folder, 'socket'), user: 'root' },
          [`create database if not exists ${database}`, `create user if not exists '${username}'@'%' identified by '${password}'`, `grant all privileges on *.* to '${username}'@'%' with grant option`],
        ),
    },
  )
  return {
    host: '127.0.0.1',
    port,
    username,
    password,
    database,
    url: `mysql://${username}:${password}@127.0.0.1:${port}/${database}`,
    async stop() {
      await server.stop()
      await remove()
    },
  }
}

async function statements(connection: { socketPath: string; user: string }, list: readonly string[]): Promise<boolean> {
  const client = await createConnection(connection)
  try {
    for (const statement of list) await client.query(statement)
    return true
  } finally {
    await client.end()
  }
}
