import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'

/** Whom a password is for. */
export type PasswordPlace = { readonly kind: 'postgres' | 'mysql'; readonly host: string; readonly port: number; readonly database: string; readonly username: string }

/** The password that the user's own password file (`~/.pgpass`, `~/.my.cnf`) has for a database; undefined without one. */
export async function readPasswordFile(place: PasswordPlace, home = homedir()): Promise<string | undefined> {
  const text = await readFile(path.join(home, place.kind === 'postgres' ? '.pgpass' : '.my.cnf'), 'utf8').catch(() => '')
  return place.kind === 'postgres' ? passwordInPgpass(text, place) : passwordInMyCnf(text)
}

/** The first line `host:port:database:user:password` that fits; `*` fits everything, `\` escapes. */
export function passwordInPgpass(text: string, { host, port, database, username }: PasswordPlace): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue
    const fields = line.match(/(?:\\.|[^:\\])+|(?<=:|^)(?=:|$)/g)?.map((field) => field.replaceAll(/\\(.)/g, '$1'))
    if (fields?.length !== 5) continue
    if ([host, String(port), database, username].every((wanted, at) => fields[at] === '*' || fields[at] === wanted)) return fields[4]
  }
  return undefined
}

function passwordInMyCnf(text: string): string | undefined {
  const section = /^\[client\][^[]*/m.exec(text)?.[0] ?? ''
  return /^\s*password\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/m.exec(section)?.slice(1).find((one) => one !== undefined)
}
