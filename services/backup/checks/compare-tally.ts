import type { Tally } from '#connectors/connector.ts'

/** How many differences are named; the rest is counted. */
const NAMED = 20

export type Comparison = { readonly isSame: boolean; readonly lines: readonly string[] }

/** What was noted in the snapshot of the dump against what the restored copy holds. Every difference by name. */
export function compareTally(noted: Tally, restored: Tally): Comparison {
  const differences = [...tableDifferences(noted, restored), ...keyDifferences('结构', noted.structure, restored.structure, '定义与备份时不同'), ...answerDifferences(noted, restored)]
  if (differences.length > 0) return { isSame: false, lines: [...differences.slice(0, NAMED), ...(differences.length > NAMED ? [`另有 ${differences.length - NAMED} 处不同`] : [])] }
  const rows = noted.tables.reduce((sum, table) => sum + table.rows, 0)
  return {
    isSame: true,
    lines: [
      `${noted.tables.length} 张表、${rows} 行，逐表行数与内容摘要一致`,
      ...(Object.keys(noted.structure).length > 0 ? [`${Object.keys(noted.structure).length} 个对象的结构一致`] : []),
      ...(Object.keys(noted.answers).length > 0 ? [`业务场景 ${Object.keys(noted.answers).length} 项与备份时答案一致`] : []),
    ],
  }
}

function tableDifferences(noted: Tally, restored: Tally): string[] {
  const found = new Map(restored.tables.map((table) => [table.name, table]))
  const known = new Set(noted.tables.map((table) => table.name))
  return [
    ...noted.tables.flatMap(({ name, rows, digest }) => {
      const back = found.get(name)
      if (!back) return [`表 ${name} 不在恢复的数据中`]
      if (back.rows !== rows) return [`表 ${name} 恢复出 ${back.rows} 行，备份时为 ${rows} 行${back.rows === 0 ? '（成了空表）' : ''}`]
      return back.digest === digest ? [] : [`表 ${name} 行数相同，内容与备份时不同`]
    }),
    ...restored.tables.filter(({ name }) => !known.has(name)).map(({ name }) => `恢复出备份时没有的表 ${name}`),
  ]
}

function keyDifferences(what: string, noted: Readonly<Record<string, string>>, restored: Readonly<Record<string, string>>, words: string): string[] {
  return [
    ...Object.entries(noted).flatMap(([name, digest]) => (restored[name] === digest ? [] : [`${what}：${name} ${name in restored ? words : '缺失'}`])),
    ...Object.keys(restored).filter((name) => !(name in noted)).map((name) => `${what}：多出 ${name}`),
  ]
}

function answerDifferences(noted: Tally, restored: Tally): string[] {
  return Object.entries(noted.answers).flatMap(([name, answer]) => (restored.answers[name] === answer ? [] : [`业务场景“${name}”：恢复后为 ${restored.answers[name] ?? '无'}，备份时为 ${answer ?? '无'}`]))
}
