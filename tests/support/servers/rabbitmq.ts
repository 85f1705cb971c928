import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { findTool, type MissingTool } from './missing-tool.ts'
import { freePort, makeFolder, own, runTool, serverFolder, startProcess } from './server-process.ts'

export type RabbitmqServer = {
  readonly host: string
  /** Management HTTP API. */
  readonly port: number
  readonly amqpPort: number
  /** An administrator. */
  readonly username: string
  readonly password: string
  readonly url: string
  stop(): Promise<void>
}

/** A private RabbitMQ node with the management plugin, its own node name, distribution port and port mapper. */
export async function startRabbitmq({ dir }: { dir?: string } = {}): Promise<RabbitmqServer | MissingTool> {
  // The wrapper in /usr/sbin changes to its own user; the scripts behind it run as whoever starts them.
  const program = findTool(['rabbitmq-server'], ['/usr/lib/rabbitmq/bin'])
  const epmd = findTool(['epmd'])
  if (program === undefined || epmd === undefined) return { missing: 'rabbitmq-server', install: 'apt-get install rabbitmq-server' }

  const { folder, remove } = await serverFolder('rabbitmq', dir)
  const [port, amqpPort, distPort, epmdPort] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const [username, password] = ['probe-admin', 'Mq-test-Pass-9071']
  await makeFolder(join(folder, 'mnesia'))
  await makeFolder(join(folder, 'log'))
  const files: Record<string, string> = {
    'rabbitmq.conf': `listeners.tcp.1 = 127.0.0.1:${amqpPort}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${port}\ndefault_user = ${username}\ndefault_pass = ${password}\nloopback_users = none\ndisk_free_limit.absolute = 1MB\n`,
    enabled_plugins: '[rabbitmq_management].\n',
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text)
    await own(join(folder, name))
  }
  const env: NodeJS.ProcessEnv = {
    HOME: folder,
    RABBITMQ_NODENAME: `xinyun-${port}@localhost`,
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'no-environment-file'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none',
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  }
  const url = `http://127.0.0.1:${port}`
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const server = await startProcess(program, [], {
    cwd: folder,
    env,
    withinMs: 90_000,
    // Node statistics come a moment after the listener: without them half of the questions have no answer yet.
    isReady: async () => {
      const response = await fetch(`${url}/api/nodes`, { headers: { authorization } })
      return response.ok && (await response.text()).includes('"mem_limit"')
    },
  })
  return {
    host: '127.0.0.1',
    port,
    amqpPort,
    username,
    password,
    url,
    async stop() {
      await server.stop()
      await runTool(epmd, ['-port', String(epmdPort), '-kill'], { cwd: folder, env }).catch(() => '')
      await remove()
    },
  }
}
