import { businessDate } from '#shared/instant.ts'

const titles: Readonly<Record<string, string>> = { planned: '排入计划', moved: '改期', withdrawn: '撤出计划', restored: '恢复计划' }

export function planEventTitle(kind: string): string {
  return titles[kind] ?? kind
}

type Shown = { opensOn?: string; dueAt?: string; isProvisional?: boolean; tags?: readonly string[] }

/** What a re-planning changed, in words; nothing for the first planning. */
export function shownChange(before: unknown, after: unknown): Array<{ field: string; from: string; to: string }> {
  if (!before || !after) return []
  const [from, to] = [before as Shown, after as Shown]
  const fields: ReadonlyArray<[string, (shown: Shown) => string]> = [
    ['开始', ({ opensOn }) => opensOn ?? '—'],
    ['截止', ({ dueAt }) => (dueAt ? businessDate(new Date(dueAt)) : '—')],
    ['暂定', ({ isProvisional }) => (isProvisional ? '是' : '否')],
    ['标记', ({ tags }) => (tags && tags.length > 0 ? tags.join('、') : '无')],
  ]
  return fields.map(([field, say]) => ({ field, from: say(from), to: say(to) })).filter((change) => change.from !== change.to)
}

/** Name of a period as people say it: keys are dates, weeks, months and quarters, but `once` is a word of the program. */
export function periodWords(periodKey: string): string {
  return periodKey === 'once' ? '一次性' : periodKey
}
