import type { TableComment } from '#shared/maintenance/comment-order.ts'
import type { DataLimits } from '../connector.ts'
import { failure } from '../network-failure.ts'
import type { ChangeEngine, CommentPlace } from './change-engine.ts'

const NAMED = 10

/** Every place is looked at before the first is written, and read back after the last was. */
export async function writeComments(comments: readonly TableComment[], { engine, limits, schemas }: { engine: ChangeEngine; limits: DataLimits; schemas: readonly string[] }, signal?: AbortSignal): Promise<{ written: number; present: number }> {
  const refuse = (what: string, places: readonly CommentPlace[]) => {
    if (places.length > 0) throw failure('conflict', engine.where, `${what}：${places.slice(0, NAMED).map(placeName).join('、')}${places.length > NAMED ? ` 等 ${places.length} 处` : ''}`)
  }
  const foreign = comments.filter(({ schema }) => !schemas.includes(schema))
  if (foreign.length > 0) throw failure('forbidden', engine.where, `不在维护范围内的模式：${[...new Set(foreign.map(({ schema }) => schema))].join('、')}`)
  const written = await engine.transact('write', limits, async (session) => {
    const present = await engine.commentsAt(session, comments)
    refuse('没有这些表或字段，或登录账号无权查看', comments.filter((_one, at) => present[at] === undefined))
    refuse('说明在提单之后又被改过，不覆盖', comments.filter(({ before, text }, at) => present[at] !== text && (present[at] ?? '') !== (before ?? '')))
    const missing = comments.filter(({ text }, at) => present[at] !== text)
    for (const [, group] of Map.groupBy(missing, ({ schema, table }) => JSON.stringify([schema, table]))) await engine.comment(session, group)
    return missing.length
  }, signal)
  // In a transaction of its own: what is there, not what was sent.
  await engine.transact('read', limits, async (session) => {
    const present = await engine.commentsAt(session, comments)
    refuse('写入之后读回不一致', comments.filter(({ text }, at) => present[at] !== text))
  }, signal)
  return { written, present: comments.length }
}

function placeName({ schema, table, column }: CommentPlace): string {
  return [schema, table, column].filter(Boolean).join('.')
}
