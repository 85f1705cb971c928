import type { Socket } from 'node:net'

import { ConnectorError, type Door, type OpenRequest } from '../connector.ts'
import { enterAndConnect, limitDoor } from '../limit-door.ts'
import { codeOf, failure } from '../network-failure.ts'
import type { Host } from './host.ts'
import { localHost } from './local-host.ts'
import { measureHost } from './measure-host.ts'
import { proveHostReadOnly } from './prove-read-only.ts'
import { linuxHostQuestion } from './questions.ts'
import type { LinuxHostSecrets, LinuxHostSettings, SshSettings } from './settings.ts'
import { connectSshHost, explainSsh } from './ssh-host.ts'

export async function openLinuxHost(request: OpenRequest<LinuxHostSettings, LinuxHostSecrets>): Promise<Door> {
  const { settings } = request
  request.signal?.throwIfAborted()
  return settings.access === 'local' ? openLocal(request) : openOverSsh({ ...request, settings })
}

/** Nothing is sent anywhere, so no allow-list applies. */
async function openLocal(request: OpenRequest<LinuxHostSettings, LinuxHostSecrets>): Promise<Door> {
  const where = '本机'
  const explain = (error: unknown) => (error instanceof ConnectorError ? error : failure('bad-answer', where, codeOf(error)))
  const door = limitDoor({ request, where, explain })
  return hostDoor(request, { host: localHost(request.limits.maxAnswerBytes), where, connectMs: 0, door, end: () => {} })
}

async function openOverSsh(request: OpenRequest<SshSettings, LinuxHostSecrets>): Promise<Door> {
  const { settings, secrets, limits } = request
  const where = `${settings.host}:${settings.port}`
  const explain = explainSsh(where)
  let socket: Socket | undefined
  const sever = () => void socket?.destroy()
  const { connection, connectMs, leave } = await enterAndConnect(request, explain, (entrance) => connectSshHost(settings, secrets, entrance, limits.maxAnswerBytes, (opened) => (socket = opened)), sever)
  connection.socket.once('close', leave)
  const door = limitDoor({ request, where, explain, connection: { stream: () => socket, sever } })
  const end = () => {
    connection.end()
    sever()
  }
  return hostDoor(request, { host: connection, where, connectMs, door, end }).catch((error: unknown) => {
    end()
    throw error
  })
}

type Opened = { readonly host: Host; readonly where: string; readonly connectMs: number; readonly door: ReturnType<typeof limitDoor>; readonly end: () => void }

async function hostDoor({ clock }: OpenRequest<unknown, unknown>, { host, where, connectMs, door, end }: Opened): Promise<Door> {
  const { outcome: kernel } = await door.within(({ signal }) => host.read('kernel', signal))
  return {
    identity: { engine: 'linux', version: kernel.trim() },
    ask: (question, signal) => door.ask(linuxHostQuestion, question, (asked, allowance) => measureHost(asked, { host, where, clock, connectMs, signal: allowance.signal }), signal),
    proveReadOnly: async () => (await door.within(({ signal }) => proveHostReadOnly(async (command) => (await host.run(command, signal)).output))).outcome,
    async close() {
      door.close()
      end()
    },
  }
}
