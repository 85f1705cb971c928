import type { ContentKind, MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'

/** The number of the version of a text that the synthetic past was made with. */
export type ContentIds = (kind: ContentKind, code: string) => number

/** The day from which the first versions are in force: before everything that the synthetic past used them for. */
const VALID_FROM = '2023-10-30'

export async function loadContent(context: SeedContext, contents: readonly MaintainedContent[]): Promise<ContentIds> {
  await context.load('enforcement.content_version', contents.map(({ kind, code, title, body }, at) => ({
    content_version_id: at + 1, kind, code, version: 1, title, body, valid_from: VALID_FROM, valid_to: null, order_no: '初始', publisher: '系统初始化', published_at: `${VALID_FROM}T09:00:00+08:00`, change_no: at + 1,
  })))
  const ids = new Map(contents.map(({ kind, code }, at) => [`${kind} ${code}`, at + 1]))
  return (kind, code) => {
    const id = ids.get(`${kind} ${code}`)
    if (id === undefined) throw new Error(`no ${kind} ${code} among the first versions`)
    return id
  }
}
