import { ConnectorError, type ReadOnlyProof } from '../connector.ts'

export type RowsOf = (sql: string) => Promise<ReadonlyArray<readonly unknown[]>>

/** Everything that only reads. Whatever is not in this list counts as writing: new versions invent new privileges. */
export const readPrivileges = new Set(['USAGE', 'SELECT', 'SHOW DATABASES', 'SHOW VIEW', 'SHOW CREATE ROUTINE', 'PROCESS', 'REPLICATION CLIENT', 'BINLOG MONITOR', 'SLAVE MONITOR', 'REPLICA MONITOR'])

/** Reads the account's own grants, and those of the roles that it may take. */
export async function proveMysqlReadOnly(rowsOf: RowsOf): Promise<ReadOnlyProof> {
  const [account] = await rowsOf('select current_user()')
  const lines = [`账户 ${String(account?.[0])}`]
  let isReadOnly = true
  const waiting: string[] = ['current_user()']
  const seen = new Set(waiting)
  for (let grantee = waiting.shift(); grantee !== undefined; grantee = waiting.shift()) {
    const grants = await rowsOf(`show grants for ${grantee}`).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.failure === 'forbidden') return undefined
      throw error
    })
    if (grants === undefined) {
      // What cannot be looked up is not proven.
      isReadOnly = false
      lines.push(`角色 ${grantee} 的授权无权查看，不能证明只读`)
      continue
    }
    for (const [grant] of grants) {
      const { privileges, object, role } = readGrant(String(grant))
      for (const each of role) {
        lines.push(`授予角色 ${each}`)
        if (!seen.has(each)) waiting.push(each)
        seen.add(each)
      }
      if (privileges.length === 0) continue
      const writing = privileges.filter((privilege) => !readPrivileges.has(privilege))
      if (writing.length > 0) isReadOnly = false
      lines.push(writing.length === 0 ? `${object}：只有 ${privileges.join('、')}` : `${object}：具有可写或管理权限 ${writing.join('、')}`)
    }
  }
  lines.push(isReadOnly ? '全部授权均为只读权限' : '存在只读以外或无法查看的授权，请收回')
  return { isReadOnly, lines }
}

type Grant = { readonly privileges: readonly string[]; readonly object: string; readonly role: readonly string[] }

/** One line of SHOW GRANTS: privileges with an object, or roles. Anything else is taken for a privilege that writes. */
export function readGrant(line: string): Grant {
  // The identified-by part of MariaDB carries the password's hash: never quoted in a report.
  const text = line.replace(/\s+IDENTIFIED\b.*$/i, '')
  if (/^SET DEFAULT ROLE\b/i.test(text)) return { privileges: [], object: '', role: [] }
  const onObject = /^GRANT (.+?) ON (?:TABLE |FUNCTION |PROCEDURE |PACKAGE |PACKAGE BODY )?(.+?) TO .+?( WITH GRANT OPTION)?$/i.exec(text)
  if (onObject !== null) {
    const privileges = (onObject[1] ?? '').replaceAll(/\s*\([^)]*\)/g, '').split(/,\s*/).map((privilege) => privilege.trim().toUpperCase())
    return { privileges: onObject[3] === undefined ? privileges : [...privileges, 'GRANT OPTION'], object: onObject[2] ?? '', role: [] }
  }
  const ofRole = /^GRANT (.+?) TO /i.exec(text)
  if (ofRole !== null) return { privileges: [], object: '', role: (ofRole[1] ?? '').split(/,\s*/) }
  return { privileges: [text.split(' ').slice(0, 3).join(' ').toUpperCase()], object: '无法识别的授权', role: [] }
}
