import { connect } from 'node:net'

import type { Target } from '../allow-list.ts'
import { failure } from '../network-failure.ts'

const METHOD_FRAME = 1
const FRAME_END = 0xce
/** Class and method numbers of AMQP 0-9-1 (specification, chapter 1, connection class). */
const START = '10.10'
const TUNE = '10.30'
const CLOSE = '10.50'

/**
 * Signs in on the AMQP port up to the broker's Tune, which it sends only to an accepted account, and leaves: proof that a
 * client could connect, without opening a virtual host. Answers with the milliseconds that it took.
 */
export function greetAmqp(target: Target, login: { username: string; password: string }, signal: AbortSignal): Promise<number> {
  const where = `${target.host}:${target.port}`
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: target.port })
    let received = Buffer.alloc(0)
    const finish = (error?: Error) => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      if (error === undefined) resolve(performance.now() - startedAt)
      else reject(error)
    }
    const abort = () => finish(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => socket.write(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1])))
    socket.once('error', finish)
    socket.once('close', () => finish(failure('unreachable', where, '连接被对方断开')))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.subarray(0, 4).toString('latin1') === 'AMQP') return finish(failure('unsupported', where, '服务器不支持 AMQP 0-9-1'))
      if (received.length > 0 && received[0] !== METHOD_FRAME) return finish(failure('bad-answer', where, '不是 AMQP 应答'))
      if (received.length < 7 || received.length < 8 + received.readUInt32BE(3)) return undefined
      const size = received.readUInt32BE(3)
      const method = `${received.readUInt16BE(7)}.${received.readUInt16BE(9)}`
      received = received.subarray(8 + size)
      if (method === START) socket.write(startOk(login))
      else if (method === TUNE) finish()
      else finish(method === CLOSE ? failure('refused', where, '账户或密码不对') : failure('bad-answer', where, `意外的 AMQP 方法 ${method}`))
      return undefined
    })
  })
}

/**
 * Connection.StartOk with the PLAIN mechanism (RFC 4616). Without the declared capability RabbitMQ answers a wrong password
 * by dropping the connection, which could not be told from a crash.
 */
function startOk({ username, password }: { username: string; password: string }): Buffer {
  const response = Buffer.from(`\0${username}\0${password}`)
  const payload = Buffer.concat([uint(10, 2), uint(11, 2), table('capabilities', 'F', table('authentication_failure_close', 't', uint(1, 1))), shortString('PLAIN'), uint(response.length, 4), response, shortString('en_US')])
  return Buffer.concat([Buffer.from([METHOD_FRAME, 0, 0]), uint(payload.length, 4), payload, Buffer.from([FRAME_END])])
}

/** A field table of one field: type F is a table, t a boolean. */
function table(name: string, type: string, value: Buffer): Buffer {
  const field = Buffer.concat([shortString(name), Buffer.from(type), value])
  return Buffer.concat([uint(field.length, 4), field])
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}

function shortString(text: string): Buffer {
  return Buffer.concat([uint(text.length, 1), Buffer.from(text)])
}
