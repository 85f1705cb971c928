import { userInfo } from 'node:os'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findTool, isMissing, type MissingTool } from './missing-tool.ts'
import { startPostgres, type PostgresServer } from './postgres.ts'
import { own, serverFolder, serverUser } from './server-process.ts'

export type ArchivingPostgres = PostgresServer & { readonly dataFolder: string; readonly version: string; /** For programs that must run as the server's user. */ readonly as: typeof serverUser }

/**
 * A private PostgreSQL whose WAL goes to pgBackRest by the settings of a stanza that are yet to be written; its system user signs in
 * through its socket as a superuser, as a distribution sets it up.
 */
export async function startArchivingPostgres(config: string, stanza: string): Promise<ArchivingPostgres | MissingTool> {
  const tool = findTool(['pgbackrest'])
  if (tool === undefined) return { missing: 'pgbackrest', install: 'apt-get install pgbackrest' }
  const { folder, remove } = await serverFolder('archiving', undefined)
  const server = await startPostgres({ dir: folder, options: { unix_socket_directories: folder, archive_mode: 'on', archive_timeout: '0', max_wal_size: '64MB', min_wal_size: '32MB' } })
  if (isMissing(server)) {
    await remove()
    return server
  }
  const dataFolder = path.join(folder, 'postgres', 'data')
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const role = pg.escapeIdentifier(serverUser.uid === undefined ? userInfo().username : 'nobody')
  if (role !== '"postgres"') await client.query(`create role ${role} superuser login`)
  const hba = path.join(dataFolder, 'pg_hba.conf')
  await writeFile(hba, `local all all peer\n${await readFile(hba, 'utf8')}`)
  await own(hba)
  await writeFile(path.join(dataFolder, 'postgresql.conf'), `${await readFile(path.join(dataFolder, 'postgresql.conf'), 'utf8')}\narchive_command = '${tool} --config=${config} --stanza=${stanza} archive-push %p'\n`)
  await client.query('select pg_reload_conf()')
  while ((await client.query<{ command: string }>("select current_setting('archive_command') as command")).rows[0]?.command.includes(config) !== true) await sleep(20)
  const { rows } = await client.query<{ version: string }>("select split_part(current_setting('server_version'), ' ', 1) as version")
  await client.end()
  return {
    ...server, dataFolder, version: rows[0]?.version ?? '', as: serverUser,
    async stop() {
      await server.stop()
      await remove()
    },
  }
}
