import { z } from 'zod'

/** What is used of the management API's replies (its own HTTP documentation); a reply without them is no answer. */
const count = z.number().default(0)

export const overviewReply = z.object({
  rabbitmq_version: z.string(),
  object_totals: z.object({ queues: count, connections: count, channels: count, consumers: count }).partial().default({}),
  queue_totals: z.object({ messages_ready: count, messages_unacknowledged: count }).partial().default({}),
  message_stats: z.object({ drop_unroutable: count, return_unroutable: count }).partial().default({}),
})

export const nodesReply = z.array(
  z.object({
    name: z.string(),
    running: z.boolean(),
    // Absent while a node is down.
    mem_used: z.number().optional(),
    mem_limit: z.number().optional(),
    mem_alarm: z.boolean().default(false),
    disk_free: z.number().optional(),
    disk_free_limit: z.number().optional(),
    disk_free_alarm: z.boolean().default(false),
    fd_used: z.number().optional(),
    fd_total: z.number().optional(),
    sockets_used: z.number().optional(),
    sockets_total: z.number().optional(),
    proc_used: z.number().optional(),
    proc_total: z.number().optional(),
    uptime: z.number().optional(),
    partitions: z.array(z.string()).default([]),
    applications: z.array(z.object({ name: z.string(), version: z.string() })).default([]),
  }),
)

export const queuesReply = z.array(
  z.object({
    name: z.string(),
    vhost: z.string(),
    durable: z.boolean().default(false),
    consumers: count,
    messages_ready: count,
    messages_unacknowledged: count,
  }),
)

export type Overview = z.output<typeof overviewReply>
export type Nodes = z.output<typeof nodesReply>
export type Queues = z.output<typeof queuesReply>
