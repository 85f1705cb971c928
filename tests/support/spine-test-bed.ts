import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { connectors } from '#connectors/index.ts'
import { programFolder } from '#platform/config/config.ts'
import type { Actor } from '#platform/context/context.ts'
import { act } from '#platform/context/runtime.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { openDocumentRenderer } from '#platform/documents/document-renderer.ts'
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
import { createDoors } from '#spine/systems/open-door.ts'
import { createTestDatabase, personWith, testRuntime } from './test-database.ts'

export const CONTRACT_2024 = path.join(programFolder, 'contracts', 'beijing-credit-platform-2024')

/** The spine on a database of the test's own, with the 2024 contract in force (or another) and a clock that the test moves. */
export async function spineTestBed(options: { now?: string; services?: readonly Service[]; migrations?: readonly MigrationSet[]; document?: ContractDocument | null } = {}) {
  const database = await createTestDatabase([platformMigrations, spineMigrations, ...(options.migrations ?? [])])
  const home = mkdtempSync(path.join(tmpdir(), 'spine-'))
  after(() => rmSync(home, { recursive: true, force: true }))
  const key = randomBytes(32)
  const secretBox = createSecretBox({ current: { id: '00000001', key }, find: () => key })
  const files = openFileStore(path.join(home, 'files'))
  const documents = openDocumentRenderer()
  after(() => documents.close())
  const calendar = { current: shippedCalendar() }
  const plain = testRuntime(database, options.now ? { now: options.now } : {})
  const doorKinds = new Map(connectors.map((connector) => [connector.kind as string, connector]))
  const attached: SpineAttached = {
    openDoor: createDoors({ database: database.kysely, clock: plain.clock, secretBox, connectors: doorKinds }),
    connectors: doorKinds,
    files,
    keeping: await openEvidenceKeeping({ home, files, box: secretBox }),
    documents,
    secretBox,
    deliveryDoors: [],
    services: new Map((options.services ?? []).map((service) => [service.name, service])),
    calendar: () => calendar.current,
  }
  const runtime = { ...plain, attached }
  const as = <T>(actor: Actor, work: (ctx: SpineCtx) => Promise<T>) => act(runtime, actor, work)
  const asSystem = <T>(work: (ctx: SpineCtx) => Promise<T>) => as({ kind: 'system', name: '测试' }, work)
  if (options.document !== null) await asSystem((ctx) => importContract(ctx, options.document ?? loadContract(CONTRACT_2024)))

  return {
    ...database,
    home,
    runtime,
    clock: plain.clock,
    jobs: plain.jobs,
    calendar,
    as,
    asSystem,
    at: (instant: string) => plain.clock.set(new Date(instant)),
    /** A person with an account, as the tables ask for one, and exactly these permissions. */
    async person(displayName: string, permissions: readonly string[]): Promise<Actor & { kind: 'person' }> {
      const userId = randomUUID()
      await database.pool.query(
        `insert into platform.user_account (user_id, username, display_name, password_hash, password_changed_at, created_at, updated_at)
         values ($1, $2, $3, 'x', now(), now(), now())`,
        [userId, `u${userId.slice(0, 8)}`, displayName],
      )
      return personWith(permissions, { userId, displayName }) as Actor & { kind: 'person' }
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
