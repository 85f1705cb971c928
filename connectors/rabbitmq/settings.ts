import { z } from 'zod'

import { tlsTrust } from '../http-exchange.ts'

/** One RabbitMQ node, asked through its management HTTP API and greeted on its AMQP port. */
export const rabbitmqSettings = z.strictObject({
  host: z.string().min(1),
  /** Management HTTP API. */
  port: z.int().min(1).max(65_535).default(15_672),
  isSecure: z.boolean().default(false),
  tls: tlsTrust.prefault({}),
  /** AMQP 0-9-1 listener. */
  amqpPort: z.int().min(1).max(65_535).default(5672),
  /** Account of the inspection: tag `monitoring`, and on each virtual host permissions that match nothing (`^$`), without which its queues are hidden. */
  username: z.string().min(1),
})
export type RabbitmqSettings = z.output<typeof rabbitmqSettings>

export const rabbitmqSecrets = z.strictObject({ password: z.string().default('') })
export type RabbitmqSecrets = z.output<typeof rabbitmqSecrets>
