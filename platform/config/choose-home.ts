import { createHash } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { findServerUser, isReachableBy } from '#platform/database/server-user.ts'
import { ConfigError, programFolder, type Config } from './config.ts'

/**
 * Settles the data folder. The embedded server's own user must be able to walk to it: a checkout under root's home
 * (mode 0700) is out of his reach, so the default moves to /var/lib; a folder that was asked for by name is refused
 * with the cure instead of being replaced silently.
 */
export async function chooseHome(config: Config, usesEmbeddedServer: boolean): Promise<{ home: string; note?: string }> {
  const user = usesEmbeddedServer ? await findServerUser() : undefined
  if (!user || (await isReachableBy(user, config.home))) return { home: await prepare(config.home) }
  if (config.isHomeChosen) {
    throw new ConfigError([`XINYUN_HOME：数据库用户 ${user.name} 进不了 ${config.home}（上级目录不许他人通过）。请改用他能到达的目录，如 /var/lib/xinyun，或以普通用户启动`])
  }
  const mark = createHash('sha256').update(programFolder).digest('hex').slice(0, 8)
  const home = path.join('/var/lib', `xinyun-${mark}`)
  return { home: await prepare(home), note: `数据库用户 ${user.name} 进不了 ${config.home}，数据目录改用 ${home}` }
}

async function prepare(home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o711 })
  await chmod(home, 0o711)
  return home
}
