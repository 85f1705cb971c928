import type { DataStep, StepImage, TargetTable } from '#shared/maintenance/data-change.ts'
import type { ChangeColumn, ChangeEngine } from './change-engine.ts'

type Statement = { readonly text: string; readonly parameters: readonly unknown[] }
type Row = readonly (string | null)[]

/** Texts of every statement of a change on one table. Conditions and values of the order are the reviewed texts; what is ours is quoted or a parameter. */
export function changeStatements(engine: ChangeEngine, table: TargetTable) {
  const { quote, lock } = engine
  const name = `${quote(table.schema)}.${quote(table.name)}`
  const key = table.primaryKey.map((one) => columnOf(table, one))
  const list = (columns: readonly ChangeColumn[]) => columns.map(({ name: one }) => quote(one)).join(', ')
  const placed = (columns: readonly ChangeColumn[], row: Row, parameters: unknown[]) => columns.map((column, at) => engine.parameter(parameters.push(row[at] ?? null), column)).join(', ')
  const keyIs = (alias: string, values: Row, operator: string, parameters: unknown[]) => {
    const sides = key.map(({ name: one }) => `${alias}${quote(one)}`)
    return key.length === 1 ? `${sides[0]} ${operator} ${placed(key, values, parameters)}` : `(${sides.join(', ')}) ${operator} (${placed(key, values, parameters)})`
  }
  const texts = (alias: string) => table.columns.map((column) => engine.text(`${alias}.${quote(column.name)}`, column)).join(', ')
  /** The reviewed condition ends with a line of its own: a comment at its end takes nothing away. */
  const condition = (step: DataStep) => `(${step.where}\n)`
  const named = (step: DataStep) => (step.alias === null ? name : `${name} as ${quote(step.alias)}`)
  const aliasOf = (step: DataStep) => (step.alias === null ? quote(table.name) : quote(step.alias))

  return {
    /** The rows that the order finds, locked. In a batch: the next ones by key. */
    found(step: DataStep, batch?: { size: number; after: readonly string[] | null }): Statement {
      const parameters: unknown[] = []
      const alias = aliasOf(step)
      const further = batch?.after ? ` and ${keyIs(`${alias}.`, batch.after, '>', parameters)}` : ''
      const tail = batch === undefined ? '' : ` order by ${key.map(({ name: one }) => `${alias}.${quote(one)}`).join(', ')} limit ${Math.trunc(batch.size)}`
      return { text: `select ${texts(alias)} from ${named(step)}${step.sources === '' ? '' : `, ${step.sources}\n`} where ${condition(step)}${further}${tail}${lock(alias)}`, parameters }
    },
    counted(step: DataStep): Statement {
      return { text: `select count(*) from ${named(step)}${step.sources === '' ? '' : `, ${step.sources}\n`} where ${condition(step)}`, parameters: [] }
    },
    /** The order itself. In a batch it is kept to the rows that were found. */
    carriedOut(step: DataStep, range?: { after: readonly string[] | null; last: readonly string[] }): Statement {
      const parameters: unknown[] = []
      const alias = `${aliasOf(step)}.`
      const within = range === undefined ? '' : `${range.after === null ? '' : ` and ${keyIs(alias, range.after, '>', parameters)}`} and ${keyIs(alias, range.last, '<=', parameters)}`
      const text = step.verb === 'update'
        ? `update ${named(step)} set ${step.set}\n${step.sources === '' ? '' : ` from ${step.sources}\n`} where ${condition(step)}${within}`
        : `delete from ${named(step)}${step.sources === '' ? '' : ` using ${step.sources}\n`} where ${condition(step)}${within}`
      return { text, parameters }
    },
    inserted(step: DataStep): Statement {
      return { text: `insert into ${name} ${step.body}\n returning ${texts(quote(table.name)).replaceAll(`${quote(table.name)}.`, '')}`, parameters: [] }
    },
    byKeys(keys: readonly Row[], isLocked: boolean): Statement {
      const parameters: unknown[] = []
      const alias = quote(table.name)
      const wanted = keys.map((values) => `(${keyIs(`${alias}.`, values, '=', parameters)})`).join(' or ')
      return { text: `select ${texts(alias)} from ${name} where ${wanted}${isLocked ? lock(alias) : ''}`, parameters }
    },
    /** Back to `before`: only the columns that the change has changed. */
    updated(before: Row, after: Row): Statement | undefined {
      const parameters: unknown[] = []
      const changed = table.columns.map((column, at) => ({ column, at })).filter(({ column, at }) => !column.isGenerated && before[at] !== after[at])
      if (changed.length === 0) return undefined
      const set = changed.map(({ column, at }) => `${quote(column.name)} = ${engine.parameter(parameters.push(before[at] ?? null), column)}`).join(', ')
      return { text: `update ${name} set ${set} where ${keyIs('', keyOf(table, after), '=', parameters)}`, parameters }
    },
    restored(row: Row): Statement {
      const parameters: unknown[] = []
      const kept = table.columns.map((column, at) => ({ column, at })).filter(({ column }) => !column.isGenerated)
      return { text: `insert into ${name} (${list(kept.map(({ column }) => column))})${engine.overriding} values (${kept.map(({ column, at }) => engine.parameter(parameters.push(row[at] ?? null), column)).join(', ')})`, parameters }
    },
    removed(row: Row): Statement {
      const parameters: unknown[] = []
      return { text: `delete from ${name} where ${keyIs('', keyOf(table, row), '=', parameters)}`, parameters }
    },
  }
}
export type ChangeStatements = ReturnType<typeof changeStatements>

export function keyOf(table: Pick<TargetTable, 'columns' | 'primaryKey'>, row: Row): string[] {
  return table.primaryKey.map((one) => row[table.columns.findIndex(({ name }) => name === one)] ?? '')
}

/** Same order of columns as when the image was taken; a table that has changed its shape since cannot be taken back. */
export function fitsTable({ columns, key }: StepImage, table: TargetTable): boolean {
  return columns.join() === table.columns.map(({ name }) => name).join() && key.join() === table.primaryKey.join()
}

function columnOf(table: TargetTable, name: string): ChangeColumn {
  return table.columns.find((column) => column.name === name) as ChangeColumn
}
