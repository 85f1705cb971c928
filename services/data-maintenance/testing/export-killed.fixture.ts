import { createDoors } from '#spine/systems/open-door.ts'
import { connectors } from '#connectors/index.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { performGeneration } from '../exports/perform-generation.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { dataMaintenance } from '../service.ts'

/** A worker of its own that makes one file and is killed by whoever watches it. It tells of every act that it begins. */
process.once('message', async (asked: { url: string; home: string; key: string; workOrderId: string; requestId: string; now: string }) => {
  const log = createLogger({ name: 'killed', level: 'silent' })
  const database = connectDatabase({ url: asked.url, applicationName: 'killed', maxConnections: 4, log })
  const key = Buffer.from(asked.key, 'hex')
  const secretBox = createSecretBox({ current: { id: '00000001', key }, find: () => key })
  const doorKinds = new Map(connectors.map((connector) => [connector.kind as string, connector]))
  const clock = { now: () => new Date(asked.now) }
  const runtime = {
    name: 'killed', database: database.kysely, clock, log,
    jobs: { within: () => ({ send: async () => {} }) },
    attached: { openDoor: createDoors({ database: database.kysely, clock: systemClock, secretBox, connectors: doorKinds }), secretBox, installation: { home: asked.home, databaseUrl: asked.url }, services: new Map([[dataMaintenance.name, dataMaintenance]]) },
  } as unknown as SpineRuntime
  process.send?.('ready')
  await performGeneration(runtime, { workOrderId: asked.workOrderId, subsystem: 'law-enforcement', occurrenceId: null, obligationCode: null, input: { requestId: asked.requestId }, signal: new AbortController().signal })
  process.send?.('done')
  await database.close()
  process.disconnect()
})
