import { classOfName, sensitivityClass, type SensitivityClass } from '#shared/catalogue/propose-classes.ts'
import type { SensitiveColumn } from '#spine/spine.ts'
import { partsOf, type Expr, type SqlPart } from '../review/sql-statement.ts'
import { isMasked, type MaskRule } from './mask-value.ts'

/** What a value of a result may show: confirmed classes it comes from; direct where the value is that of the column itself. */
type Taint = { readonly classes: ReadonlySet<SensitivityClass>; readonly isDirect: boolean }

const NOTHING: Taint = { classes: new Set(), isDirect: true }
/** These give the value as it is; anything else makes something new of it. */
const PASSING: ReadonlySet<string> = new Set(['coalesce', 'ifnull', 'nullif', 'trim', 'btrim', 'ltrim', 'rtrim', 'upper', 'lower', 'min', 'max', 'any_value', 'cast', 'CoalesceExpr', 'CollateClause'])
/** These say how many or whether, never what. */
const COUNTING: ReadonlySet<string> = new Set(['count', 'length', 'char_length', 'octet_length', 'row_number', 'rank', 'dense_rank', 'ntile', 'bool_and', 'bool_or', 'exists'])
const JUDGING = /^(=|<>|<|>|<=|>=|AND|OR|NOT|LIKE|NOT LIKE|IN|NOT IN|ANY|BETWEEN|NOT BETWEEN|EXISTS|NOT EXISTS|IS NULL|IS NOT NULL|IS|IS NOT|REGEXP|RLIKE|~)$/

export type ColumnSource = 'confirmed' | 'name' | 'content'
export type ColumnClass = { readonly rule: MaskRule; /** What says so: a confirmed class of the inventory, the column's name, or nothing but the values. */ readonly by: ColumnSource }

/**
 * Rules for the columns of a result. A class confirmed by a person is followed through the select list, through common table
 * expressions, queries in FROM and unions; where it cannot be told which column is meant, the stricter one is taken. Without
 * one the name decides, and without that the values do.
 */
export function traceClasses(statement: SqlPart, home: string, confirmed: readonly SensitiveColumn[], resultColumns: readonly string[]): ColumnClass[] {
  const tracer = createTracer(statement, home, confirmed)
  return resultColumns.map((name, at) => {
    const { taint, sources } = tracer.result(at, name, resultColumns.length)
    const masked = [...taint.classes].filter(isMasked)
    const [only] = masked
    if (only !== undefined) return { rule: masked.length === 1 && taint.isDirect ? only : 'hidden', by: 'confirmed' }
    const named = [name, ...sources].map(classOfName).find((found) => found !== undefined && isMasked(found))
    return named === undefined ? { rule: 'content', by: 'content' } : { rule: named, by: 'name' }
  })
}

function createTracer(statement: SqlPart, home: string, confirmed: readonly SensitiveColumn[]) {
  const lower = (text: string) => text.toLowerCase()
  const byPlace = new Map<string, SensitivityClass>()
  const byName = new Map<string, Set<SensitivityClass>>()
  const named = new Set([...partsOf(statement)].flatMap(({ sources }) => sources.map(({ name }) => lower(name))))
  for (const { schema, table, column, class: of } of confirmed) {
    if (!sensitivityClass.has(of)) continue
    byPlace.set([schema, table, column].map(lower).join('.'), of)
    if (named.has(lower(table))) byName.set(lower(column), new Set([...(byName.get(lower(column)) ?? []), of]))
  }
  const ctes = new Map([...partsOf(statement)].flatMap((part) => part.ctes.map(({ name, part: inner }) => [lower(name), inner] as const)))
  /** A recursive expression asks for itself: what it adds has been counted already. */
  const asking = new Set<string>()

  const union = (taints: readonly Taint[], isDirect = true): Taint => ({ classes: new Set(taints.flatMap(({ classes }) => [...classes])), isDirect: isDirect && taints.every((one) => one.classes.size === 0 || one.isDirect) })

  const column = (part: SqlPart, qualifier: string | null, name: string): Taint => {
    const own = part.sources.filter((source) => qualifier === null || lower(source.alias ?? source.name) === lower(qualifier))
    const found: Taint[] = []
    for (const source of own) {
      const cte = source.schema === null ? ctes.get(lower(source.name)) : undefined
      if (cte !== undefined) found.push(output(cte, name, `${lower(source.name)}.${lower(name)}`))
      else {
        const of = byPlace.get([source.schema ?? home, source.name, name].map(lower).join('.'))
        if (of !== undefined) found.push({ classes: new Set([of]), isDirect: true })
      }
    }
    // A name that belongs to no table of this part is that of a query in FROM, or of the query around it.
    const inFrom = part.derived.filter((inner) => !part.unionSides.includes(inner))
    found.push(...inFrom.map((inner) => output(inner, name, '')))
    if (own.length === 0 && inFrom.length === 0) found.push({ classes: byName.get(lower(name)) ?? new Set(), isDirect: true })
    return union(found)
  }

  const value = (part: SqlPart, expr: Expr): Taint => {
    switch (expr.kind) {
      case 'column':
        return column(part, expr.table, expr.name)
      case 'constant':
        return NOTHING
      case 'query':
        return union(expr.part.columns.map((inner) => value(expr.part, inner)))
      case 'operator':
        return JUDGING.test(expr.name) ? NOTHING : union(expr.args.map((arg) => value(part, arg)), false)
      case 'call':
        return COUNTING.has(expr.name) ? NOTHING : union(expr.args.map((arg) => value(part, arg)), PASSING.has(expr.name))
      default:
        return union(expr.args.map((arg) => value(part, arg)), expr.kind === 'other' && PASSING.has(expr.name))
    }
  }

  /** What comes out of a query under a name: of a union, what stands at the place where its first side has that name. */
  const output = (part: SqlPart, name: string, key: string): Taint => {
    if (key !== '' && asking.has(key)) return NOTHING
    asking.add(key)
    try {
      const sides = sidesOf(part)
      const places = (sides[0] === undefined ? [] : namesOf(sides[0])).flatMap((one, at) => (one !== null && lower(one) === lower(name) ? [at] : []))
      return union(sides.flatMap((side) => [...(side.isStar ? [column(side, null, name)] : []), ...places.flatMap((at) => (side.columns[at] === undefined ? [] : [value(side, side.columns[at])]))]))
    } finally {
      asking.delete(key)
    }
  }

  return {
    result(at: number, name: string, width: number): { taint: Taint; sources: string[] } {
      const sides = sidesOf(statement)
      const placed = sides.map((side) => (!side.isStar && side.columns.length === width ? side.columns[at] : undefined))
      return {
        taint: union([...sides.flatMap((side, index) => (placed[index] === undefined ? [] : [value(side, placed[index])])), ...(placed.includes(undefined) ? [output(statement, name, '')] : [])]),
        sources: placed.flatMap((expr) => (expr?.kind === 'column' ? [expr.name] : [])),
      }
    },
  }
}

function sidesOf(part: SqlPart): SqlPart[] {
  return [...(part.columns.length > 0 ? [part] : []), ...part.unionSides.flatMap(sidesOf)]
}

/** The names under which a query gives its columns: the alias, or the column's own. */
function namesOf(part: SqlPart): Array<string | null> {
  return part.columns.map((expr, at) => part.names[at] ?? (expr.kind === 'column' ? expr.name : null))
}
