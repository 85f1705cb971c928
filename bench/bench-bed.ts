import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openCentre, type Centre } from '#centre/open-centre.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import { databaseUrl, ensureDatabase } from '#platform/database/connect.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { importContract } from '#spine/contracts/import-contract.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { allowAddress } from './register-targets.ts'

export type BenchBed = {
  readonly centre: Centre
  /** The centre's database, and its data folder: what a second process needs to open the same centre. */
  readonly url: string
  readonly home: string
  /** The server's own database. */
  readonly serverUrl: string
  close(): Promise<void>
}

/** The product's own database server (durable, as shipped) and a whole centre on it, in a temporary folder. */
export async function openBenchBed(): Promise<BenchBed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-bench-'))
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres') })
  const closing: Array<() => Promise<unknown>> = [() => server.stop(), () => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const step of closing.splice(0)) await step()
  }
  // A benchmark that is interrupted must not leave a server behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().catch(() => {}).finally(() => process.exit(1)))
  try {
    await ensureDatabase(server.url, 'xinyun')
    const url = databaseUrl(server.url, 'xinyun')
    const home = path.join(folder, 'home')
    await mkdir(home, { mode: 0o700 })
    const centre = await openBenchCentre(url, home)
    closing.unshift(() => centre.close())
    await centre.asSystem('基准', (ctx) => importContract(ctx, loadContract(path.join(programFolder, 'contracts', 'beijing-credit-platform-2024'))))
    await allowAddress(centre, '127.0.0.0/8')
    return { centre, url, home, serverUrl: server.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A centre as production assembles it, silent and without schedules of its own. */
export function openBenchCentre(url: string, home: string): Promise<Centre> {
  return openCentre({ databaseUrl: url, home, masterKeyFile: path.join(home, 'keys', 'master.key'), clock: systemClock, log: createLogger({ name: 'bench', level: 'error' }), runsSchedules: false })
}
