import type { AccountDoor } from '#connectors/connector.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { targetErrors } from './targets.store.ts'

/** A long list of accounts is read within it. */
const BUDGET_MS = 600_000

/** A door to the accounts of a target, closed afterwards whatever happens. */
export async function withAccounts<T>({ openDoor }: Pick<SpineAttached, 'openDoor'>, componentId: string, signal: AbortSignal | undefined, work: (accounts: AccountDoor) => Promise<T>): Promise<T> {
  const door = await openDoor(componentId, { budgetMs: BUDGET_MS, ...(signal === undefined ? {} : { signal }) })
  try {
    if (door.accounts === undefined) throw targetErrors['no-accounts']()
    return await work(door.accounts)
  } finally {
    await door.close()
  }
}
