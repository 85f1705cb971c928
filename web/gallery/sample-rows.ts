import type { ListRequest, ListSource } from '#web/kit/list/list-source.ts'
import type { Tone } from '#web/kit/theme/palette.ts'
import type { State } from '#web/kit/state/states.ts'
import { subsystem } from '#shared/subsystems.ts'

export type SampleRow = { id: string; title: string; subsystem: string; state: State; stage: { word: string; tone: Tone }; dueOn: string; minutes: number; amount: string }

const stages: ReadonlyArray<{ word: string; tone: Tone }> = [
  { word: '待接单', tone: 'muted' },
  { word: '处理中', tone: 'info' },
  { word: '待复核', tone: 'caution' },
  { word: '已关闭', tone: 'good' },
]
const states: readonly State[] = ['not-yet-due', 'met', 'met', 'late', 'missed', 'excused', 'provisional']
const acts = ['数据库连接数巡检', '证书有效期核对', '备份副本校验', '权限台账复核', '中间件日志检查', '共享交换对账']

export function sampleRow(index: number): SampleRow {
  const names = Object.values(subsystem.titles)
  return {
    id: `WO-2024-${String(index + 1).padStart(5, '0')}`,
    title: `${acts[index % acts.length]!}（第 ${(index % 23) + 1} 周）`,
    subsystem: names[(index * 5) % names.length]!,
    state: states[(index * 3) % states.length]!,
    stage: stages[index % stages.length]!,
    dueOn: `2024-${String(8 + (index % 5)).padStart(2, '0')}-${String((index * 7) % 28 + 1).padStart(2, '0')}`,
    minutes: 15 + ((index * 37) % 240),
    amount: `${1200 + index * 35}.5`,
  }
}

const ALL = 12_486

/** Answers as a server does: filtered, sorted by number, paged, counting to 1,000 unless asked. */
export const sampleSource: ListSource<SampleRow> = {
  key: ['kit-sample'],
  load: async (request: ListRequest) => {
    await new Promise((resolve) => setTimeout(resolve, 250))
    const page = Number(request['page'])
    const pageSize = Number(request['pageSize'])
    const search = typeof request['search'] === 'string' ? request['search'] : ''
    const wanted = typeof request['state'] === 'string' ? [request['state']] : (request['state'] as readonly string[] | undefined)
    const rows = Array.from({ length: ALL }, (_, index) => sampleRow(request['sort'] === '-id' ? ALL - 1 - index : index)).filter(
      (row) => (row.title + row.id).includes(search) && (!wanted || wanted.includes(row.state)),
    )
    const isExact = request['exact'] === true || rows.length <= 1_000
    return { items: rows.slice((page - 1) * pageSize, page * pageSize), total: isExact ? rows.length : 1_000, isTotalExact: isExact }
  },
}
