import { z } from 'zod'
import { connectorKinds } from '#connectors/connector.ts'
import type { Member } from '#shared/closed-set.ts'
import { checkFrequency, checkSeverity, checkVerdict, section } from '../api.ts'

export type Section = Member<typeof section>

export type CheckVerdict = Member<typeof checkVerdict>

export const componentKinds = Object.freeze(['web-application', 'database', 'middleware', 'host', 'certificate', 'backup-set'] as const)


/** What is judged: the value itself, its change since the last check (a counter that fell was reset and counts from zero), or whether it changed at all. */
const on = z.enum(['value', 'delta', 'change']).default('value')
const level = z.enum(['attention', 'abnormal'])

export const judge = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('above'), on, warn: z.number().optional(), critical: z.number().optional() }),
  z.strictObject({ kind: z.literal('below'), on, warn: z.number().optional(), critical: z.number().optional() }),
  /** The status code and the like: anything outside is `level`. */
  z.strictObject({ kind: z.literal('within'), from: z.number(), to: z.number(), otherwise: level.default('abnormal') }),
  z.strictObject({ kind: z.literal('one-of'), values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1), otherwise: level.default('abnormal') }),
  /** Any change since the last check: a restart, a drifted parameter. */
  z.strictObject({ kind: z.literal('unchanged'), otherwise: level.default('attention') }),
  /** Written down for the record and the trend; only having no answer is worth a word. */
  z.strictObject({ kind: z.literal('recorded') }),
])
export type Judge = z.output<typeof judge>

const source = z.string().min(2)

export const checkDefinition = z.strictObject({
  code: z.string().regex(/^[A-Z]{2,4}-\d{2}$/, '编号应形如 PG-03'),
  title: z.string().min(2),
  section: section.schema.optional(),
  /** As the connector's question schema has it. Absent for manual checks and for what cannot be asked yet. */
  question: z.record(z.string(), z.unknown()).optional(),
  /** A person looks and answers, with a note and a photograph. */
  isManual: z.boolean().default(false),
  /** Answered by the newest evidence of this kind about the component's subsystem, no older than so many days: what another module has proven. */
  proof: z.strictObject({ kind: z.string(), withinDays: z.int().positive() }).optional(),
  /** Why this cannot be checked yet; every record says so. */
  unavailable: z.string().optional(),
  /** Stands in for the checks of a component that has no connection. */
  onlyUnconnected: z.boolean().default(false),
  unit: z.string().default(''),
  /** The value is multiplied by it before anything else: 100 turns a ratio into per cent. */
  factor: z.number().positive().default(1),
  judge: judge.default({ kind: 'recorded' }),
  /** What an answer without a value means: `normal` where the feature is simply not in use. */
  whenNull: z.strictObject({ verdict: checkVerdict.schema, reason: z.string().min(2) }).default({ verdict: 'unchecked', reason: '目标没有给出该值' }),
  /** When it fails, the target is down: it is asked first, and nothing else is asked then. One for each connector. */
  isReachability: z.boolean().default(false),
  severity: checkSeverity.schema.default('major'),
  frequency: checkFrequency.schema.default('weekly'),
  source: source.optional(),
  advice: z.string().default(''),
  /** Only for components of these subsystems; all when absent. */
  subsystems: z.array(z.string()).optional(),
})

/** One file of the catalogue: the checks of one kind of target, with what they share. */
export const catalogueFile = z.strictObject({
  /** `none`: not asked of a target (manual checks, what has no module yet). */
  connector: z.enum([...connectorKinds, 'none']),
  appliesTo: z.array(z.enum(componentKinds)).min(1),
  section: section.schema,
  /** Standard or clause that the checks come from, unless they name their own. */
  source,
  checks: z.array(checkDefinition).min(1),
})

type Definition = z.output<typeof checkDefinition>
export type Check = Omit<Definition, 'section' | 'source'> & {
  readonly connector: z.output<typeof catalogueFile>['connector']
  readonly appliesTo: ReadonlyArray<(typeof componentKinds)[number]>
  readonly section: Section
  readonly source: string
}

export type Catalogue = {
  readonly version: string
  /** SM3 of the canonical text: with the version, what every record names (合同 M3-08). */
  readonly sm3: string
  readonly checks: readonly Check[]
}
