import { sql } from 'kysely'
import pg from 'pg'
import type { Executor } from '#platform/context/context.ts'
import type { Logger } from '#platform/logging/logger.ts'

const CHANNEL = 'xinyun_announcement'
const RETRY_MS = 1_000

/** Word that something happened, heard by every process on the database. It carries no content: who hears it reads for himself, with his own rights. */
export type Announcements = {
  /** Calls `wake` at every announcement of the topic, and once after each time that some may have been missed. Returns how to stop. */
  subscribe(topic: string, wake: () => void): () => void
  close(): Promise<void>
}

/** Announces with the transaction: rolled back, nothing was announced. */
export async function announce(tx: Executor, topic: string): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${topic})`.execute(tx)
}

/** Listens on one connection of its own, opened at the first subscription and again whenever it breaks. */
export function openAnnouncements({ url, log }: { url: string; log: Logger }): Announcements {
  const subscribers = new Map<string, Set<() => void>>()
  let connection: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let isClosed = false

  const wakeAll = () => {
    for (const wakes of subscribers.values()) for (const wake of wakes) wake()
  }
  const lost = (client: pg.Client) => {
    if (isClosed || retry) return
    connection = undefined
    client.removeAllListeners()
    client.on('error', () => {})
    void client.end().catch(() => {})
    retry = setTimeout(() => {
      retry = undefined
      listen()
    }, RETRY_MS).unref()
  }
  const listen = () => {
    const client = new pg.Client({ connectionString: url, application_name: 'xinyun announcements', connectionTimeoutMillis: 10_000, keepAlive: true })
    client.on('notification', ({ payload = '' }) => subscribers.get(payload)?.forEach((wake) => wake()))
    client.on('error', (error) => {
      log.warn({ error: error.message }, 'announcements are not heard for a moment')
      lost(client)
    })
    client.on('end', () => lost(client))
    connection = client.connect().then(async () => {
      await client.query(`listen ${CHANNEL}`)
      wakeAll()
      return client
    })
    connection.catch(() => lost(client))
  }

  return {
    subscribe(topic, wake) {
      const wakes = subscribers.get(topic) ?? new Set()
      subscribers.set(topic, wakes.add(wake))
      if (!connection && !retry && !isClosed) listen()
      return () => void wakes.delete(wake)
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      await connection?.then((client) => client.end()).catch(() => {})
    },
  }
}
