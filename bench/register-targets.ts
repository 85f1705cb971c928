import type { Centre } from '#centre/open-centre.ts'
import { allowAddress as allow } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection, type SetConnection } from '#spine/systems/set-connection.ts'

const SUBSYSTEM = 'market-supervision'

export async function allowAddress(centre: Centre, entry: string): Promise<void> {
  await centre.asSystem('基准', (ctx) => allow(ctx, entry, '基准测试'))
}

/** Puts targets into the register by the verbs that people use; answers their component ids in order. */
export async function registerTargets(centre: Centre, kind: 'web-application' | 'database', connections: readonly SetConnection[]): Promise<string[]> {
  return centre.asSystem('基准', async (ctx) => {
    const ids: string[] = []
    for (const [at, connection] of connections.entries()) {
      const id = await registerComponent(ctx, { subsystem: SUBSYSTEM, kind, name: `${kind}-${at}-${ctx.traceId}`, title: `基准目标 ${at}` })
      await setConnection(ctx, id, connection)
      ids.push(id)
    }
    return ids
  })
}
