import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A TCP listener that accepts everybody, says nothing (or only `greeting`), and remembers how many came. */
export async function startTrapServer({ greeting }: { greeting?: Buffer } = {}): Promise<{ readonly host: string; readonly port: number; connections(): number; open(): number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  let count = 0
  const server = createServer((socket) => {
    count += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    socket.resume()
    if (greeting !== undefined) socket.write(greeting)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => count,
    open: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
