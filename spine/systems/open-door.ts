import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { defaultLimits, type AllowList, type Connector, type Door, type Limits } from '#connectors/connector.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Executor } from '#platform/context/context.ts'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { connectionContext, systemErrors } from './component.ts'

/** Makes the function by which everybody opens doors: register, sealed secrets, allow-list and limits come together here only. */
export function createDoors({ database, clock, secretBox, connectors }: { database: Executor; clock: Clock; secretBox: SecretBox; connectors: ReadonlyMap<string, Connector> }) {
  const register = registerReader(database)
  const settingsOf = settingsReader()
  return async function openDoor(componentId: string, options: { signal?: AbortSignal; budgetMs?: number; limits?: Partial<Limits> } = {}): Promise<Door> {
    const { connections, allowList } = await register(componentId)
    const row = connections.get(componentId)
    if (!row) throw systemErrors['no-connection']()
    const connector = connectors.get(row.connector)
    if (!connector) throw systemErrors['unknown-connector']({ detail: row.connector })
    const opened: unknown = row.secretsSealed === null ? {} : JSON.parse(secretBox.open(row.secretsSealed, connectionContext(componentId)).toString('utf8'))
    const settings = settingsOf(connector, row)
    const secrets = connector.secrets.safeParse(opened)
    if (settings === undefined || !secrets.success) throw systemErrors['bad-settings']({ detail: '登记的连接方式不完整，请重新填写' })
    const limits: Limits = { ...defaultLimits, ...(row.limits as Partial<Limits>), ...options.limits, ...(options.budgetMs ? { budgetMs: options.budgetMs } : {}) }
    return connector.open({ clock, settings, secrets: secrets.data, limits, allowList, ...(options.signal ? { signal: options.signal } : {}) })
  }
}

type Row = { readonly componentId: string; readonly connector: string; readonly settings: unknown; readonly secretsSealed: string | null; readonly limits: unknown; readonly version: number }

/** The checked settings of a row, `undefined` when they are wrong. A version of a connection never changes, so it is checked once. */
function settingsReader() {
  const known = new Map<string, { readonly version: number; readonly settings: unknown }>()
  return (connector: Connector, { componentId, version, settings }: Row): unknown => {
    const before = known.get(componentId)
    if (before?.version === version) return before.settings
    const { data } = connector.settings.safeParse(settings)
    known.set(componentId, { version, settings: data })
    return data
  }
}

/** Reads of the register begin at least this far apart: doors asked for meanwhile share the next one. */
const READ_EVERY_MS = 10

/**
 * Reads connections and allow-list anew for every door, yet once for all doors that were asked for while the next read had
 * to wait: thousands of monitors would otherwise spend more on the register than on their targets.
 */
function registerReader(database: Executor) {
  let allowList: AllowList = { entries: [] }
  let previous: Promise<unknown> = Promise.resolve()
  let nextAt = 0
  let coming: { readonly componentIds: string[]; readonly answer: ReturnType<typeof read> } | undefined

  const read = async (componentIds: readonly string[]) => {
    const { rows } = await sql<{ connections: Row[]; entries: string[] }>`
      select array(select entry from spine.allowed_address order by entry) as entries,
        (select coalesce(jsonb_agg(jsonb_build_object('componentId', component_id, 'connector', connector, 'settings', settings, 'secretsSealed', secrets_sealed, 'limits', limits, 'version', version)), '[]')
          from spine.connection where component_id = any(${componentIds}::uuid[])) as connections`.execute(database)
    const { connections, entries } = rows[0] ?? { connections: [], entries: [] }
    // The same list stays the same object: connectors parse each object once.
    if (entries.join('\n') !== allowList.entries.join('\n')) allowList = { entries }
    return { connections: new Map(connections.map((row) => [row.componentId, row])), allowList }
  }
  const gather = () => {
    const componentIds: string[] = []
    const answer = previous.then(async () => {
      const waitMs = nextAt - performance.now()
      if (waitMs > 0) await pause(waitMs)
      nextAt = performance.now() + READ_EVERY_MS
      coming = undefined
      return read(componentIds)
    })
    previous = answer.catch(() => {})
    return { componentIds, answer }
  }
  return (componentId: string) => {
    coming ??= gather()
    coming.componentIds.push(componentId)
    return coming.answer
  }
}

/** What may be reached now, read from the register. */
export async function allowListOf(database: Executor): Promise<AllowList> {
  const rows = await spineTables({ tx: database }).selectFrom('spine.allowedAddress').select('entry').execute()
  return { entries: rows.map(({ entry }) => entry) }
}
