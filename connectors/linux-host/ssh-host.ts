import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'

import { Client, type ClientChannel } from 'ssh2'

import { type ConnectorError } from '../connector.ts'
import type { Entrance } from '../limit-door.ts'
import { explainNetworkFailure, failure } from '../network-failure.ts'
import { type CommandResult, type Host, hostCommands, hostFiles } from './host.ts'
import type { LinuxHostSecrets, SshSettings } from './settings.ts'

export type SshHost = Host & { readonly socket: Socket; end(): void }

/** Signs in over SSH on the pinned address, but only to a machine whose host key is registered. */
export function connectSshHost(settings: SshSettings, secrets: LinuxHostSecrets, { target }: Entrance, maxBytes: number, onSocket: (socket: Socket) => void): Promise<SshHost> {
  const where = `${settings.host}:${settings.port}`
  const socket = connect({ host: target.address, port: target.port, noDelay: true })
  onSocket(socket)
  const client = new Client()
  let strangeKey: string | undefined
  return new Promise((resolve, reject) => {
    client.on('error', (error) => reject(strangeKey === undefined ? error : failure('refused', where, `主机密钥 ${strangeKey} 未登记，可能连到了别的机器；核实后请在受管系统中更新指纹`)))
    client.once('close', () => reject(failure('unreachable', where, '连接被对方断开')))
    client.once('ready', () => resolve({ socket, end: () => client.end(), ...hostOver(client, where, maxBytes) }))
    client.connect({
      sock: socket,
      username: settings.username,
      // The connect limit of the door is the only clock.
      readyTimeout: 0,
      tryKeyboard: false,
      hostVerifier: (key: Buffer) => {
        const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=$/, '')}`
        if (settings.hostKeys.some((known) => known.replace(/=$/, '') === fingerprint)) return true
        strangeKey = fingerprint
        return false
      },
      ...(secrets.password === undefined ? {} : { password: secrets.password }),
      ...(secrets.privateKey === undefined ? {} : { privateKey: secrets.privateKey }),
      ...(secrets.passphrase === undefined ? {} : { passphrase: secrets.passphrase }),
    })
  })
}

export function explainSsh(where: string): (error: unknown) => ConnectorError {
  return (error) => {
    const level = error instanceof Error && 'level' in error ? error.level : undefined
    if (level === 'client-authentication') return failure('refused', where, '账户、密钥或密码不对')
    const text = error instanceof Error ? error.message : ''
    if (/Cannot parse privateKey|passphrase/i.test(text)) return failure('refused', where, '私钥无法读取，或口令不对')
    if (level === 'client-timeout') return failure('timeout', where)
    if (level === 'protocol' || level === 'handshake') return failure('bad-answer', where, `SSH 握手失败：${text}`)
    if (/Not connected|No response|Channel open failure|Connection lost/i.test(text)) return failure('unreachable', where, text)
    return explainNetworkFailure(error, where)
  }
}

function hostOver(client: Client, where: string, maxBytes: number): Host {
  // Only members of the frozen lists come here, none of which needs quoting.
  const execute = (line: string) => new Promise<CommandResult>((resolve, reject) => {
    client.exec(`LC_ALL=C ${line}`, (error, channel) => (error === undefined ? collect(channel, where, maxBytes).then(resolve, reject) : reject(error)))
  })
  return {
    async read(file) {
      const result = await execute(`cat ${hostFiles[file]}`)
      if (result.exitCode === 0) return result.output
      throw failure(/denied/i.test(result.problem) ? 'forbidden' : 'unsupported', where, `读不到 ${hostFiles[file]}`)
    },
    async run(command) {
      const result = await execute(hostCommands[command].join(' '))
      if (result.exitCode === 127) throw failure('unsupported', where, `没有命令 ${hostCommands[command][0]}`)
      return result
    },
  }
}

function collect(channel: ClientChannel, where: string, maxBytes: number): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const problems: Buffer[] = []
    let bytes = 0
    let exitCode = -1
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) return void list.push(chunk)
      channel.destroy()
      return reject(failure('bad-answer', where, `应答超过 ${maxBytes} 字节，已放弃`))
    }
    channel.on('data', keep(chunks))
    channel.stderr.on('data', keep(problems))
    channel.once('error', reject)
    channel.once('exit', (code: number | null) => (exitCode = code ?? -1))
    channel.once('close', () => resolve({ output: Buffer.concat(chunks).toString('utf8'), problem: Buffer.concat(problems).toString('utf8'), exitCode }))
  })
}
