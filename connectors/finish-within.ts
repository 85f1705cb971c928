import type { ConnectorError } from './connector.ts'

/**
 * Runs `work` until it finishes, the time is up, or one of the signals aborts. Then `work`'s own signal aborts and
 * `sever` cuts what cannot listen to a signal; the promise rejects at once, whether or not the work stops.
 * An abort rejects with the reason of the aborting signal, a timeout with `late()`.
 */
export async function finishWithin<T>(
  limit: { readonly ms: number; readonly late: () => ConnectorError; readonly signals: ReadonlyArray<AbortSignal | undefined>; readonly sever?: () => void },
  work: (signal: AbortSignal, stop: (reason: Error) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const listeners: Array<() => void> = []
  let stop: (reason: unknown) => void = () => {}
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = (reason) => {
      if (controller.signal.aborted) return
      reject(reason)
      controller.abort(reason)
      limit.sever?.()
    }
  })
  const timer = setTimeout(() => stop(limit.late()), limit.ms)
  try {
    for (const signal of limit.signals) {
      if (signal === undefined) continue
      if (signal.aborted) stop(signal.reason)
      const listen = () => stop(signal.reason)
      signal.addEventListener('abort', listen, { once: true })
      listeners.push(() => signal.removeEventListener('abort', listen))
    }
    if (controller.signal.aborted) return await stopped
    return await Promise.race([work(controller.signal, stop), stopped])
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
    for (const remove of listeners) remove()
  }
}
