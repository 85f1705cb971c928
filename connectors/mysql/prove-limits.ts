import type { MappedTable } from '../account-mapping.ts'
import type { LimitsProof } from '../connector.ts'
import { readPrivileges, type RowsOf } from './prove-read-only.ts'

/** Reads the login's own grants: whatever is neither reading nor exactly the mapped columns of the mapped tables is told. Roles are not followed: a login for this has none. */
export async function proveMysqlLimits(rowsOf: RowsOf, allowed: readonly MappedTable[]): Promise<LimitsProof> {
  const [[account, database] = []] = await rowsOf('select current_user(), database()')
  const lines = [`账户 ${String(account)}`]
  let isLimited = true
  for (const [grant] of await rowsOf('show grants for current_user()')) {
    const { object, privileges } = readColumnGrant(String(grant), String(database ?? ''))
    const surplus = privileges.filter((privilege) => !isAllowed(allowed, object, privilege))
    if (surplus.length > 0) isLimited = false
    lines.push(`${object}：${surplus.length === 0 ? `只有 ${privileges.map(shown).join('、')}` : `超出账号维护所需 ${surplus.map(shown).join('、')}`}`)
  }
  lines.push(isLimited ? '全部授权都在账号映射的表和列之内' : '存在账号映射之外的授权，请收回')
  return { isLimited, lines }
}

type Privilege = { readonly name: string; /** Null for the whole table. */ readonly columns: readonly string[] | null }

/** One line of SHOW GRANTS with its column lists; anything that does not read as a grant on a table is a privilege of its own. */
export function readColumnGrant(line: string, database: string): { readonly object: string; readonly privileges: readonly Privilege[] } {
  const text = line.replace(/\s+IDENTIFIED\b.*$/i, '')
  const parts = /^GRANT (.+?) ON (?:TABLE )?(\S+?) TO .+?( WITH GRANT OPTION)?$/i.exec(text)
  if (parts === null) return { object: '授权', privileges: [{ name: text.split(' ').slice(0, 3).join(' ').toUpperCase(), columns: null }] }
  const privileges: Privilege[] = [...(parts[1] ?? '').matchAll(/([A-Z ]+?)\s*(?:\(([^)]*)\))?(?:,\s*|$)/gi)].filter(([whole]) => whole !== '').map(([, name = '', columns]) => ({ name: name.trim().toUpperCase(), columns: columns === undefined ? null : columns.split(',').map(unquoted) }))
  if (parts[3] !== undefined) privileges.push({ name: 'GRANT OPTION', columns: null })
  const object = (parts[2] ?? '').split('.').map(unquoted).join('.')
  return { object: object.startsWith(`${database}.`) && database !== '' ? object.slice(database.length + 1) : object, privileges }
}

function unquoted(name: string): string {
  return name.trim().replaceAll('`', '')
}

function shown({ name, columns }: Privilege): string {
  return columns === null ? name : `${name}(${columns.join(', ')})`
}

function isAllowed(allowed: readonly MappedTable[], object: string, { name, columns }: Privilege): boolean {
  if (readPrivileges.has(name)) return true
  const table = allowed.find((one) => one.table === object)
  if (table === undefined) return false
  if (name === 'DELETE') return table.isDeletedFrom
  const mapped = name === 'INSERT' ? table.insert : name === 'UPDATE' ? table.update : []
  return columns !== null && columns.every((column) => mapped.includes(column))
}
