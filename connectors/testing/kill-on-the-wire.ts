import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import type { DataOrder, DataWarrant } from '../connector.ts'

/**
 * Lets a process of its own carry out data orders on a target, through a wire that we watch: it is killed with -9 when so many
 * requests have passed. A whole number: before the last of them arrives; and a half: after it did and before its answer is heard.
 */
export async function killOnTheWire(kind: 'postgres' | 'mysql', targetPort: number, settings: (port: number) => { readonly settings: unknown; readonly secrets: unknown }) {
  let chunks = 0
  let killAt = Number.POSITIVE_INFINITY
  let victim: ReturnType<typeof fork> | undefined
  const way = createServer((socket) => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const one of [socket, upstream]) one.on('error', () => [socket, upstream].forEach((each) => each.destroy()))
    socket.on('data', (chunk: Buffer) => {
      chunks += 1
      if (chunks === Math.floor(killAt) && killAt % 1 === 0) return void victim?.kill('SIGKILL')
      upstream.write(chunk)
      if (chunks === Math.floor(killAt)) victim?.kill('SIGKILL')
    })
    upstream.on('data', (chunk: Buffer) => socket.write(chunk))
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(way, 'listening')
  const { port } = way.address() as { port: number }
  return {
    /** Requests that passed, and whether the process was killed. */
    async attempt(order: DataOrder, warrant: DataWarrant, moment = Number.POSITIVE_INFINITY): Promise<{ requests: number; isKilled: boolean }> {
      const child = fork(path.join(import.meta.dirname, 'change-killed.fixture.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      victim = child
      killAt = Number.POSITIVE_INFINITY
      const exit = once(child, 'exit')
      child.on('message', (told) => {
        if (told !== 'ready') return
        chunks = 0
        killAt = moment
      })
      child.send({ kind, ...settings(port), order, warrant })
      await exit
      return { requests: chunks, isKilled: child.signalCode === 'SIGKILL' }
    },
    close: () => void way.close(),
  }
}

/** A request in the course of an unkilled attempt, before or after it arrives. */
export function momentOf(share: number, requests: number, isAfter: boolean): number {
  return Math.max(1, Math.round(share * requests)) + (isAfter ? 0.5 : 0)
}
