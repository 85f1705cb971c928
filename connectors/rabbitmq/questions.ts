import { z } from 'zod'

/**
 * - `queue-ready-max`, `queue-unacked-max` messages in the fullest queue; `ready-total`, `unacked-total` of all
 * - `queues`, `connections`, `channels`, `consumers` counts; `queues-without-consumer` of queues that hold messages or are durable
 * - `memory-ratio`, `fd-ratio`, `socket-ratio`, `process-ratio` used per limit, worst node; `disk-free-ratio` free disk per alarm limit, worst node
 * - `alarms` number of memory and disk alarms in effect; `partitions`, `nodes-down`, `versions` (different versions in the cluster) counts
 * - `unroutable` messages dropped or returned since the start
 * - `uptime-s` shortest of the nodes
 * - `amqp-handshake-ms` ms to sign in on the AMQP port; `management-ms` ms of one API call
 */
export const rabbitmqMeasures = Object.freeze([
  'queue-ready-max',
  'queue-unacked-max',
  'ready-total',
  'unacked-total',
  'queues',
  'connections',
  'channels',
  'consumers',
  'queues-without-consumer',
  'memory-ratio',
  'fd-ratio',
  'socket-ratio',
  'process-ratio',
  'disk-free-ratio',
  'alarms',
  'partitions',
  'nodes-down',
  'versions',
  'unroutable',
  'uptime-s',
  'amqp-handshake-ms',
  'management-ms',
] as const)
export type RabbitmqMeasure = (typeof rabbitmqMeasures)[number]

export const rabbitmqQuestion = z.strictObject({ measure: z.enum(rabbitmqMeasures) })
