import { randomUUID } from 'node:crypto'

import type { ReadOnlyProof } from '../connector.ts'

export type Call = (command: string, ...args: string[]) => Promise<unknown>

/** Commands whose permission makes an account a writing or governing one, in a form that could be run. */
const writingCommands: ReadonlyArray<readonly string[]> = [
  ['SET', 'xinyun:probe', 'x'],
  ['DEL', 'xinyun:probe'],
  ['EXPIRE', 'xinyun:probe', '1'],
  ['HSET', 'xinyun:probe', 'x', 'x'],
  ['FLUSHALL'],
  ['CONFIG', 'SET', 'maxmemory', '0'],
  ['ACL', 'SETUSER', 'xinyun-probe'],
  ['EVAL', 'return 1', '0'],
  ['SHUTDOWN'],
]

/**
 * By preference the server judges itself (ACL DRYRUN, Redis 7: nothing is run). An account that may not ask that, or an
 * older server, is tried with a DEL of a key that cannot exist: it changes nothing even where it is permitted.
 */
export async function proveRedisReadOnly(call: Call): Promise<ReadOnlyProof> {
  const account = await call('ACL', 'WHOAMI').then(String, () => undefined)
  const lines = [account === undefined ? '服务器不告知账户名（早于 Redis 6，或无权查询）' : `账户 ${account}`]
  if (account !== undefined) {
    try {
      const permitted: string[] = []
      for (const command of writingCommands) {
        if ((await call('ACL', 'DRYRUN', account, ...command)) === 'OK') permitted.push(command.slice(0, command[0] === 'CONFIG' || command[0] === 'ACL' ? 2 : 1).join(' '))
      }
      lines.push(permitted.length === 0 ? '服务器逐条判定（ACL DRYRUN）：写入、清空、改参数、改账户、脚本、停机命令均被拒绝' : `服务器逐条判定（ACL DRYRUN）：允许执行 ${permitted.join('、')}`)
      return { isReadOnly: permitted.length === 0, lines }
    } catch {
      lines.push('账户无权使用 ACL DRYRUN，或服务器早于 Redis 7，改用无害的试写')
    }
  }
  const key = `xinyun:probe:${randomUUID()}`
  try {
    await call('DEL', key)
    lines.push('试删一个不存在的键：被允许，账户可写')
    return { isReadOnly: false, lines }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    if (!/^(NOPERM|READONLY)/.test(text)) throw error
    lines.push(text.startsWith('NOPERM') ? '试删一个不存在的键：被账户权限拒绝' : '试删一个不存在的键：被只读从库拒绝（账户本身的权限未能查明）')
    return { isReadOnly: text.startsWith('NOPERM'), lines }
  }
}
