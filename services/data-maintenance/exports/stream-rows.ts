import type { Door, StreamedBatch } from '#connectors/connector.ts'

export type ResultColumn = { readonly name: string; readonly kind: StreamedBatch['kinds'][number] }
export type Result = { readonly columns: readonly ResultColumn[]; readonly rows: AsyncGenerator<ReadonlyArray<readonly unknown[]>> }
export type Question = { readonly text: string; readonly parameters: readonly unknown[] }

/**
 * The rows of a statement as they are pulled, a batch at a time; the target waits meanwhile. The columns are there before the
 * first row. Left before its end, the statement is given up.
 */
export async function openResult(door: Door, { text, parameters }: Question, signal?: AbortSignal): Promise<Result> {
  if (door.stream === undefined) throw new Error('the door does not stream')
  const stop = new AbortController()
  const waiting: Array<{ batch: StreamedBatch; taken: () => void; refused: (error: Error) => void }> = []
  let wake = () => {}
  let isOver = false
  let failure: unknown
  const told = () => new Promise<void>((resolve) => { wake = resolve })
  let arrival = told()
  const announce = () => {
    const ring = wake
    arrival = told()
    ring()
  }
  const running = door
    .stream(text, (batch) => new Promise<void>((taken, refused) => {
      waiting.push({ batch, taken, refused })
      announce()
    }), { signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]), parameters })
    .catch((error: unknown) => { failure = error })
    .finally(() => {
      isOver = true
      announce()
    })
  const next = async () => {
    for (;;) {
      const head = waiting.shift()
      if (head) return head
      if (isOver) {
        if (failure !== undefined) throw failure instanceof Error ? failure : new Error('the statement failed')
        return undefined
      }
      await arrival
    }
  }
  const first = await next()
  if (first === undefined) throw new Error('the target told no columns')
  const columns = first.batch.columns.map((name, at) => ({ name, kind: first.batch.kinds[at] ?? 'text' }))
  return {
    columns,
    rows: (async function* rows() {
      let head: Awaited<ReturnType<typeof next>> = first
      try {
        while (head !== undefined) {
          if (head.batch.rows.length > 0) yield head.batch.rows
          head.taken()
          head = await next()
        }
      } finally {
        if (!isOver) {
          const given = new DOMException('the reader has left', 'AbortError')
          // Refused, the door ends its transaction in peace; cut off only where nothing can be refused.
          if (head === undefined) stop.abort(given)
          else head.refused(given)
          await running
        }
      }
    })(),
  }
}
