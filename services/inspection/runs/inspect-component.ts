import { ConnectorError, type ConnectorFailure, type Door } from '#connectors/connector.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { Check, CheckVerdict, Judge } from '../checks/check.ts'
import { judgeValue, scaled, type CapturedValue } from '../checks/judge-value.ts'

/** One row of a run that has no result yet. */
export type PendingItem = { readonly runItemId: string; readonly subsystem: string; readonly check: Check; readonly judge: Judge; readonly previous: CapturedValue | undefined }

export type CapturedResult = {
  readonly runItemId: string
  readonly verdict: CheckVerdict
  readonly value: CapturedValue
  readonly unit: string
  readonly previous: CapturedValue | undefined
  readonly delta: number | null
  readonly reason: string
  readonly tookMs: number | null
  readonly engine: string
  readonly engineVersion: string
  readonly raw: unknown
  readonly capturedAt: Date
}

export type ComponentWork = {
  readonly items: readonly PendingItem[]
  readonly clock: Clock
  readonly signal: AbortSignal
  open(): Promise<Door>
  /** What the evidence of another module says to a check that asks no target. */
  prove(proof: NonNullable<Check['proof']>, subsystem: string): Promise<{ readonly verdict: CheckVerdict; readonly reason: string; readonly raw: unknown }>
  emit(result: CapturedResult): void
}

/** The target itself is at fault: its reachability check is 异常 then. Everything else is our own limit or a missing right. */
const OUTAGES: ReadonlySet<ConnectorFailure> = new Set(['unreachable', 'timeout', 'refused', 'bad-answer'])
/** After these a door may have lost its connection. */
const SEVERING: ReadonlySet<ConnectorFailure> = new Set(['unreachable', 'timeout'])
/** How often a door is opened anew for one component before the rest is given up. */
const MAX_DOORS = 3

/**
 * Asks one component everything that is still open, through one door, reachability first. Each row gets exactly one
 * result; a target that does not answer costs its time limit once, not once a row. Throws only when the signal aborts.
 */
export async function inspectComponent(work: ComponentWork): Promise<void> {
  let door: Door | undefined
  let doors = 0
  let givenUp: string | undefined
  const closeDoor = async () => {
    const closing = door
    door = undefined
    await closing?.close().catch(() => {})
  }
  try {
    for (const item of work.items.toSorted((one, other) => Number(other.check.isReachability) - Number(one.check.isReachability))) {
      work.signal.throwIfAborted()
      if (item.check.unavailable !== undefined) {
        work.emit(withoutValue(work, item, 'unchecked', item.check.unavailable))
        continue
      }
      if (item.check.proof !== undefined) {
        const { verdict, reason, raw } = await work.prove(item.check.proof, item.subsystem)
        work.emit({ ...withoutValue(work, item, 'unchecked', reason), verdict, raw })
        continue
      }
      if (givenUp !== undefined) {
        work.emit(withoutValue(work, item, 'unchecked', givenUp))
        continue
      }
      let isOpening = door === undefined
      try {
        if (door === undefined) {
          doors += 1
          door = await work.open()
        }
        isOpening = false
        const answer = await door.ask?.(item.check.question, work.signal)
        if (!answer) throw new ConnectorError('unsupported', '该连接方式不能回答检查')
        const value = scaled(answer.value, item.check.factor)
        const unit = item.check.unit || (answer.unit ?? '')
        work.emit({ runItemId: item.runItemId, value, unit, previous: item.previous, ...judgeValue(item.judge, value, item.previous, item.check.whenNull, unit), tookMs: Math.round(answer.tookMs * 100) / 100, engine: door.identity.engine, engineVersion: door.identity.version, raw: answer.raw, capturedAt: work.clock.now() })
      } catch (error) {
        work.signal.throwIfAborted()
        const { failure, reason } = explain(error)
        const isOutage = failure !== undefined && OUTAGES.has(failure)
        work.emit(withoutValue(work, item, item.check.isReachability && isOutage ? 'abnormal' : 'unchecked', reason, door))
        const isDown = isOutage && (isOpening || (item.check.isReachability && failure !== 'bad-answer'))
        if (isDown || isOpening || failure === 'over-budget') givenUp = reason
        else if (failure !== undefined && SEVERING.has(failure)) {
          await closeDoor()
          if (doors >= MAX_DOORS) givenUp = reason
        }
      }
    }
  } finally {
    await closeDoor()
  }
}

/** A result for a row that got no value, and why. */
export function withoutValue({ clock }: Pick<ComponentWork, 'clock'>, item: Pick<PendingItem, 'runItemId' | 'previous'>, verdict: 'abnormal' | 'unchecked', reason: string, door?: Door): CapturedResult {
  return { runItemId: item.runItemId, verdict, value: null, unit: '', previous: item.previous, delta: null, reason, tookMs: null, engine: door?.identity.engine ?? '', engineVersion: door?.identity.version ?? '', raw: null, capturedAt: clock.now() }
}

function explain(error: unknown): { failure?: ConnectorFailure; reason: string } {
  if (error instanceof ConnectorError) return { failure: error.failure, reason: error.message }
  if (error instanceof AppError) return { reason: error.message }
  return { reason: `检查程序出错：${error instanceof Error ? error.message : String(error)}`.slice(0, 500) }
}
