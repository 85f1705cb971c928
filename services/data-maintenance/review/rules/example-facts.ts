import type { TableFacts } from '../rule.ts'

/** The table of the rules' examples. */
export const EXAMPLE_TABLE: TableFacts = {
  schema: 'app', name: 't', rows: 500_000,
  columns: [
    { name: 'id', type: 'bigint', isNullable: false, isGenerated: false }, { name: 'code', type: 'varchar', isNullable: false, isGenerated: false },
    { name: 'a', type: 'integer', isNullable: false, isGenerated: false }, { name: 'note', type: 'text', isNullable: true, isGenerated: false }, { name: 'full_code', type: 'text', isNullable: true, isGenerated: true },
  ],
  primaryKey: ['id'], indexes: [{ columns: ['id'], isUnique: true }, { columns: ['code'], isUnique: true }], triggers: [], cascades: [],
}
