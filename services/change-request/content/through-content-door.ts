import { ConnectorError, type ContentDoor } from '#connectors/connector.ts'
import type { SpineAttached } from '#spine/spine.ts'
import { contentDraftErrors } from '../changes/change.ts'

/** Target time that one visit may use: publish, two channels read back, and a list of every version. */
const BUDGET_MS = 60_000

/** Opens the door to law enforcement's content, does the work, and closes it whatever happens. Outside any transaction. */
export async function throughContentDoor<T>({ openDoor }: Pick<SpineAttached, 'openDoor'>, componentId: string, work: (content: ContentDoor) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const door = await openDoor(componentId, { budgetMs: BUDGET_MS, ...(signal ? { signal } : {}) })
  try {
    if (!door.content) throw contentDraftErrors['no-interface']({ detail: '该部件的连接方式没有填写内容维护接口' })
    return await work(door.content)
  } finally {
    await door.close()
  }
}

/** What the target said instead of an answer, in Chinese. A fault of ours is thrown. */
export function toldFailure(error: unknown): string {
  if (error instanceof ConnectorError) return error.message
  throw error
}
