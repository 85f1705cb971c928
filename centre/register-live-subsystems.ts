import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { publishedAccountInterface } from '#connectors/http-endpoint/published-account-interface.ts'
import { subsystem } from '#shared/subsystems.ts'
import type { Config } from '#platform/config/config.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'

const login = z.object({ username: z.string(), password: z.string() })
const services = z.array(z.object({ username: z.string(), token: z.string() })).default([])
const accounts = z.object({ probe: login, services, database: z.object({ probe: login, backup: login.optional(), keeper: login.optional() }).optional() })

/** Schema of each system's own field, beside the cases and shared data that all six keep alike. */
const fieldSchemas: Readonly<Record<keyof typeof subsystem.titles, string>> = { 'enterprise-qualification': 'qualification', 'market-supervision': 'market', 'personnel-qualification': 'personnel', 'site-workforce': 'workforce', 'law-enforcement': 'enforcement', 'cost-information': 'cost' }

/** The programs' accounts by which permission orders are carried out, and what each maintains. */
const accountInterfaces = [
  { username: 'quanxian.weihu', name: 'accounts', title: '账号维护接口', prefix: '/api/account-maintenance', validity: 'date' },
  { username: 'app.quanxian.weihu', name: 'app-accounts', title: '移动端权限维护接口', prefix: '/api/app/account-maintenance', validity: 'instant' },
] as const

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
    for (const { username, name, title, prefix, validity } of accountInterfaces) {
      const token = account.services.find((one) => one.username === username)?.token
      if (token === undefined) continue
      const component = await registerComponent(ctx, { subsystem: slug, kind: 'account-interface', name, title: `${subsystem.titles[slug]}${title}`, criticality: 'normal' })
      await setConnection(ctx, component, { connector: 'http-endpoint', settings: { baseUrl: url, accounts: publishedAccountInterface(prefix, validity) }, secrets: { token } })
    }
    await registerContentInterface(ctx, slug, url, account.services)
    await registerDatabase(ctx, slug, account.database?.probe, server)
    await registerBackupSet(ctx, slug, account.database?.backup, server)
    await registerDataInterface(ctx, slug, account.database?.keeper, server)
  }
}

/** Where law enforcement's maintained content is published, and where its web and its APP read it. */
async function registerContentInterface(ctx: SpineCtx, slug: keyof typeof subsystem.titles, baseUrl: string, known: z.output<typeof services>): Promise<void> {
  const token = known.find(({ username }) => username === 'content.maintainer')?.token
  if (token === undefined) return
  const component = await registerComponent(ctx, { subsystem: slug, kind: 'content-interface', name: 'content', title: `${subsystem.titles[slug]}内容维护接口` })
  await setConnection(ctx, component, { connector: 'http-endpoint', settings: { baseUrl, content: { maintenance: '/api/content-maintenance', web: '/api/enforcement/content', app: '/api/app/content' } }, secrets: { token } })
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

/** The same database by the login that may read all of it: what is backed up each day. */
async function registerBackupSet(ctx: SpineCtx, slug: keyof typeof subsystem.titles, backup: z.output<typeof login> | undefined, server: URL | undefined): Promise<void> {
  if (!backup || !server) return
  const place = { host: server.hostname, port: Number(server.port || '5432') }
  const component = await registerComponent(ctx, { subsystem: slug, kind: 'backup-set', name: 'backup', title: `${subsystem.titles[slug]}数据备份`, criticality: 'normal' })
  await setConnection(ctx, component, { connector: 'postgres', settings: { ...place, database: `xinyun_${slug.replaceAll('-', '_')}`, username: backup.username }, secrets: { password: backup.password } })
}

/** The login by which approved orders change the system's data: of its own field, its shared data and its cases. */
async function registerDataInterface(ctx: SpineCtx, slug: keyof typeof subsystem.titles, keeper: z.output<typeof login> | undefined, server: URL | undefined): Promise<void> {
  if (!keeper || !server) return
  const component = await registerComponent(ctx, { subsystem: slug, kind: 'data-interface', name: 'data', title: `${subsystem.titles[slug]}数据维护接口` })
  await setConnection(ctx, component, {
    connector: 'postgres',
    settings: { host: server.hostname, port: Number(server.port || '5432'), database: `xinyun_${slug.replaceAll('-', '_')}`, username: keeper.username, changes: { schemas: [fieldSchemas[slug], 'casework', 'master'], ledgerSchema: 'casework' } },
    secrets: { password: keeper.password },
  })
}

async function readAccounts(file: string): Promise<z.output<typeof accounts> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const parsed = text === undefined ? undefined : accounts.safeParse(JSON.parse(text))
  return parsed?.success ? parsed.data : undefined
}
