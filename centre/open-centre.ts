import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Api } from '#shared/define-api.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context/context.ts'
import { act, type Runtime } from '#platform/context/runtime.ts'
import { loadMasterKey } from '#platform/crypto/master-key.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { openAnnouncements } from '#platform/database/announcements.ts'
import { connectDatabase, withConnection } from '#platform/database/connect.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openMailer } from '#platform/delivery/open-mailer.ts'
import { openDocumentRenderer } from '#platform/documents/document-renderer.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { mountPages } from '#platform/http/static-pages.ts'
import { createIdentity, type Identity } from '#platform/identity/identity.ts'
import type { IdentityPolicy } from '#platform/identity/identity-policy.ts'
import { openJobQueue } from '#platform/jobs/job-queue.ts'
import type { Logger } from '#platform/logging/logger.ts'
import type { SpineAttached, SpineCtx, SpineRuntime } from '#spine/context.ts'
import { openEvidenceKeeping } from '#spine/evidence/evidence-keeping.ts'
import { allowListOf, createDoors } from '#spine/systems/open-door.ts'
import { services } from '#services/index.ts'
import { catalogue } from '#services/inspection/checks/catalogue.ts'
import { requireAnswerableCatalogue } from '#services/inspection/checks/load-catalogue.ts'
import { connectors } from '#connectors/index.ts'
import { openImapMailbox } from '#connectors/open-imap-mailbox.ts'
import { openRemoteStorage } from '#connectors/remote-storage/open-remote-storage.ts'
import { keepCalendar } from './calendar-keeper.ts'
import { openDeliveryDoors, type DeliverySettings } from './delivery-doors.ts'
import { centreJobs } from './jobs.ts'
import { centreMigrations } from './migrations.ts'
import { centreRoles, localOperatorRole } from './roles.ts'
import { centreRoutes } from './routes.ts'

/** Seven processes share one server (120 connections): six subsystems with 6 each leave room for these. */
const POOL_SIZE = 16
const JOB_POOL_SIZE = 6

export type Centre = {
  readonly app: FastifyInstance
  readonly runtime: SpineRuntime
  readonly identity: Identity
  asSystem<T>(name: string, work: (ctx: SpineCtx) => Promise<T>): Promise<T>
  /** Starts the background work (role `worker`). */
  work(): Promise<void>
  close(): Promise<void>
}

export type CentreOptions = {
  readonly databaseUrl: string
  readonly home: string
  readonly masterKeyFile: string
  readonly clock: Clock
  readonly log: Logger
  readonly runsSchedules: boolean
  readonly policy?: IdentityPolicy
  readonly onProgress?: (text: string) => void
  /** Mail and webhook; absent: reminders stay in the console. */
  readonly delivery?: DeliverySettings
}

/** Assembles the centre up to where it could listen. */
export async function openCentre(options: CentreOptions): Promise<Centre> {
  requireAnswerableCatalogue(catalogue, connectors)
  const { databaseUrl: url, home, clock, log } = options
  await migrate(url, await centreMigrations(), options.onProgress)
  const masterKey = await loadMasterKey(options.masterKeyFile, () => hasSealedData(url))
  const secretBox = createSecretBox(masterKey)
  const files = openFileStore(path.join(home, 'files'))
  const keeping = await openEvidenceKeeping({ home, files, box: secretBox })
  const database = connectDatabase({ url, applicationName: 'xinyun centre', maxConnections: POOL_SIZE, log })
  const jobs = await openJobQueue({ url, log, maxConnections: JOB_POOL_SIZE, runsSchedules: options.runsSchedules })
  const plain: Runtime = { name: 'centre', database: database.kysely, clock, log, jobs, attached: {} }
  const calendar = await keepCalendar(plain)
  const announcements = openAnnouncements({ url, log })
  const doorKinds = new Map(connectors.map((connector) => [connector.kind as string, connector]))
  const mailer = options.delivery?.smtpUrl ? openMailer({ url: options.delivery.smtpUrl, from: options.delivery.mailFrom }) : undefined
  const attached: SpineAttached = {
    openDoor: createDoors({ database: database.kysely, clock, secretBox, connectors: doorKinds }),
    connectors: doorKinds,
    files,
    keeping,
    documents: openDocumentRenderer(),
    secretBox,
    deliveryDoors: options.delivery ? openDeliveryDoors(options.delivery, { database: database.kysely, clock }) : [],
    openMailbox: async (settings) => openImapMailbox(settings, await allowListOf(database.kysely)),
    openRemoteStorage: async (settings) => openRemoteStorage(settings, await allowListOf(database.kysely)),
    installation: { home, databaseUrl: url },
    ...(mailer ? { mailer } : {}),
    ...(options.delivery?.publicUrl ? { publicUrl: options.delivery.publicUrl } : {}),
    services: new Map(services.map((service) => [service.name, service])),
    calendar: calendar.calendar,
  }
  const runtime: SpineRuntime = { ...plain, attached }
  const apis: Api[] = []
  const identity = createIdentity({ runtime, secretBox, apis: () => apis, issuer: '信运', ...(options.policy ? { policy: options.policy } : {}) })
  const implementations = centreRoutes(identity, () => apis)
  apis.push(...implementations.map(({ api }) => api))
  const app = await createHttpServer<SpineAttached>({
    title: '信运 运维中心',
    version: await programVersion(),
    runtime,
    implementations,
    files,
    announcements,
    identify: identity.identify,
    readiness: [
      { name: 'database', check: async () => void (await sql`select 1`.execute(database.kysely)) },
      { name: 'jobs', check: async () => void (await jobs.isReady()) },
    ],
    mountMore: (instance) => mountPages(instance, path.join(programFolder, 'web', 'dist'), 'index.html'),
  })
  const watching: Array<{ stop(): Promise<void> }> = []
  const allJobs = centreJobs(keeping)
  await jobs.declare(allJobs)
  const asSystem = <T>(name: string, work: (ctx: Ctx & SpineAttached) => Promise<T>) => act(runtime, { kind: 'system', name }, work)
  await asSystem('启动', (ctx) => identity.seedRoles(ctx, [...centreRoles, localOperatorRole]))
  return {
    app,
    runtime,
    identity,
    asSystem,
    async work() {
      await jobs.work(allJobs, runtime)
      watching.push(...services.flatMap((service) => (service.watches ?? []).map((start) => start(runtime))))
    },
    async close() {
      await Promise.all(watching.map((watch) => watch.stop()))
      calendar.stop()
      await app.close()
      await announcements.close()
      await jobs.stop()
      for (const door of attached.deliveryDoors) door.close()
      mailer?.close()
      await attached.documents.close()
      await database.close()
    },
  }
}

/** Whether the database holds anything that only the master key can open: then a missing key file must not be made anew. */
async function hasSealedData(url: string): Promise<boolean> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ found: boolean }>('select exists (select 1 from spine.connection where secrets_sealed is not null) or exists (select 1 from platform.totp_secret) or exists (select 1 from spine.contact where sealed is not null) or exists (select 1 from backup.archive) as found')
    return rows[0]?.found ?? false
  })
}

async function programVersion(): Promise<string> {
  return (JSON.parse(await readFile(path.join(programFolder, 'package.json'), 'utf8')) as { version: string }).version
}
