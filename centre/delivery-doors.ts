import { openWebhookDoor } from '#connectors/open-webhook-door.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import type { Executor } from '#platform/context/context.ts'
import type { DeliveryDoor } from '#platform/delivery/delivery-door.ts'
import { openMailDoor } from '#platform/delivery/open-mail-door.ts'
import { allowListOf } from '#spine/systems/open-door.ts'

export type DeliverySettings = Pick<Config, 'smtpUrl' | 'mailFrom' | 'webhook' | 'publicUrl'>

/** The ways by which reminders leave this installation: those that are configured, none otherwise. */
export function openDeliveryDoors({ smtpUrl, mailFrom, webhook }: DeliverySettings, { database, clock }: { database: Executor; clock: Clock }): readonly DeliveryDoor[] {
  return [
    ...(smtpUrl ? [openMailDoor({ url: smtpUrl, from: mailFrom })] : []),
    ...(webhook ? [openWebhookDoor({ ...webhook, clock, allowList: () => allowListOf(database) })] : []),
  ]
}
