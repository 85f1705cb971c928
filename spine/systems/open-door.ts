import { defaultLimits, type AllowList, type Connector, type Door, type Limits } from '#connectors/connector.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Executor } from '#platform/context/context.ts'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { connectionContext, systemErrors } from './component.ts'

/** Makes the function by which everybody opens doors: register, sealed secrets, allow-list and limits come together here only. */
export function createDoors({ database, clock, secretBox, connectors }: { database: Executor; clock: Clock; secretBox: SecretBox; connectors: ReadonlyMap<string, Connector> }) {
  const register = registerReader(database)
  return async function openDoor(componentId: string, options: { signal?: AbortSignal; budgetMs?: number } = {}): Promise<Door> {
    const { connections, allowList } = await register(componentId)
    const row = connections.get(componentId)
    if (!row) throw systemErrors['no-connection']()
    const connector = connectors.get(row.connector)
    if (!connector) throw systemErrors['unknown-connector']({ detail: row.connector })
    const opened: unknown = row.secretsSealed === null ? {} : JSON.parse(secretBox.open(row.secretsSealed, connectionContext(componentId)).toString('utf8'))
    const settings = connector.settings.safeParse(row.settings)
    const secrets = connector.secrets.safeParse(opened)
    if (!settings.success || !secrets.success) throw systemErrors['bad-settings']({ detail: '登记的连接方式不完整，请重新填写' })
    const limits: Limits = { ...defaultLimits, ...(row.limits as Partial<Limits>), ...(options.budgetMs ? { budgetMs: options.budgetMs } : {}) }
    return connector.open({ clock, settings: settings.data, secrets: secrets.data, limits, allowList, ...(options.signal ? { signal: options.signal } : {}) })
  }
}

/**
 * Reads connections and allow-list anew for every door, yet once for all doors that were asked for during the read before:
 * thousands of monitors would otherwise spend more on the register than on their targets.
 */
function registerReader(database: Executor) {
  let allowList: AllowList = { entries: [] }
  let previous: Promise<unknown> = Promise.resolve()
  let coming: { readonly componentIds: string[]; readonly answer: ReturnType<typeof read> } | undefined

  const read = async (componentIds: readonly string[]) => {
    const rows = await spineTables({ tx: database }).selectFrom('spine.connection').select(['componentId', 'connector', 'settings', 'secretsSealed', 'limits']).where('componentId', 'in', componentIds).execute()
    const now = await allowListOf(database)
    // The same list stays the same object: connectors parse each object once.
    if (now.entries.join('\n') !== allowList.entries.join('\n')) allowList = now
    return { connections: new Map(rows.map((row) => [row.componentId, row])), allowList }
  }
  const gather = () => {
    const componentIds: string[] = []
    const answer = previous.then(() => {
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
