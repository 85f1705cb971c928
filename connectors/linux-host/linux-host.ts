import type { Connector } from '../connector.ts'
import { openLinuxHost } from './open-linux-host.ts'
import { linuxHostQuestion } from './questions.ts'
import { linuxHostSecrets, linuxHostSettings } from './settings.ts'

export const linuxHost: Connector<typeof linuxHostSettings, typeof linuxHostSecrets, typeof linuxHostQuestion> = {
  kind: 'linux-host',
  title: 'Linux 主机',
  settings: linuxHostSettings,
  secrets: linuxHostSecrets,
  question: linuxHostQuestion,
  abilities: ['ask', 'proveReadOnly'],
  addresses: (settings) => (settings.access === 'local' ? [] : [{ host: settings.host, port: settings.port }]),
  open: openLinuxHost,
}
