import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import type { Limits } from '#connectors/connector.ts'
import { connectors } from '#connectors/index.ts'
import { openImapMailbox } from '#connectors/open-imap-mailbox.ts'
import { openRemoteStorage } from '#connectors/remote-storage/open-remote-storage.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import type { Actor } from '#platform/context/context.ts'
import { act } from '#platform/context/runtime.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { openDocumentRenderer } from '#platform/documents/document-renderer.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import type { MigrationSet } from '#platform/database/migrate.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import type { SpineAttached, SpineCtx } from '#spine/context.ts'
import type { ContractDocument } from '#spine/contracts/contract-document.ts'
import { importContract } from '#spine/contracts/import-contract.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { spineMigrations } from '#spine/database/migrations.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { openEvidenceKeeping } from '#spine/evidence/evidence-keeping.ts'
import type { Service } from '#spine/service.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import type { ComponentKind } from '#spine/systems/api.ts'
import { allowListOf, createDoors } from '#spine/systems/open-door.ts'
import { createComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { createTestDatabase, type Filling, personWith, testRuntime, type TestDatabase } from './test-database.ts'

const SYSTEM: Actor = { kind: 'system', name: '测试' }
export const CONTRACT_2024 = path.join(programFolder, 'contracts', 'beijing-credit-platform-2024')

export type Connection = { readonly connector: string; readonly settings: unknown; readonly secrets?: unknown; readonly limits?: Partial<Limits> }

/** Targets of tests are near: what does not answer soon is not going to. */
const QUICK: Partial<Limits> = { connectTimeoutMs: 1_500, questionTimeoutMs: 3_000 }

/**
 * The spine on a database of the test's own, with the tables of the services given, the 2024 contract in force (or another), real doors
 * to whatever the test registers, jobs carried out by hand and a clock that the test moves.
 */
export async function spineTestBed(options: { now?: string; services?: readonly Service[]; migrations?: readonly MigrationSet[]; document?: ContractDocument | null } = {}) {
  const services = options.services ?? []
  const migrations = new Set([platformMigrations, spineMigrations, ...services.flatMap((service) => service.migrations ?? []), ...(options.migrations ?? [])])
  const document = options.document === undefined ? loadContract(CONTRACT_2024) : options.document
  const home = mkdtempSync(path.join(tmpdir(), 'spine-'))
  after(() => rmSync(home, { recursive: true, force: true }))
  const key = randomBytes(32)
  const secretBox = createSecretBox({ current: { id: '00000001', key }, find: () => key })
  const files = openFileStore(path.join(home, 'files'))
  const documents = openDocumentRenderer()
  after(() => documents.close())
  const keeping = await openEvidenceKeeping({ home, files, box: secretBox })
  const calendar = { current: shippedCalendar() }
  const doorKinds = new Map(connectors.map((connector) => [connector.kind as string, connector]))
  const runtimeOn = (database: TestDatabase) => {
    const plain = testRuntime(database, options.now ? { now: options.now } : {})
    const attached: SpineAttached = {
      // The clock of the test stands still; that of a target does not.
      openDoor: createDoors({ database: database.kysely, clock: systemClock, secretBox, connectors: doorKinds }),
      connectors: doorKinds,
      files,
      keeping,
      documents,
      secretBox,
      deliveryDoors: [],
      openMailbox: async (settings) => openImapMailbox(settings, await allowListOf(database.kysely)),
      openRemoteStorage: async (settings) => openRemoteStorage(settings, await allowListOf(database.kysely)),
      installation: { home, databaseUrl: database.url },
      services: new Map(services.map((service) => [service.name, service])),
      calendar: () => calendar.current,
    }
    return { ...plain, attached }
  }
  const load = (loaded: ContractDocument): Filling => ({
    key: JSON.stringify([loaded, options.now, services.map(({ name }) => name)]),
    fill: async (database) => {
      await act(runtimeOn(database), SYSTEM, (ctx) => importContract(ctx, loaded))
    },
  })
  const database = await createTestDatabase([...migrations], document === null ? undefined : load(document))
  const runtime = runtimeOn(database)
  const as = <T>(actor: Actor, work: (ctx: SpineCtx) => Promise<T>) => act(runtime, actor, work)
  const asSystem = <T>(work: (ctx: SpineCtx) => Promise<T>) => as(SYSTEM, work)
  const connect = (componentId: string, { limits, ...connection }: Connection) => asSystem((ctx) => setConnection(ctx, componentId, { secrets: {}, ...connection, limits: { ...QUICK, ...limits } }))
  const people = new Map<string, Actor & { kind: 'person' }>()

  return {
    ...database,
    home,
    /** What a second process needs to open what is sealed here. */
    sealingKey: key.toString('hex'),
    runtime,
    clock: runtime.clock,
    jobs: runtime.jobs,
    calendar,
    as,
    asSystem,
    at: (instant: string) => runtime.clock.set(new Date(instant)),
    /** A person with an account, as the tables ask for one, and exactly these permissions; the same name and permissions are the same person. */
    async person(displayName: string, permissions: readonly string[]): Promise<Actor & { kind: 'person' }> {
      const who = `${displayName} ${permissions.join()}`
      const known = people.get(who)
      if (known) return known
      const userId = randomUUID()
      await database.pool.query(
        `insert into platform.user_account (user_id, username, display_name, password_hash, password_changed_at, created_at, updated_at)
         values ($1, $2, $3, 'x', now(), now(), now())`,
        [userId, `u${userId.slice(0, 8)}`, displayName],
      )
      const person = personWith(permissions, { userId, displayName }) as Actor & { kind: 'person' }
      people.set(who, person)
      return person
    },
    /** Registers a component and the connection that leads to it, on this machine. */
    async register(component: { subsystem: string; kind: ComponentKind; name: string; title: string }, connection?: Connection): Promise<string> {
      const componentId = await asSystem(async (ctx) => {
        await allowAddress(ctx, '127.0.0.1', '测试目标')
        return createComponent(ctx, component)
      })
      if (connection) await connect(componentId, connection)
      return componentId
    },
    reconnect: connect,
    /** Carries out every work order that was opened and not performed yet, as the worker would; refusals named in `mayRefuse` are left to be tried again. */
    async work(signal: AbortSignal = new AbortController().signal, mayRefuse: readonly string[] = []): Promise<void> {
      for (const { name, payload } of runtime.jobs.sent.splice(0)) {
        if (name !== performWorkOrderJob.name) continue
        await performWorkOrderJob.perform(runtime, payload as { workOrderId: string }, { id: 'test', signal }).catch((error: unknown) => {
          if (!(error instanceof AppError && mayRefuse.includes(error.code))) throw error
        })
      }
    },
    /** Changes stored rows as a superuser whom no trigger stops. */
    async tamper(statement: string): Promise<void> {
      const connection = await database.pool.connect()
      try {
        await connection.query("begin; set local session_replication_role = 'replica'")
        await connection.query(statement)
        await connection.query('commit')
      } finally {
        connection.release()
      }
    },
    /** The occurrence of an obligation, subsystem and period. */
    occurrence: (code: string, subsystem: string, periodKey: string) =>
      asSystem((ctx) =>
        spineTables(ctx)
          .selectFrom('spine.occurrence as o')
          .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
          .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
          .selectAll('o')
          .select(['a.verdict', 'a.lines'])
          .where('b.code', '=', code)
          .where('b.subsystem', '=', subsystem)
          .where('o.periodKey', '=', periodKey)
          .executeTakeFirstOrThrow(),
      ),
  }
}
export type SpineTestBed = Awaited<ReturnType<typeof spineTestBed>>
