import type { Target } from './allow-list.ts'
import { ConnectorError, type Limits } from './connector.ts'

/** Doors at once on one address and port when the limits do not say: an inspection must not be a load on its target. */
const DOORS_PER_TARGET = 4

type Gate = { open: number; readonly waiting: Array<() => void> }
const gates = new Map<string, Gate>()

/**
 * Waits for a free place on the target and returns the function that gives it back (safe to call twice).
 * Waiting longer than `connectTimeoutMs` is `over-budget`, not `timeout`: our own limit must never read as an outage of the target.
 */
export async function enterTarget(target: Target, limits: Limits, signal?: AbortSignal): Promise<() => void> {
  signal?.throwIfAborted()
  const gate = gates.get(target.key) ?? { open: 0, waiting: [] }
  gates.set(target.key, gate)
  if (gate.open < (limits.doorsPerTarget ?? DOORS_PER_TARGET)) gate.open += 1
  else await waitForPlace(gate, target, limits.connectTimeoutMs, signal)

  let isInside = true
  return () => {
    if (!isInside) return
    isInside = false
    const next = gate.waiting.shift()
    if (next !== undefined) return next()
    gate.open -= 1
    if (gate.open === 0) gates.delete(target.key)
  }
}

/** A place that becomes free is handed over, so `open` does not change. */
function waitForPlace(gate: Gate, target: Target, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
    const enter = () => {
      settle()
      resolve()
    }
    const leave = (reason: Error) => {
      settle()
      gate.waiting.splice(gate.waiting.indexOf(enter), 1)
      reject(reason)
    }
    const giveUp = () => leave(signal?.reason instanceof Error ? signal.reason : new Error('aborted'))
    const timer = setTimeout(() => leave(new ConnectorError('over-budget', `超出本次检查的开销上限：${target.host}:${target.port} 上的并发连接已满，等待 ${waitMs} 毫秒仍无空位`)), waitMs)
    signal?.addEventListener('abort', giveUp, { once: true })
    gate.waiting.push(enter)
  })
}
