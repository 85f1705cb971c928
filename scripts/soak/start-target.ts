import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'

export type SoakTarget = { readonly port: number; readonly database: string; readonly username: string; readonly password: string; run(statement: string): Promise<void>; cell(statement: string): Promise<unknown>; stop(): Promise<void> }

/** A private server on a free port, and its administrator's session. */
export async function startTarget(kind: 'postgres' | 'mysql'): Promise<SoakTarget> {
  const server = await (kind === 'postgres' ? startPostgres() : startMariadb())
  if ('missing' in server) throw new Error(`缺少 ${server.missing}（${server.install}）`)
  const { port, database, username, password } = server
  const place = { host: '127.0.0.1', port, database, user: username, password }
  if (kind === 'postgres') {
    const client = new pg.Client(place)
    await client.connect()
    const ask = (text: string) => client.query({ text, rowMode: 'array' }) as unknown as Promise<{ rows: unknown[][] }>
    return { port, database, username, password, run: async (text) => void (await client.query(text)), cell: async (text) => (await ask(text)).rows[0]?.[0], stop: () => client.end().then(() => server.stop()) }
  }
  const client = await createConnection({ ...place, rowsAsArray: true })
  const ask = async (text: string) => ((await client.query(text)) as unknown as [unknown[][]])[0]
  return { port, database, username, password, run: async (text) => void (await client.query(text)), cell: async (text) => (await ask(text))[0]?.[0], stop: () => client.end().then(() => server.stop()) }
}
