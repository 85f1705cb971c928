import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { after } from 'node:test'

/** What a forwarder does with one request: passes it on, is gone before it arrives, or loses the answer on its way back. */
export type Fate = 'passes' | 'unreached' | 'answer-lost'

/** An HTTP forwarder in front of a real server that can be told the fate of each request by its number, from 1. */
export async function startForwarder(targetPort: number) {
  let [count, fateOf] = [0, (_number: number): Fate => 'passes']
  const server = createServer((asked: IncomingMessage, answer: ServerResponse) => {
    count += 1
    const fate = fateOf(count)
    if (fate === 'unreached') return void asked.socket.destroy()
    const onward = forward({ host: '127.0.0.1', port: targetPort, method: asked.method, path: asked.url, headers: asked.headers }, (told) => {
      if (fate === 'answer-lost') {
        // The system has done its part; only nobody hears of it.
        told.resume()
        return void told.once('end', () => asked.socket.destroy())
      }
      answer.writeHead(told.statusCode ?? 502, told.headers)
      // There are servers that send a body after HEAD, and close: neither belongs to the answer.
      if (asked.method === 'HEAD') return void answer.end()
      told.pipe(answer)
    })
    onward.on('error', () => {
      if (!answer.writableEnded) asked.socket.destroy()
    })
    asked.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    /** Counts from here on. */
    decide(fate: (number: number) => Fate) {
      count = 0
      fateOf = fate
    },
    count: () => count,
  }
}
