/**
 * How often an obligation falls due (履行频次). A cadence says everything that is needed to plan occurrences; where the
 * contract is ambiguous a value is not written here but left to the ambiguity: `{ decidedBy: AMB-11 }`.
 */
import { z } from 'zod'

export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '应为小写字母、数字和连字符组成的标识')
export const text = z.string().trim().min(1, '不能为空')
export const ambiguityId = z.string().regex(/^AMB-\d{2,}$/, '应写作 AMB-01')
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '应写作 MM-DD')

/** A value that an ambiguity decides; `pick` names one field where the option carries several. */
export const reference = z.strictObject({ decidedBy: ambiguityId, pick: z.string().optional() })
export type Reference = z.output<typeof reference>

/** The literal value, or the ambiguity that decides it. */
export const setting = <S extends z.ZodType>(value: S) => z.union([value, reference])

export const countedUnit = z.enum(['working-days', 'calendar-days'])
/** The n-th day after the period ends; calendar days are moved on by 民法典 203. */
const submit = z.strictObject({ amount: z.int().min(0).max(366), unit: countedUnit })
/** Which part of an obligation this is, where one obligation has several cadences: 备份检查 and 恢复测试. */
const part = { part: slug.optional(), title: text.optional() }

const kinds = [
  z.strictObject({
    kind: z.literal('once'),
    ...part,
    /** A date of the contract (`on` that day, or `before` it: the named day is excluded), or days after the duty starts. */
    due: z.union([
      z.strictObject({ on: z.iso.date() }),
      z.strictObject({ before: z.iso.date() }),
      z.strictObject({ afterStart: z.int().min(0).max(3660), unit: countedUnit }),
    ]),
  }),
  z.strictObject({ kind: z.literal('daily'), ...part, days: countedUnit }),
  /** ISO weeks, Monday first. A part week with fewer working days than the minimum needs no record. */
  z.strictObject({ kind: z.literal('weekly'), ...part, minimumWorkingDays: z.int().min(0).max(7) }),
  /** Without `submit`, due when the period ends. */
  z.strictObject({ kind: z.literal('monthly'), ...part, submit: submit.optional() }),
  z.strictObject({ kind: z.literal('quarterly'), ...part, submit: submit.optional() }),
  z.strictObject({ kind: z.literal('half-yearly'), ...part, halves: z.array(z.int().min(1).max(2)).min(1), submit: submit.optional() }),
  z.strictObject({ kind: z.literal('yearly'), ...part, submit: submit.optional(), dueOn: monthDay.optional() }),
  z.strictObject({
    kind: z.literal('holiday'),
    ...part,
    phase: z.enum(['before', 'during', 'after']),
    /** Every holiday of the official calendar, or those named. */
    holidays: z.union([z.literal('all'), z.array(text).min(1)]),
    /** Working days that the 节前 phase opens ahead of the holiday, or in which the 节后 phase must be done. */
    workingDays: z.int().min(1).max(30).default(1),
  }),
  /** Plans nothing: a clock starts when the event is recorded. */
  z.strictObject({ kind: z.literal('on-event'), ...part, event: text }),
  /** Holds all the time. Plans nothing unless it is assessed period by period. */
  z.strictObject({ kind: z.literal('continuous'), ...part, window: z.enum(['5x8', '5x9', '7x24']).optional(), assessed: z.literal('monthly').optional() }),
] as const

/** A cadence with every ambiguity settled. */
export const cadence = z.discriminatedUnion('kind', kinds)
export type Cadence = z.output<typeof cadence>

/** Field names that say what a cadence is, never what an ambiguity may decide. */
const FIXED = new Set(['kind', 'part', 'title'])

function open(kind: z.ZodObject): z.ZodObject {
  const shape = Object.entries(kind.shape as Record<string, z.ZodType>).map(([name, field]) => {
    if (FIXED.has(name)) return [name, field]
    const isOptional = field instanceof z.ZodOptional || field instanceof z.ZodDefault
    return [name, isOptional ? setting(field).optional() : setting(field)]
  })
  return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodType>)
}

/** A cadence as the document writes it: each value literal or decided by an ambiguity, or the whole of it decided by one. */
export const writtenCadence: z.ZodType<Readonly<Record<string, unknown>>> = z.union([
  z.discriminatedUnion('kind', kinds.map(open) as unknown as readonly [(typeof kinds)[0], ...Array<(typeof kinds)[number]>]),
  z.strictObject({ ...part, ...reference.shape }),
])
