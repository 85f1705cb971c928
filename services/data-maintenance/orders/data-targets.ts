import { z } from 'zod'
import { dataLimits, type DataChangeDoor, type Door, type Limits } from '#connectors/connector.ts'
import type { SpineAttached, SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import type { SqlDialect } from '../review/sql-statement.ts'
import { orderErrors } from './order-errors.ts'

export type DataTarget = { readonly componentId: string; readonly subsystem: string; readonly title: string; readonly dialect: SqlDialect; readonly schemas: readonly string[]; readonly changes: unknown }

const place = z.object({ host: z.string(), port: z.int(), database: z.string().optional() })
const settings = z.object({ changes: z.object({ schemas: z.array(z.string()).min(1) }).loose() })

/** Databases whose connection says what may be changed there. */
export async function dataTargets(ctx: SpineCtx): Promise<DataTarget[]> {
  const rows = await maintenanceTables(ctx).selectFrom('spine.component as c').innerJoin('spine.connection as k', 'k.componentId', 'c.componentId').select(['c.componentId', 'c.subsystem', 'c.title', 'k.connector', 'k.settings']).where('c.kind', '=', 'data-interface').where('c.isRetired', '=', false).where('k.connector', 'in', ['postgres', 'mysql']).orderBy('c.subsystem').orderBy('c.title').execute()
  return rows.flatMap(({ settings: kept, connector, ...row }) => {
    const parsed = settings.safeParse(kept)
    return parsed.success ? [{ ...row, dialect: connector as SqlDialect, schemas: parsed.data.changes.schemas, changes: parsed.data.changes }] : []
  })
}

export async function findDataTarget(ctx: SpineCtx, componentId: string): Promise<DataTarget> {
  const found = (await dataTargets(ctx)).find((target) => target.componentId === componentId)
  if (found === undefined) throw orderErrors['no-target']()
  return found
}

/** The target that maintains the data of a database of the register: the same server and database, by a connection of its own login. */
export async function targetOfDatabase(ctx: SpineCtx, componentId: string): Promise<DataTarget | undefined> {
  const connections = await maintenanceTables(ctx).selectFrom('spine.connection').select(['componentId', 'connector', 'settings']).execute()
  const placeOf = (id: string) => {
    const found = connections.find((one) => one.componentId === id)
    const parsed = place.safeParse(found?.settings)
    if (found === undefined || !parsed.success) return undefined
    const { host, port, database } = parsed.data
    // A server of MySQL is one target; of PostgreSQL each database is.
    return JSON.stringify([found.connector, host.toLowerCase(), port, found.connector === 'postgres' ? database : ''])
  }
  const wanted = placeOf(componentId)
  return (await dataTargets(ctx)).find((target) => wanted !== undefined && placeOf(target.componentId) === wanted)
}

/** A door for long work, closed afterwards whatever happens. */
export async function withDoor<T>({ openDoor }: Pick<SpineAttached, 'openDoor'>, componentId: string, signal: AbortSignal | undefined, work: (door: Door) => Promise<T>, limits: Partial<Limits> = dataLimits): Promise<T> {
  const door = await openDoor(componentId, { limits, ...(signal === undefined ? {} : { signal }) })
  try {
    return await work(door)
  } finally {
    await door.close()
  }
}

export function withChanges<T>(attached: Pick<SpineAttached, 'openDoor'>, componentId: string, signal: AbortSignal | undefined, work: (changes: DataChangeDoor) => Promise<T>): Promise<T> {
  return withDoor(attached, componentId, signal, (door) => {
    if (door.dataChanges === undefined) throw orderErrors['no-target']()
    return work(door.dataChanges)
  })
}
