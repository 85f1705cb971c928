import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { ExitCode } from '../cli-io.ts'
import { chooseHome } from '#platform/config/choose-home.ts'
import { isCheckout, type Config } from '#platform/config/config.ts'
import { databaseUrl, ensureDatabase } from '#platform/database/connect.ts'
import { EmbeddedServerError, keepEmbeddedServer, type EmbeddedServer } from '#platform/database/embedded-server.ts'
import { subsystem } from '#shared/subsystems.ts'
import { databaseFault, takenPorts } from './check-before-start.ts'
import { claimHome } from './claim-home.ts'
import { ensureWebIsBuilt } from './ensure-web-is-built.ts'
import type { ProcessRole } from './process-role.ts'
import { supervise, type Supervised } from './supervise.ts'

export type StartProduct = {
  readonly config: Config
  readonly roles: ReadonlySet<ProcessRole>
  readonly scale: number
  /** Progress, for people. */
  say(text: string): void
  /** The one line that scripts wait for. */
  announce(text: string): void
}

/** The centre comes back at once; a subsystem stays away long enough for the centre to notice, as a real outage would. */
const CENTRE_RESTART_SECONDS = 2
const SUBSYSTEM_RESTART_SECONDS = 120
/** Subsystems started at once: two cores, and each migrates and fills its database at its first start. */
const SUBSYSTEMS_AT_ONCE = 2

/** Starts what the roles ask for, says `ready`, runs until asked to stop, and stops everything in reverse order. */
export async function startProduct({ config, roles, scale, say, announce }: StartProduct): Promise<ExitCode> {
  const runsCentre = roles.has('api') || roles.has('worker')
  const needsServer = (runsCentre && !config.databaseUrl) || (roles.has('subsystems') && !config.subsystemDatabaseUrl)
  const { home, note } = await chooseHome(config, needsServer)
  if (note) say(note)
  const claim = await claimHome(home)
  if ('problem' in claim) {
    say(claim.problem)
    return 1
  }
  const stopRequested = waitForStopSignal()
  let server: EmbeddedServer | undefined
  const running: Supervised[] = []
  const stopAll = async () => {
    await Promise.all(running.toReversed().map((one) => one.stop()))
    await server?.stop()
    await claim.release()
  }
  try {
    const taken = await takenPorts(config.host, [...(roles.has('api') ? [config.port] : []), ...(roles.has('subsystems') ? subsystem.values.map((_slug, index) => config.port + index + 1) : [])])
    if (taken.length > 0) {
      say(`端口 ${taken.join('、')} 已被其他程序占用。请停止那个程序，或用 XINYUN_PORT 另指定控制台的端口（其后六个归子系统）`)
      return 1
    }
    const faults = [
      runsCentre && config.databaseUrl ? await databaseFault('DATABASE_URL', config.databaseUrl) : undefined,
      roles.has('subsystems') && config.subsystemDatabaseUrl ? await databaseFault('XINYUN_SUBSYSTEM_DATABASE_URL', config.subsystemDatabaseUrl) : undefined,
    ].filter((fault) => fault !== undefined)
    if (faults.length > 0) {
      for (const fault of faults) say(fault)
      return 3
    }
    if (roles.has('api') && isCheckout()) await ensureWebIsBuilt(say)
    if (needsServer) server = await keepEmbeddedServer({ folder: path.join(home, 'postgres'), onProgress: say })
    const serverUrl = (given: string | undefined) => given ?? (server as EmbeddedServer).url
    const common = { XINYUN_HOME: home }

    if (roles.has('subsystems')) running.push(...(await startSubsystems(config, serverUrl(config.subsystemDatabaseUrl), common, scale, say)))
    if (runsCentre) {
      let url = config.databaseUrl
      if (!url) {
        await ensureDatabase(serverUrl(undefined), 'xinyun')
        url = databaseUrl(serverUrl(undefined), 'xinyun')
      }
      say('启动运维中心')
      const centreRoles = [...roles].filter((role) => role !== 'subsystems').join(',')
      const centre = supervise({ name: '运维中心', entry: 'centre/main.ts', logFile: path.join(home, 'logs', 'centre.log'), parameters: [`--run=${centreRoles}`], environment: { ...common, DATABASE_URL: url, XINYUN_PORT: String(config.port), ...(roles.has('subsystems') ? { XINYUN_SUBSYSTEM_DATABASE_URL: serverUrl(config.subsystemDatabaseUrl) } : {}) }, restartAfterSeconds: CENTRE_RESTART_SECONDS, say })
      running.push(centre)
      await Promise.race([centre.ready, stopRequested])
    }
    announce(roles.has('api') ? `ready http://${config.host}:${config.port} 演示账号见 ${path.join(home, 'demo-accounts.txt')}` : `ready ${[...roles].join(',')}`)
    await stopRequested
    say('正在停止')
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return error instanceof EmbeddedServerError ? 3 : 1
  } finally {
    await stopAll()
  }
}

async function startSubsystems(config: Config, serverUrl: string, common: { XINYUN_HOME: string }, scale: number, say: (text: string) => void): Promise<Supervised[]> {
  await mkdir(path.join(common.XINYUN_HOME, 'subsystems'), { recursive: true, mode: 0o700 })
  const running: Supervised[] = []
  const waiting = subsystem.values.map((slug, index) => ({ slug, port: config.port + index + 1 }))
  const startNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { slug, port } = next
      const database = `xinyun_${slug.replaceAll('-', '_')}`
      await ensureDatabase(serverUrl, database)
      say(`启动子系统 ${subsystem.titles[slug]}（端口 ${port}）`)
      const one = supervise({
        name: `子系统 ${subsystem.titles[slug]}`,
        entry: `subsystems/${slug}/main.ts`,
        logFile: path.join(common.XINYUN_HOME, 'logs', `${slug}.log`),
        parameters: ['--scale', String(scale)],
        environment: { ...common, DATABASE_URL: databaseUrl(serverUrl, database), XINYUN_PORT: String(port) },
        restartAfterSeconds: SUBSYSTEM_RESTART_SECONDS,
        say,
      })
      running.push(one)
      await one.ready
    }
  }
  try {
    await Promise.all(Array.from({ length: SUBSYSTEMS_AT_ONCE }, startNext))
  } catch (error) {
    await Promise.all(running.map((one) => one.stop()))
    throw error
  }
  return running
}

function waitForStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
