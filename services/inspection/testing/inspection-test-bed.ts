import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { defaultLimits, type Limits } from '#connectors/connector.ts'
import { connectors } from '#connectors/index.ts'
import { manualClock, systemClock } from '#platform/clock/clock.ts'
import type { Actor } from '#platform/context/context.ts'
import { act } from '#platform/context/runtime.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import { openDocumentRenderer } from '#platform/documents/document-renderer.ts'
import { openFileStore } from '#platform/files/file-store.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { newId } from '#shared/ids.ts'
import type { SpineAttached, SpineCtx } from '#spine/context.ts'
import { importContract } from '#spine/contracts/import-contract.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { spineMigrations } from '#spine/database/migrations.ts'
import { openEvidenceKeeping } from '#spine/evidence/evidence-keeping.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { createTestDatabase, personWith, testRuntime } from '#tests/support/test-database.ts'
import { inspectionMigrations } from '../database/migrations.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { inspection } from '../service.ts'

type Connection = { readonly connector: string; readonly settings: unknown; readonly secrets?: unknown; readonly limits?: Partial<Limits> }

const CONTRACT = path.resolve(import.meta.dirname, '../../../contracts/beijing-credit-platform-2024')

/** A centre without its outside: the contract loaded, real doors to whatever the test registers, jobs carried out by hand. */
export async function inspectionTestBed(options: { now?: string } = {}) {
  const database = await createTestDatabase([platformMigrations, spineMigrations, inspectionMigrations])
  const home = mkdtempSync(path.join(tmpdir(), 'inspection-'))
  after(() => rmSync(home, { recursive: true, force: true }))
  const key = randomBytes(32)
  const secretBox = createSecretBox({ current: { id: '00000001', key }, find: () => key })
  const files = openFileStore(path.join(home, 'files'))
  const keeping = await openEvidenceKeeping({ home, files, box: secretBox })
  const documents = openDocumentRenderer()
  after(() => documents.close())
  const connections = new Map<string, Connection>()
  const calendar = shippedCalendar()
  const attached: SpineAttached = {
    async openDoor(componentId, { signal, budgetMs } = {}) {
      const connection = connections.get(componentId)
      const connector = connectors.find((one) => one.kind === connection?.connector)
      if (!connection || !connector) throw new Error('no connection')
      return connector.open({
        settings: connector.settings.parse(connection.settings),
        secrets: connector.secrets.parse(connection.secrets ?? {}),
        limits: { ...defaultLimits, connectTimeoutMs: 1_500, questionTimeoutMs: 3_000, ...connection.limits, ...(budgetMs ? { budgetMs } : {}) },
        allowList: { entries: ['127.0.0.0/8'] },
        clock: systemClock,
        ...(signal ? { signal } : {}),
      })
    },
    files,
    keeping,
    secretBox,
    connectors: new Map(connectors.map((connector) => [connector.kind, connector])),
    documents,
    deliveryDoors: [],
    services: new Map([[inspection.name, inspection]]),
    calendar: () => calendar,
  }
  const plain = testRuntime<SpineAttached>(database, { attached })
  const clock = manualClock(new Date(options.now ?? '2024-09-02T09:00:00+08:00'))
  const runtime = { ...plain, clock }
  const as = <T>(actor: Actor, work: (ctx: SpineCtx) => Promise<T>) => act(runtime, actor, work)
  const asSystem = <T>(work: (ctx: SpineCtx) => Promise<T>) => as({ kind: 'system', name: '测试' }, work)
  await asSystem((ctx) => importContract(ctx, loadContract(CONTRACT)))

  const people = new Map<string, Actor>()
  return {
    ...database,
    runtime,
    clock,
    as,
    asSystem,
    /** Registers a component and the connection that leads to it. */
    async register(component: { subsystem: string; kind: string; name: string; title: string }, connection?: Connection): Promise<string> {
      return asSystem(async (ctx) => {
        const componentId = newId(ctx.now)
        const db = inspectionTables(ctx)
        await db.insertInto('spine.component').values({ componentId, ...component, registeredAt: ctx.now, registeredBy: null }).execute()
        if (connection) {
          await db.insertInto('spine.connection').values({ componentId, connector: connection.connector, settings: JSON.stringify(connection.settings), changedAt: ctx.now }).execute()
          connections.set(componentId, connection)
        }
        return componentId
      })
    },
    reconnect(componentId: string, connection: Connection): void {
      connections.set(componentId, connection)
    },
    /** A person of the user table with these permissions. */
    async person(name: string, permissions: readonly string[]): Promise<Actor> {
      const known = people.get(name)
      if (known) return known
      const userId = newId(runtime.clock.now())
      await asSystem(async (ctx) => {
        await inspectionTables(ctx).insertInto('platform.userAccount').values({ userId, username: `user${people.size + 1}x`, displayName: name, passwordHash: 'x', passwordChangedAt: ctx.now, createdAt: ctx.now, updatedAt: ctx.now }).execute()
      })
      const person = personWith(permissions, { userId, displayName: name })
      people.set(name, person)
      return person
    },
    /** Carries out every work order that was opened and not performed yet, as the worker would; refusals named in `mayRefuse` are left to be tried again. */
    async work(signal: AbortSignal = new AbortController().signal, mayRefuse: readonly string[] = []): Promise<void> {
      for (const { name, payload } of runtime.jobs.sent.splice(0)) {
        if (name !== performWorkOrderJob.name) continue
        await performWorkOrderJob.perform(runtime, payload as { workOrderId: string }, { id: 'test', signal }).catch((error: unknown) => {
          if (!(error instanceof AppError && mayRefuse.includes(error.code))) throw error
        })
      }
    },
  }
}

export type InspectionTestBed = Awaited<ReturnType<typeof inspectionTestBed>>
