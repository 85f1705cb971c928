import type { BlockList } from 'node:net'
import type { Clock } from '#platform/clock/clock.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Logger } from '#platform/logging/logger.ts'
import { formatInstant } from '#shared/instant.ts'
import { openEventOutbox, type EventOutbox } from './open-event-outbox.ts'
import { openSipListener, type SipListener } from './open-sip-listener.ts'

export type TelephoneBridge = { readonly port: number; readonly listener: SipListener; readonly outbox: EventOutbox; stop(): Promise<void> }

export type BridgeOptions = {
  readonly host: string
  readonly port: number
  /** Who may call: the exchange. */
  readonly peers: BlockList
  readonly answerAfterMs?: number
  /** Where events go, `https://centre/api/telephone-sources/<source>/events`. */
  readonly webhookUrl: string
  readonly secret: string
  /** Folder of the events that have not arrived yet. */
  readonly queueFolder: string
  readonly clock: Clock
  readonly log: Logger
}

/** Turns the calls of a SIP exchange into signed events of the centre's webhook; none is lost while the centre is away. */
export async function startTelephoneBridge({ webhookUrl, secret, queueFolder, ...sip }: BridgeOptions): Promise<TelephoneBridge> {
  const outbox = await openEventOutbox({ folder: queueFolder, url: webhookUrl, secret, clock: sip.clock, log: sip.log })
  const listener = await openSipListener({
    ...sip,
    // The id follows from call and kind: a packet repeated after a restart makes no second event.
    onSight: ({ at, ...sight }) => outbox.keep({ eventId: sm3(`${sight.callId} ${sight.kind}`).slice(0, 32), ...sight, at: formatInstant(at) } as { eventId: string }),
  }).catch(async (error: unknown) => {
    await outbox.close()
    throw error
  })
  return {
    port: listener.port,
    listener,
    outbox,
    async stop() {
      await listener.close()
      await outbox.close()
    },
  }
}
