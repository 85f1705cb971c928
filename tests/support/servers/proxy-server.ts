import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type ProxyServer = {
  readonly host: string
  readonly port: number
  /** Connections accepted in all, and open now. */
  connections(): number
  open(): number
  /** From now on nothing is passed on, as when a server stops answering without closing. */
  freeze(): void
  /** Passes on again; what came meanwhile is lost. */
  thaw(): void
  stop(): Promise<void>
}

/** A TCP listener in front of a real server that counts who is connected and can make the server seem to hang. */
export async function startProxyServer(targetPort: number, { cutAfterChunks = Number.POSITIVE_INFINITY }: { /** Both sides lose each other when so many pieces of traffic have passed; the next is lost. */ cutAfterChunks?: number } = {}): Promise<ProxyServer> {
  const sockets = new Set<Socket>()
  let [count, open, passed, isFrozen] = [0, 0, 0, false]
  const server = createServer((socket) => {
    count += 1
    open += 1
    const upstream = connect(targetPort, '127.0.0.1')
    for (const [from, to] of [[socket, upstream], [upstream, socket]] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('data', (chunk) => {
        if (passed >= cutAfterChunks) for (const each of sockets) each.destroy()
        else if (!isFrozen) to.write(chunk)
        passed += 1
      })
      from.once('end', () => to.end())
      from.once('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    socket.once('close', () => (open -= 1))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => count,
    open: () => open,
    freeze: () => (isFrozen = true),
    thaw: () => (isFrozen = false),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
