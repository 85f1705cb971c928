/** One SQL statement of a change, without regard to others; statements of all changes run in the order of their phase. */
export type Statement = { readonly phase: number; readonly sql: string; /** The qualified, quoted name of the view that it makes. */ readonly makesView?: string }

/** What depends on others is dropped first and made last. */
export const phases = Object.freeze({
  setUp: 0,
  dropTrigger: 10,
  dropView: 15,
  dropForeignKey: 20,
  dropConstraint: 25,
  dropPrimaryKey: 30,
  dropColumn: 42,
  dropTable: 44,
  dropRoutine: 46,
  dropSequence: 50,
  dropType: 55,
  dropExtension: 58,
  dropSchema: 59,
  schema: 60,
  extension: 62,
  type: 64,
  sequence: 66,
  routine: 68,
  table: 70,
  partition: 72,
  addColumn: 74,
  alterColumn: 76,
  alterTable: 77,
  primaryKey: 78,
  constraint: 80,
  index: 82,
  foreignKey: 84,
  ownSequence: 86,
  view: 88,
  trigger: 90,
  comment: 95,
})

/** What no statement can do without somebody's knowledge of the data. */
export function byHand(phase: number, what: string): Statement {
  return { phase, sql: `-- 需人工编写：${what.replaceAll(/[\r\n]+/g, ' ')}` }
}
