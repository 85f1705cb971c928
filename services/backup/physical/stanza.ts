import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readFile, rename } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { writePrivateFile } from '#platform/crypto/write-private-file.ts'
import { isReachableBy, ownerOf, type ServerUser } from '#platform/database/server-user.ts'
import { findTools, isAtLeast, type Tool } from '#platform/tools/find-tool.ts'
import { readTool } from '#platform/tools/run-tool.ts'
import { backupErrors } from '../archives/archive-row.ts'

/** 库组: one server, its repository and its settings, all below one folder of the primary storage. */
export type Stanza = {
  readonly name: string
  readonly folder: string
  readonly config: string
  readonly tool: Tool
  /** Whom pgBackRest runs as; undefined where that is whom we run as. */
  readonly user: ServerUser | undefined
}

/** Sets carry the run that made them as a note (`--annotation`) since this version. */
const OLDEST = '2.41'
/** `verify` of one set; before it, of everything that the repository holds. */
export const VERIFIES_ONE_SET = '2.55'
const INSTALL = 'Debian/Ubuntu：apt-get install pgbackrest；麒麟/openEuler：dnf install pgbackrest'

const placeOf = (home: string, sourceKey: string) => {
  const folder = path.join(home, 'backups', 'physical', sourceKey)
  return { name: sourceKey.replaceAll(/[^a-z0-9-]/g, '-'), folder, config: path.join(folder, 'pgbackrest.conf') }
}

/** Below the storage's folder, as the catalogue names it. */
export const setName = (sourceKey: string, label: string) => `physical/${sourceKey}/repo/backup/${placeOf('', sourceKey).name}/${label}`

async function pgbackrest(): Promise<Tool> {
  const found = await findTools('pgbackrest')
  const tool = found.find(({ version }) => isAtLeast(version, OLDEST, 2))
  if (tool) return tool
  throw backupErrors['no-pgbackrest']({ detail: `需要 ${OLDEST} 或更新的版本，${found[0] ? `本机只有 ${found[0].version}` : '本机没有'}。请安装（${INSTALL}），或用 XINYUN_TOOL_PATH 指明其所在目录；无须重启，下次作业即会找到` })
}

/** The stanza of a source that was backed up before: whoever owns its folder works in it. */
export async function openStanza(home: string, sourceKey: string): Promise<Stanza> {
  const tool = await pgbackrest()
  const place = placeOf(home, sourceKey)
  return { ...place, tool, user: workingAs(await ownerOf(place.folder)) }
}

/** Only the owner of a data folder can read it, and his server writes into the repository what it archives. */
function workingAs(owner: ServerUser): ServerUser | undefined {
  const uid = process.getuid?.()
  if (uid === owner.uid) return undefined
  if (uid === 0) return owner
  throw backupErrors['not-its-user']({ detail: `数据目录属于 ${owner.name}，本程序以另一普通用户运行，读不到它。请以 root 或 ${owner.name} 运行运维中心` })
}

export type ServerPlace = { readonly dataFolder: string; readonly port: number; readonly socketFolder: string; readonly database: string }

/** Writes the settings, with folders that belong to the server's user. The passphrase is made once and lies among the centre's keys, which are backed up. */
export async function prepareStanza(home: string, sourceKey: string, server: ServerPlace): Promise<Stanza> {
  const tool = await pgbackrest()
  const place = placeOf(home, sourceKey)
  const owner = await ownerOf(server.dataFolder).catch((error: unknown) => {
    throw backupErrors['not-its-user']({ detail: `看不到数据目录 ${server.dataFolder}（${error instanceof Error && 'code' in error ? String(error.code) : ''}）。服务器须与运维中心同在一台机器`, cause: error })
  })
  const user = workingAs(owner)
  await mkdir(place.folder, { recursive: true, mode: 0o700 })
  if (user) {
    // He must be able to walk to his folder; what lies beside it stays closed by modes of its own.
    for (const folder of [path.join(home, 'backups'), path.join(home, 'backups', 'physical')]) await chmod(folder, 0o711)
    await chown(place.folder, user.uid, user.gid)
    if (!(await isReachableBy(user, place.folder))) throw backupErrors['not-its-user']({ detail: `系统用户 ${user.name} 进不了 ${place.folder}（上级目录不许他人通过）。请对上级目录执行 chmod o+x，或用 XINYUN_HOME 换一个数据目录` })
  }
  const passphraseFile = path.join(home, 'keys', 'pgbackrest', sourceKey)
  await writePrivateFile(passphraseFile, randomBytes(32).toString('base64url'))
  const text = settingsText(place, server, (await readFile(passphraseFile, 'utf8')).trim())
  if ((await readFile(place.config, 'utf8').catch(() => '')) !== text) await writeOwned(place.config, text, user)
  return { ...place, tool, user }
}

/** Removal is the catalogue's business alone (`expire-auto=n`). WAL for any moment is kept for two full sets, older sets keep what they need themselves. */
function settingsText({ name, folder }: Pick<Stanza, 'name' | 'folder'>, server: ServerPlace, passphrase: string): string {
  return `# 由运维中心生成，每次备份前核对，请勿手改。
[global]
repo1-path=${path.join(folder, 'repo')}
repo1-bundle=y
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=${passphrase}
repo1-retention-full=9999999
repo1-retention-archive=2
expire-auto=n
compress-type=zst
compress-level=3
process-max=${Math.min(4, availableParallelism())}
start-fast=y
resume=n
lock-path=${path.join(folder, 'lock')}
log-path=${path.join(folder, 'log')}
spool-path=${path.join(folder, 'spool')}
log-level-file=off

[${name}]
pg1-path=${server.dataFolder}
pg1-port=${server.port}
pg1-socket-path=${server.socketFolder}
pg1-database=${server.database}
`
}

/** Whole or not at all; written through its handle, because the folder is in the hands of another user. */
async function writeOwned(file: string, text: string, user: ServerUser | undefined): Promise<void> {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    if (user) await handle.chown(user.uid, user.gid)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
}

/** What the administrator of the server has to write into its settings; we never do. */
export function archiveLines({ tool, config, name }: Pick<Stanza, 'tool' | 'config' | 'name'>): string[] {
  const quoted = (text: string) => (/^[\w./:=-]+$/.test(text) ? text : `"${text}"`)
  return ['wal_level = replica', 'archive_mode = on', `archive_command = '${quoted(tool.path)} ${quoted(`--config=${config}`)} --stanza=${name} archive-push %p'`]
}

/** Runs a command of pgBackRest to its end and gives what it said; throws with its own words when it failed. */
export async function runPgbackrest(stanza: Stanza, command: string, parameters: readonly string[] = [], signal?: AbortSignal): Promise<string> {
  const said: Buffer[] = []
  const fail = (text: string) => new Error(`${text}${/DbConnectError/.test(text) ? `。pgBackRest 以系统用户 ${stanza.user?.name ?? '（本程序的）'} 经本地套接字登录：请建与它同名的超级用户角色，并在 pg_hba.conf 中允许它以 peer 登录` : ''}`)
  for await (const chunk of readTool({ tool: stanza.tool, parameters: [command, `--config=${stanza.config}`, `--stanza=${stanza.name}`, ...parameters], environment: {}, fail, signal, user: stanza.user })) said.push(chunk)
  return Buffer.concat(said).toString('utf8')
}
