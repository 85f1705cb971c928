import { systemClock } from '#platform/clock/clock.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Connector } from '../connector.ts'

/** A process of its own that carries out one order and is killed by whoever watches what passes on the wire. */
process.once('message', async (asked: { kind: string; settings: unknown; secrets: unknown; order: never; warrant: never }) => {
  // Only the one: a process that is started seven times should start fast.
  const connector: Connector = asked.kind === 'postgres' ? (await import('../postgres/postgres.ts')).postgres : (await import('../mysql/mysql.ts')).mysql
  const { defaultLimits } = await import('../connector.ts')
  const door = await connector.open({ settings: connector.settings.parse(asked.settings), secrets: connector.secrets.parse(asked.secrets), limits: { ...defaultLimits, doorsPerTarget: 8 }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })
  process.send?.('ready')
  await door.dataChanges?.applyChange(asked.order, asked.warrant, async (image) => sm3(JSON.stringify(image)))
  process.send?.('done')
  await door.close()
  process.disconnect()
})
