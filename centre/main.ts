import { parseArgs } from 'node:util'
import { systemClock } from '#platform/clock/clock.ts'
import { ConfigError, readConfig } from '#platform/config/config.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { firstStart } from './first-start.ts'
import { openCentre } from './open-centre.ts'

/** A stop that takes longer is cut off. */
const STOP_LIMIT_MS = 8_000

const config = readConfig()
const log = createLogger({ name: 'centre', level: config.logLevel })
const { values } = parseArgs({ options: { run: { type: 'string', default: 'api,worker' } } })
const roles = new Set(values.run.split(','))
if (!config.databaseUrl) throw new ConfigError(['DATABASE_URL：运维中心需要数据库地址'])

const centre = await openCentre({
  databaseUrl: config.databaseUrl,
  home: config.home,
  masterKeyFile: config.masterKeyFile,
  clock: systemClock,
  log,
  runsSchedules: roles.has('worker'),
  onProgress: (text) => log.info(text),
  delivery: config,
})

let isStopping = false
function stop(reason: string): void {
  if (isStopping) return
  isStopping = true
  log.info({ reason }, 'stopping')
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
  centre.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ error }, 'stop failed')
      process.exit(1)
    },
  )
}
process.once('SIGTERM', () => stop('SIGTERM'))
process.once('SIGINT', () => stop('SIGINT'))
process.once('disconnect', () => stop('parent is gone'))

await firstStart(centre, config)
if (roles.has('worker')) await centre.work()
if (roles.has('api')) {
  const url = await centre.app.listen({ port: config.port, host: config.host })
  log.info({ url }, 'listening')
}
process.send?.({ kind: 'ready' })
