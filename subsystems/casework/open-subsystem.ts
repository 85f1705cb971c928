import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { Api } from '#shared/define-api.ts'
import { auditRoutes } from '#platform/audit/routes.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context/context.ts'
import { act, type Runtime } from '#platform/context/runtime.ts'
import { loadMasterKey } from '#platform/crypto/master-key.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { mountPages } from '#platform/http/static-pages.ts'
import { createIdentity } from '#platform/identity/identity.ts'
import type { IdentityPolicy } from '#platform/identity/identity-policy.ts'
import type { Logger } from '#platform/logging/logger.ts'
import { accountsFile, readAccounts, writeAccounts, type SubsystemAccounts } from './accounts/accounts-file.ts'
import { settleAccounts } from './accounts/settle-accounts.ts'
import { isFilledBefore, prepareDatabase } from './database/prepare-database.ts'
import { noJobs } from './no-jobs.ts'
import { createPersonalData } from './personal-data.ts'
import { caseworkRoutes } from './routes.ts'
import { createRuntimeMeter } from './runtime-meter.ts'
import type { SubsystemDefinition } from './subsystem-definition.ts'

/** Seven processes share one server: six of these and the centre stay below its connections. */
const POOL_SIZE = 6
/** The six systems draw the same invented city from it. */
const SEED = 'xinyun'

export type OpenSubsystem = { readonly app: FastifyInstance; readonly accounts: Partial<SubsystemAccounts>; readonly isFilled: boolean; close(): Promise<void> }

/** Opens one of the six systems up to where it could listen: database prepared, roles and accounts settled. */
export async function openSubsystem(
  subsystem: SubsystemDefinition,
  options: { databaseUrl: string; home: string; clock: Clock; log: Logger; scale: number; policy?: IdentityPolicy },
): Promise<OpenSubsystem> {
  const { home, clock, log, databaseUrl: url, scale } = options
  const folder = path.join(home, 'subsystems', subsystem.slug)
  const file = accountsFile(home, subsystem.slug)
  const known = (await readAccounts(file)) ?? {}
  // A key of its own: this system must not be able to open what the centre or another system has sealed.
  const masterKey = await loadMasterKey(path.join(folder, 'keys', 'master.key'), () => isFilledBefore(url))
  const prepared = await prepareDatabase({ url, subsystem, clock, scale, seed: SEED, personalData: createPersonalData(masterKey), known: known.database, onProgress: (text) => log.info(text) })
  if (!prepared.logins) log.warn('给定的数据库账号不能建立账号：系统将直接使用它，巡检用的只读账号须由数据库管理员另建')

  const database = connectDatabase({ url: prepared.applicationUrl, applicationName: `xinyun ${subsystem.slug}`, maxConnections: POOL_SIZE, log })
  const meter = createRuntimeMeter(database.pool, clock.now())
  const close = async () => {
    meter.stop()
    await database.close()
  }
  try {
    const runtime: Runtime = { name: subsystem.slug, database: database.kysely, clock, log, jobs: noJobs, attached: {} }
    const version = await programVersion()
    const apis: Api[] = []
    const title = subsystems.titles[subsystem.slug]
    const identity = createIdentity({ runtime, secretBox: createSecretBox(masterKey), apis: () => apis, issuer: title, ...(options.policy ? { policy: options.policy } : {}) })
    const implementations = [identity.routes, auditRoutes(() => apis), ...caseworkRoutes(subsystem, version, meter, identity), ...subsystem.routes(identity)]
    apis.push(...implementations.map(({ api }) => api))
    const app = await createHttpServer({
      title, version, runtime, implementations,
      files: openFileStore(path.join(folder, 'files')),
      identify: identity.identify,
      readiness: [{ name: 'database', check: async () => { await sql`select 1 from master.synthetic_run`.execute(database.kysely) } }],
      mountMore: async (instance) => {
        meter.watch(instance)
        await mountPages(instance, path.join(programFolder, 'web', 'dist'), `${subsystem.slug}.html`)
      },
    })
    const asSystem = <T>(work: (ctx: Ctx) => Promise<T>) => act(runtime, { kind: 'system', name: '启动' }, work)
    await asSystem((ctx) => identity.seedRoles(ctx, subsystem.roles))
    // The logins are kept first: if settling the accounts fails, the database can still be entered at the next start.
    const kept = { subsystem: subsystem.slug, title, ...(prepared.logins ? { database: prepared.logins } : {}) }
    await writeAccounts(file, { ...known, ...kept })
    const accounts = { ...kept, ...(await settleAccounts({ subsystem, identity, app, now: clock.now(), known, asSystem })) }
    await writeAccounts(file, accounts)
    return {
      app, accounts, isFilled: prepared.isFilled,
      close: async () => {
        await app.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function programVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(programFolder, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
