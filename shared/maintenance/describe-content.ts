import { contentKind, discretionClass, fieldType, paragraphLook, type MaintainedContent } from './maintained-content.ts'

export type ContentTable = {
  readonly title: string
  readonly columns: readonly string[]
  /** `key` names a row across versions; null where only its place does. */
  readonly rows: ReadonlyArray<{ readonly key: string | null; readonly cells: readonly string[] }>
}
/** A text as people read it: the same for pages, prints and differences. */
export type DescribedContent = { readonly facts: ReadonlyArray<{ readonly label: string; readonly value: string }>; readonly tables: readonly ContentTable[] }

const yes = (value: boolean) => (value ? '是' : '否')

export function describeContent(content: MaintainedContent): DescribedContent {
  const fact = (label: string, value: string) => ({ label, value })
  const facts = [fact('种类', contentKind.titles[content.kind]), fact('代码', content.code), fact('名称', content.title)]
  switch (content.kind) {
    case 'law': {
      const { documentNo, issuedBy, articles } = content.body
      return { facts: [...facts, fact('文号', documentNo), fact('发布机关', issuedBy)], tables: [{ title: '条文', columns: ['条号', '条文'], rows: articles.map(({ number, text }) => ({ key: number, cells: [number, text] })) }] }
    }
    case 'benchmark': {
      const { basisFinding, basisPenalty, steps } = content.body
      return {
        facts: [...facts, fact('违法行为认定依据', basisFinding), fact('违法行为处罚依据', basisPenalty)],
        tables: [{ title: '裁量档次', columns: ['基准编号', '类别', '违法情形', '裁量标准', '下限', '上限', '单位'], rows: steps.map((step) => ({ key: step.code, cells: [step.code, discretionClass.titles[step.discretionClass], step.condition, step.measure, step.min, step.max, step.unit] })) }],
      }
    }
    case 'reporting-page':
      return {
        facts: [...facts, fact('使用环节', content.body.usedFor)],
        tables: [{ title: '填报项', columns: ['代号', '分组', '名称', '类型', '必填', '单位', '选项', '说明'], rows: content.body.fields.map((field) => ({ key: field.name, cells: [field.name, field.section, field.label, fieldType.titles[field.type], yes(field.isRequired), field.unit, field.options.join('、'), field.help] })) }],
      }
    case 'document-template': {
      const { phase, numberTemplate, fields, paragraphs } = content.body
      return {
        facts: [...facts, fact('阶段', phase), fact('文号规则', numberTemplate)],
        tables: [
          { title: '填写项', columns: ['代号', '名称', '必填'], rows: fields.map((field) => ({ key: field.name, cells: [field.name, field.label, yes(field.isRequired)] })) },
          { title: '版面', columns: ['样式', '文字'], rows: paragraphs.map(({ look, text }) => ({ key: null, cells: [paragraphLook.titles[look], text] })) },
        ],
      }
    }
    case 'check-sheet':
      return { facts, tables: [{ title: '检查项', columns: ['检查内容', '检查方法', '判定标准', '职权'], rows: content.body.items.map(({ content: what, method, standard, powerCode }) => ({ key: null, cells: [what, method, standard, powerCode ?? ''] })) }] }
  }
}

/** One difference between two versions; null on the side that does not have it. */
export type ContentChange = { readonly place: string; readonly before: string | null; readonly after: string | null }

/** What differs between two versions of a text, in its order; everything, where there is none before. */
export function compareContent(before: MaintainedContent | null, after: MaintainedContent): readonly ContentChange[] {
  const [old, now] = [before === null ? { facts: [], tables: [] } : describeContent(before), describeContent(after)]
  const facts = now.facts.flatMap(({ label, value }) => {
    const was = old.facts.find((one) => one.label === label)?.value ?? null
    return was === value ? [] : [{ place: label, before: was, after: value }]
  })
  return [...facts, ...now.tables.flatMap((table) => compareTables(old.tables.find(({ title }) => title === table.title), table))]
}

function compareTables(before: ContentTable | undefined, after: ContentTable): ContentChange[] {
  const rows = before?.rows ?? []
  const isKeyed = [...rows, ...after.rows].every(({ key }) => key !== null)
  return isKeyed ? compareByKey(rows, after) : compareByPlace(rows, after)
}

function compareByKey(before: ContentTable['rows'], { title, columns, rows }: ContentTable): ContentChange[] {
  const gone = before.filter(({ key }) => !rows.some((row) => row.key === key)).map((row) => ({ place: `${title} ${row.key}`, before: textOf(row), after: null }))
  return [
    ...rows.flatMap((row) => {
      const was = before.find(({ key }) => key === row.key)
      if (!was) return [{ place: `${title} ${row.key}`, before: null, after: textOf(row) }]
      return row.cells.flatMap((cell, at) => (was.cells[at] === cell ? [] : [{ place: `${title} ${row.key} ${columns[at]}`, before: was.cells[at] ?? null, after: cell }]))
    }),
    ...gone,
  ]
}

/** Rows without a name are matched by their longest common run, so that one inserted paragraph is one difference. */
function compareByPlace(before: ContentTable['rows'], { title, rows }: ContentTable): ContentChange[] {
  const [old, now] = [before.map(textOf), rows.map(textOf)]
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1) for (let j = now.length - 1; j >= 0; j -= 1) lengths[i]![j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const changes: ContentChange[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) [i, j] = [i + 1, j + 1]
    else if (j < now.length && (i === old.length || at(i, j + 1) >= at(i + 1, j))) changes.push({ place: `${title} 第 ${++j} 项`, before: null, after: now[j - 1]! })
    else changes.push({ place: `${title} 原第 ${++i} 项`, before: old[i - 1]!, after: null })
  }
  return changes
}

function textOf({ cells }: { readonly cells: readonly string[] }): string {
  return cells.filter((cell) => cell !== '').join(' ｜ ')
}
