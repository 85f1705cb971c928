import { z } from 'zod'

/**
 * The catalogue of one database (数据库目录): what its engine tells about structure, in one shape for every engine. A pure value: connectors make
 * it, 数据盘点 keeps it, 数据备份 compares a restored copy with its source by it. Texts of definitions are the engine's own, with every
 * name outside the engine's system schema qualified, so that they do not depend on who asked.
 */
export const catalogueEngines = Object.freeze(['postgresql', 'mysql', 'mariadb'] as const)

const text = z.string()
const comment = z.string().nullable()
/** Bytes on disk; null where the engine does not tell. */
const bytes = z.number().nullable()

export const catalogueColumn = z.strictObject({
  name: text,
  /** As the engine writes it: `character varying(32)`, `varchar(32)`. */
  type: text,
  isNullable: z.boolean(),
  /** SQL expression. */
  default: text.nullable(),
  /** SQL expression of a computed column. */
  generated: text.nullable(),
  identity: z.enum(['always', 'by-default', 'auto-increment']).nullable(),
  /** Only where it differs from what the type, table or database gives. */
  collation: text.nullable(),
  comment,
})

/** A constraint: `definition` is what follows `constraint name`. `isInherited`: it came with the table that this is a partition of. */
const constraint = { name: text, columns: z.array(text), definition: text, isInherited: z.boolean() }
export const catalogueKey = z.strictObject(constraint)
export const catalogueForeignKey = z.strictObject({ ...constraint, references: z.strictObject({ schema: text, table: text, columns: z.array(text) }) })

export const catalogueIndex = z.strictObject({
  name: text,
  /** In the index's order; an expression stands in full. */
  columns: z.array(text),
  isUnique: z.boolean(),
  /** False: the engine gave up building it, and does not use it. */
  isValid: z.boolean(),
  method: text,
  predicate: text.nullable(),
  /** The whole statement that makes it. */
  definition: text,
  /** The constraint that it carries, and comes and goes with. */
  constraint: text.nullable(),
  isInherited: z.boolean(),
  comment,
  bytes,
  /** How often it was used since the engine's statistics began; null where the engine does not count. */
  scans: z.number().nullable(),
})

export const catalogueTrigger = z.strictObject({ name: text, definition: text, state: z.enum(['enabled', 'disabled', 'replica', 'always']), isInherited: z.boolean(), comment })

export const catalogueTable = z.strictObject({
  schema: text,
  name: text,
  kind: z.enum(['table', 'foreign']),
  comment,
  isUnlogged: z.boolean(),
  /** Storage engine and collation where a table has its own: `InnoDB utf8mb4_unicode_ci`. */
  storage: text.nullable(),
  /** `RANGE (created_at)`. */
  partitionBy: text.nullable(),
  partitionOf: z.strictObject({ schema: text, name: text, bound: text }).nullable(),
  /** Partitions that are no tables of their own (MySQL, MariaDB). */
  parts: z.array(z.strictObject({ name: text, bound: text })),
  columns: z.array(catalogueColumn),
  primaryKey: catalogueKey.nullable(),
  foreignKeys: z.array(catalogueForeignKey),
  uniques: z.array(catalogueKey),
  /** Check and exclusion constraints. */
  checks: z.array(catalogueKey),
  indexes: z.array(catalogueIndex),
  triggers: z.array(catalogueTrigger),
  rows: z.strictObject({ estimated: z.number().nullable(), exact: z.number().nullable() }),
  bytes: z.strictObject({ table: bytes, indexes: bytes, total: bytes }),
})

export const catalogueView = z.strictObject({
  schema: text,
  name: text,
  isMaterialized: z.boolean(),
  comment,
  columns: z.array(z.strictObject({ name: text, type: text, comment })),
  /** The query; null where the account may not see it. */
  definition: text.nullable(),
  indexes: z.array(catalogueIndex),
  triggers: z.array(catalogueTrigger),
})

export const catalogueRoutine = z.strictObject({
  schema: text,
  name: text,
  kind: z.enum(['function', 'procedure', 'aggregate', 'window']),
  /** Distinguishes routines of one name. */
  arguments: text,
  returns: text.nullable(),
  language: text,
  /** The whole statement that makes it; null where the account may not see it. */
  definition: text.nullable(),
  comment,
})

export const catalogueSequence = z.strictObject({
  schema: text,
  name: text,
  type: text,
  /** Whole numbers as text: they go beyond what a double holds. */
  start: text,
  increment: text,
  minimum: text,
  maximum: text,
  cycles: z.boolean(),
  cache: text,
  ownedBy: z.strictObject({ schema: text, table: text, column: text }).nullable(),
  comment,
})

/** `definition` is what follows `create type name as` or `create domain name as`; labels of an enum keep their order. */
export const catalogueType = z.strictObject({ schema: text, name: text, kind: z.enum(['enum', 'domain', 'composite']), labels: z.array(text), definition: text, comment })

export const catalogueSchema = z.strictObject({
  format: z.literal(1),
  engine: z.enum(catalogueEngines),
  version: text,
  database: text,
  schemas: z.array(z.strictObject({ name: text, comment })),
  extensions: z.array(z.strictObject({ name: text, version: text })),
  types: z.array(catalogueType),
  sequences: z.array(catalogueSequence),
  tables: z.array(catalogueTable),
  views: z.array(catalogueView),
  routines: z.array(catalogueRoutine),
})

export type Catalogue = z.output<typeof catalogueSchema>
export type CatalogueTable = z.output<typeof catalogueTable>
export type CatalogueColumn = z.output<typeof catalogueColumn>
export type CatalogueKey = z.output<typeof catalogueKey>
export type CatalogueForeignKey = z.output<typeof catalogueForeignKey>
export type CatalogueIndex = z.output<typeof catalogueIndex>
export type CatalogueTrigger = z.output<typeof catalogueTrigger>
export type CatalogueView = z.output<typeof catalogueView>
export type CatalogueRoutine = z.output<typeof catalogueRoutine>
export type CatalogueSequence = z.output<typeof catalogueSequence>
export type CatalogueType = z.output<typeof catalogueType>
