import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { subsystem } from '#shared/subsystems.ts'
import type { Config } from '#platform/config/config.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'

const login = z.object({ username: z.string(), password: z.string() })
const accounts = z.object({ probe: login, database: z.object({ probe: login }).optional() })

/**
 * Puts the six systems of this installation into the register with their application and database, as the operator of
 * any system would: by address and account, read from the file that each leaves for its operator. A system that is
 * not installed here is left for people to register.
 */
export async function registerLiveSubsystems(ctx: SpineCtx, config: Config): Promise<void> {
  const server = config.subsystemDatabaseUrl ? new URL(config.subsystemDatabaseUrl) : undefined
  const known = await spineTables(ctx).selectFrom('spine.subsystem').select('subsystem').execute()
  for (const [index, slug] of subsystem.values.entries()) {
    if (!known.some((row) => row.subsystem === slug)) continue
    const account = await readAccounts(path.join(config.home, 'subsystems', slug, 'accounts.json'))
    if (!account) continue
    const port = config.port + index + 1
    const url = `http://127.0.0.1:${port}`
    await allowAddress(ctx, `127.0.0.1:${port}`, `本机子系统：${subsystem.titles[slug]}`)
    await spineTables(ctx).updateTable('spine.subsystem').set({ url }).where('subsystem', '=', slug).execute()
    const application = await registerComponent(ctx, { subsystem: slug, kind: 'web-application', name: 'application', title: `${subsystem.titles[slug]}应用`, criticality: 'core' })
    await setConnection(ctx, application, { connector: 'http-endpoint', settings: { baseUrl: url }, secrets: account.probe })
    await registerDatabase(ctx, slug, account.database?.probe, server)
  }
}

async function registerDatabase(ctx: SpineCtx, slug: keyof typeof subsystem.titles, probe: z.output<typeof login> | undefined, server: URL | undefined): Promise<void> {
  if (!probe || !server) return
  const place = { host: server.hostname, port: Number(server.port || '5432') }
  await allowAddress(ctx, `${place.host}:${place.port}`, '子系统数据库')
  const component = await registerComponent(ctx, { subsystem: slug, kind: 'database', name: 'database', title: `${subsystem.titles[slug]}数据库`, criticality: 'core' })
  await setConnection(ctx, component, {
    connector: 'postgres',
    settings: { ...place, database: `xinyun_${slug.replaceAll('-', '_')}`, username: probe.username },
    secrets: { password: probe.password },
  })
}

async function readAccounts(file: string): Promise<z.output<typeof accounts> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const parsed = text === undefined ? undefined : accounts.safeParse(JSON.parse(text))
  return parsed?.success ? parsed.data : undefined
}
