import type { Judge } from './check.ts'

/** A rule as a reader sees it: `> 80 关注；> 95 异常`. */
export function describeJudge(judge: Judge, unit = ''): string {
  const level = { attention: '关注', abnormal: '异常' } as const
  const subject = judge.kind === 'above' || judge.kind === 'below' ? { value: '', delta: '增量 ', change: '变化 ' }[judge.on] : ''
  switch (judge.kind) {
    case 'above':
    case 'below': {
      const sign = judge.kind === 'above' ? '>' : '<'
      const parts = [judge.warn === undefined ? [] : `${subject}${sign} ${judge.warn} 关注`, judge.critical === undefined ? [] : `${subject}${sign} ${judge.critical} 异常`].flat()
      return parts.length === 0 ? '仅记录' : `${parts.join('；')}${unit ? `（${unit}）` : ''}`
    }
    case 'within':
      return `不在 ${judge.from}–${judge.to} 为${level[judge.otherwise]}`
    case 'one-of':
      if (judge.values.length === 1 && typeof judge.values[0] === 'boolean') return `为「${judge.values[0] ? '否' : '是'}」即${level[judge.otherwise]}`
      return `不是 ${judge.values.map((value) => (value === true ? '是' : value === false ? '否' : String(value))).join('、')} 为${level[judge.otherwise]}`
    case 'unchanged':
      return `有变动为${level[judge.otherwise]}`
    case 'recorded':
      return '仅记录'
  }
}
