import { connect } from 'node:net'
import { once } from 'node:events'

import { findTool, type MissingTool } from './missing-tool.ts'
import { freePort, serverFolder, startProcess } from './server-process.ts'

export type RedisServer = { readonly host: string; readonly port: number; readonly username: string; readonly password: string; readonly url: string; stop(): Promise<void> }

/** A private Redis on a free port that keeps nothing; `password` is that of the default user. */
export async function startRedis({ dir, options = [] }: { dir?: string; options?: readonly string[] } = {}): Promise<RedisServer | MissingTool> {
  const program = findTool(['redis-server', 'valkey-server'])
  if (program === undefined) return { missing: 'redis-server', install: 'apt-get install redis-server' }

  const { folder, remove } = await serverFolder('redis', dir)
  const port = await freePort()
  const password = 'Rd-test-Pass-6640'
  const server = await startProcess(program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', '--requirepass', password, ...options], {
    cwd: folder,
    isReady: () => pings(port, password),
  })
  return {
    host: '127.0.0.1',
    port,
    username: 'default',
    password,
    url: `redis://:${password}@127.0.0.1:${port}`,
    async stop() {
      await server.stop()
      await remove()
    },
  }
}

async function pings(port: number, password: string): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`AUTH ${password}\r\nPING\r\n`)
    let answer = ''
    for await (const chunk of socket) {
      answer += String(chunk)
      if (answer.includes('PONG')) return true
    }
    return false
  } finally {
    socket.destroy()
  }
}
