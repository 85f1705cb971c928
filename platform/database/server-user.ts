import { execFile } from 'node:child_process'
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** PostgreSQL refuses to run as root; these users are tried in order, the second is made when the first is not there. */
const PREFERRED = ['postgres', 'xinyun'] as const

/** The user under whom the server runs when the program runs as root; undefined for an ordinary user (the server runs as he). */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const accounts = await readAccounts()
  for (const name of PREFERRED) {
    const account = accounts.get(name)
    if (account) return account
  }
  await execute('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'xinyun']).catch(() => undefined)
  const made = (await readAccounts()).get('xinyun') ?? accounts.get('nobody')
  if (!made) throw new Error('以 root 运行时需要一个普通用户来运行内置数据库，但没有找到也无法建立。请建立用户 xinyun，或改用普通用户启动')
  return made
}

/** Whose a file or folder is. */
export async function ownerOf(file: string): Promise<ServerUser> {
  const { uid, gid } = await stat(file)
  const name = [...(await readAccounts()).values()].find((account) => account.uid === uid)?.name ?? String(uid)
  return { name, uid, gid }
}

async function readAccounts(): Promise<Map<string, ServerUser>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const accounts = new Map<string, ServerUser>()
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) })
  }
  return accounts
}

/** Whether every folder on the way lets the user through, so that he can reach the path (which may not exist yet). */
export async function isReachableBy(user: ServerUser, target: string): Promise<boolean> {
  let existing = path.resolve(target)
  while (!(await stat(existing).catch(() => undefined))) existing = path.dirname(existing)
  let step = await realpath(existing)
  for (;;) {
    const { mode, uid, gid } = await stat(step)
    const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode
    if ((bits & 0o1) === 0) return false
    const parent = path.dirname(step)
    if (parent === step) return true
    step = parent
  }
}
