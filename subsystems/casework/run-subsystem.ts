import { parseArgs } from 'node:util'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { ConfigError, readConfig } from '#platform/config/config.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { openSubsystem } from './open-subsystem.ts'
import type { SubsystemDefinition } from './subsystem-definition.ts'

/** Told to the parent process, when there is one, as soon as the system answers. */
export type SubsystemReady = { readonly kind: 'ready'; readonly subsystem: string; readonly url: string; readonly isFilled: boolean }

/** A stop that takes longer is cut off. */
const STOP_LIMIT_MS = 8_000

/**
 * Life of one subsystem's process. Environment: `DATABASE_URL` (its own database, made when missing), `XINYUN_PORT` (its own
 * port), `XINYUN_HOST`, `XINYUN_HOME`; argument `--scale N` for the amount of synthetic data at the first start. Ends on
 * SIGTERM, SIGINT, and when the parent that started it goes away.
 */
export async function runSubsystem(subsystem: SubsystemDefinition): Promise<void> {
  const config = readConfig()
  const log = createLogger({ name: subsystem.slug, level: config.logLevel })
  if (!config.databaseUrl) throw new ConfigError([`DATABASE_URL：${subsystems.titles[subsystem.slug]}需要自己的数据库地址`])
  const opened = await openSubsystem(subsystem, { databaseUrl: config.databaseUrl, home: config.home, clock: systemClock, log, scale: readScale() })

  let isStopping = false
  const stop = (reason: string) => {
    if (isStopping) return
    isStopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    opened.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'stop failed')
        process.exit(1)
      },
    )
  }
  // Kept for the whole life: a second signal must not cut short the stop that the first one began.
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  process.once('disconnect', () => stop('parent is gone'))
  // The parent may have gone while the database was being prepared.
  if (process.send && !process.connected) return stop('parent is gone')

  const url = await opened.app.listen({ port: config.port, host: config.host })
  log.info({ url }, 'ready')
  const ready: SubsystemReady = { kind: 'ready', subsystem: subsystem.slug, url, isFilled: opened.isFilled }
  process.send?.(ready)
}

function readScale(): number {
  const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } })
  const scale = Number(values.scale)
  if (!Number.isInteger(scale) || scale < 1 || scale > 1_000) throw new ConfigError([`--scale：须为 1–1000 的整数，收到 ${values.scale}`])
  return scale
}
