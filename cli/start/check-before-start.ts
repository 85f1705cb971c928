import { createServer } from 'node:net'
import { withConnection } from '#platform/database/connect.ts'

/** Ports of ours that another program holds. Looked at before anything is started, so that a refused start leaves nothing behind. */
export async function takenPorts(host: string, ports: readonly number[]): Promise<readonly number[]> {
  const taken = await Promise.all(ports.map((port) => isTaken(host, port)))
  return ports.filter((_port, index) => taken[index])
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error) => ('code' in error && error.code === 'EADDRINUSE' ? resolve(true) : reject(error)))
    server.listen(port, host, () => server.close(() => resolve(false)))
  })
}

/** What keeps us from a given database, in words and without its password; undefined when it answers. */
export async function databaseFault(name: string, url: string): Promise<string | undefined> {
  try {
    await withConnection(url, (client) => client.query('select 1'))
    return undefined
  } catch (error) {
    const { host, pathname, username } = new URL(url)
    return `${name}：连接不上数据库 ${decodeURIComponent(username)}@${host}${pathname}（${error instanceof Error ? error.message : String(error)}）。请检查地址、账号，并确认数据库已经启动`
  }
}
