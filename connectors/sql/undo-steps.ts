import type { DataImage, StepImage, TargetTable } from '#shared/maintenance/data-change.ts'
import type { ConnectorError } from '../connector.ts'
import type { SqlSession } from '../sql-accounts.ts'
import type { ChangeEngine } from './change-engine.ts'
import { changeStatements } from './change-statements.ts'

type Row = (string | null)[]
const NAMED = 5

/** Takes a change back in the opposite order, row by row. Any row that is no longer as the change left it stops the whole: later changes are not overwritten. */
export async function undoSteps(
  image: DataImage,
  { engine, session, conflict, fits, tableOf, rowsOf }: {
    engine: ChangeEngine
    session: SqlSession
    conflict: (detail: string) => ConnectorError
    fits: (step: StepImage, table: TargetTable) => boolean
    tableOf: (step: StepImage) => Promise<TargetTable>
    rowsOf: (table: TargetTable, keys: string[][]) => Promise<Array<Row | undefined>>
  },
): Promise<StepImage[]> {
  const undone: StepImage[] = []
  for (const step of image.steps.toReversed()) {
    const table = await tableOf(step)
    if (!fits(step, table)) throw conflict(`表 ${step.schema}.${step.table} 的列在改动之后变过，不能按影像还原`)
    const statements = changeStatements(engine, table)
    const keyOf = (row: Row) => step.key.map((one) => row[step.columns.indexOf(one)] ?? '')
    const rows = step.verb === 'delete' ? step.before : step.after
    const present = await rowsOf(table, rows.map(keyOf))
    const later = rows.filter((row, at) => JSON.stringify(present[at] ?? null) !== JSON.stringify(step.verb === 'delete' ? null : row))
    if (later.length > 0) throw conflict(`${step.schema}.${step.table} 有 ${later.length} 行在改动之后又被改过，不覆盖后来的改动：主键 ${later.slice(0, NAMED).map((row) => keyOf(row).join('、')).join('；')}`)
    const before = new Map(step.before.map((row) => [JSON.stringify(keyOf(row)), row]))
    for (const row of rows) {
      const former = before.get(JSON.stringify(keyOf(row)))
      const statement = step.verb === 'insert' ? statements.removed(row) : step.verb === 'delete' ? statements.restored(row) : former === undefined ? undefined : statements.updated(former, row)
      if (statement === undefined) continue
      const { affected } = await session.run(statement.text, statement.parameters)
      if (affected !== 1) throw conflict(`还原 ${step.schema}.${step.table} 主键 ${keyOf(row).join('、')} 时影响 ${affected} 行，已全部撤回`)
    }
    const isBack = await rowsOf(table, rows.map(keyOf))
    const wrong = rows.filter((row, at) => JSON.stringify(isBack[at] ?? null) !== JSON.stringify(step.verb === 'insert' ? null : (before.get(JSON.stringify(keyOf(row))) ?? null)))
    if (wrong.length > 0) throw conflict(`${step.schema}.${step.table} 有 ${wrong.length} 行还原后与改动前不一致（可能被触发器改写），已全部撤回：主键 ${wrong.slice(0, NAMED).map((row) => keyOf(row).join('、')).join('；')}`)
    const verb = step.verb === 'insert' ? 'delete' : step.verb === 'delete' ? 'insert' : 'update'
    undone.push({ ...step, verb, before: step.after, after: step.before })
  }
  return undone
}
