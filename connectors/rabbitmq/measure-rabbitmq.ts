import type { Measured } from '../limit-door.ts'
import type { Nodes, Overview, Queues } from './management-replies.ts'
import type { RabbitmqMeasure } from './questions.ts'

export type Replies = { overview(): Promise<Overview>; nodes(): Promise<Nodes>; queues(): Promise<Queues> }
type ReplyMeasure = Exclude<RabbitmqMeasure, 'amqp-handshake-ms' | 'management-ms'>

/** One measure from the replies that it needs; nothing else is fetched. */
export async function measureRabbitmq(measure: ReplyMeasure, replies: Replies): Promise<Measured> {
  switch (measure) {
    case 'queue-ready-max':
      return fullest(await replies.queues(), 'messages_ready')
    case 'queue-unacked-max':
      return fullest(await replies.queues(), 'messages_unacknowledged')
    case 'queues-without-consumer': {
      const lonely = (await replies.queues()).filter((queue) => queue.consumers === 0 && (queue.durable || queue.messages_ready > 0))
      return { value: lonely.length, raw: lonely.map(({ vhost, name, messages_ready: ready }) => ({ vhost, name, ready })) }
    }
    case 'ready-total':
    case 'unacked-total': {
      const totals = (await replies.overview()).queue_totals
      return { value: (measure === 'ready-total' ? totals.messages_ready : totals.messages_unacknowledged) ?? 0, raw: totals }
    }
    case 'queues':
    case 'connections':
    case 'channels':
    case 'consumers': {
      const totals = (await replies.overview()).object_totals
      return { value: totals[measure] ?? 0, raw: totals }
    }
    case 'unroutable': {
      const stats = (await replies.overview()).message_stats
      return { value: (stats.drop_unroutable ?? 0) + (stats.return_unroutable ?? 0), raw: stats }
    }
    case 'memory-ratio':
      return worst(await replies.nodes(), (node) => [node.mem_used, node.mem_limit], Math.max)
    case 'fd-ratio':
      return worst(await replies.nodes(), (node) => [node.fd_used, node.fd_total], Math.max)
    case 'socket-ratio':
      return worst(await replies.nodes(), (node) => [node.sockets_used, node.sockets_total], Math.max)
    case 'process-ratio':
      return worst(await replies.nodes(), (node) => [node.proc_used, node.proc_total], Math.max)
    case 'disk-free-ratio':
      return worst(await replies.nodes(), (node) => [node.disk_free, node.disk_free_limit], Math.min)
    case 'alarms':
      return total(await replies.nodes(), (node) => Number(node.mem_alarm) + Number(node.disk_free_alarm))
    case 'partitions':
      return total(await replies.nodes(), (node) => node.partitions.length)
    case 'nodes-down':
      return total(await replies.nodes(), (node) => Number(!node.running))
    case 'versions': {
      const versions = (await replies.nodes()).map((node) => ({ node: node.name, version: node.applications.find(({ name }) => name === 'rabbit')?.version ?? '' }))
      return { value: new Set(versions.map(({ version }) => version).filter((version) => version !== '')).size, raw: versions }
    }
    case 'uptime-s': {
      const nodes = await replies.nodes()
      const uptimes = nodes.flatMap((node) => (node.uptime === undefined ? [] : [node.uptime]))
      return { value: uptimes.length === 0 ? null : Math.round(Math.min(...uptimes) / 1_000), unit: 's', raw: nodes.map(({ name, uptime }) => ({ node: name, uptime })) }
    }
  }
}

function fullest(queues: Queues, field: 'messages_ready' | 'messages_unacknowledged'): Measured {
  const sorted = queues.toSorted((a, b) => b[field] - a[field])
  return { value: sorted[0]?.[field] ?? 0, raw: sorted.slice(0, 20).map((queue) => ({ vhost: queue.vhost, name: queue.name, [field]: queue[field] })) }
}

/** The worst node decides; a node that is down has no figures and is counted by `nodes-down`. */
function worst(nodes: Nodes, of: (node: Nodes[number]) => readonly [number | undefined, number | undefined], choose: (...ratios: number[]) => number): Measured {
  const raw = nodes.map((node) => ({ node: node.name, used: of(node)[0], limit: of(node)[1] }))
  const ratios = raw.flatMap(({ used, limit }) => (used === undefined || limit === undefined || limit === 0 ? [] : [used / limit]))
  return { value: ratios.length === 0 ? null : choose(...ratios), unit: 'ratio', raw }
}

function total(nodes: Nodes, of: (node: Nodes[number]) => number): Measured {
  return { value: nodes.reduce((sum, node) => sum + of(node), 0), raw: nodes.map((node) => ({ node: node.name, running: node.running, count: of(node) })) }
}
