/** A centre that does one backup and nothing else, as a process of its own, so that a test can kill it: `run-backup.fixture.ts URL HOME KEY SOURCE`. */
import { connectors } from '#connectors/index.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { createDoors } from '#spine/systems/open-door.ts'
import { act } from '#platform/context/runtime.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { backupActor, performBackup } from '../runs/perform-backup.ts'
import { listSources } from '../runs/sources.ts'

const [url = '', home = '', hex = '', sourceKey = ''] = process.argv.slice(2)
const key = Buffer.from(hex, 'hex')
const log = createLogger({ name: 'fixture', level: 'silent' })
const database = connectDatabase({ url, applicationName: 'fixture', maxConnections: 4, log })
const secretBox = createSecretBox({ current: { id: '00000001', key }, find: () => key })
const doorKinds = new Map(connectors.map((connector) => [connector.kind as string, connector]))
const attached = { openDoor: createDoors({ database: database.kysely, clock: systemClock, secretBox, connectors: doorKinds }), connectors: doorKinds, secretBox, installation: { home, databaseUrl: url } }
const runtime = { name: 'fixture', database: database.kysely, clock: systemClock, log, jobs: { within: () => ({ send: async () => {} }) }, attached } as unknown as SpineRuntime
const source = (await act(runtime, backupActor, (ctx) => listSources(ctx))).find(({ key: own }) => own === sourceKey)
if (!source) throw new Error(`no source ${sourceKey}`)
process.stdout.write('begun\n')
const outcome = await performBackup(runtime, source, { workOrderId: null })
process.stdout.write(`${JSON.stringify(outcome)}\n`)
await database.close()
