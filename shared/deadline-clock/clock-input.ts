/**
 * The file of `clock explain`: targets, windows and events of one clock. Its published JSON schema is generated from
 * here into `docs/clock-input.schema.json`.
 */
import { z } from 'zod'
import { calendarYear } from '../calendar/calendar-year.ts'
import { instantInput } from '../instant.ts'
import { parseJson, parseWith, type Parsed } from '../parsed.ts'
import type { InputProblem } from '../problem.ts'
import { clockEvent, clockEventKind, outlineOf, type EventOutline } from './clock-event.ts'
import { clockTarget } from './clock-target.ts'
import { orderEvents } from './order-events.ts'
import { standardWindows, workingWindow } from './working-window.ts'

export const clockInput = z.strictObject({
  $schema: z.string().optional(),
  asOf: instantInput.meta({ description: '计算到哪一时刻' }),
  knownAt: instantInput.optional().meta({ description: '只采用此时刻以前已记录的事件，用于还原当时的判断' }),
  calendarYears: z.array(calendarYear).max(30).default([]).meta({ description: '随附的官方工作日历，补充或更正内置年份' }),
  windows: z.record(z.string().min(1).max(30), workingWindow).default({}).meta({ description: '服务时段；已有 5x8、5x9、7x24，可同名替换' }),
  targets: z.array(clockTarget).min(1).max(50),
  events: z.array(clockEvent).max(10_000),
})
export type ClockInput = z.output<typeof clockInput>

const LONGEST_YEARS = 50

/** Reads JSON text and reports problems of shape and of sequence together. */
export function parseClockInput(text: string): Parsed<ClockInput> {
  const json = parseJson(text, '时钟文件')
  if (!json.ok) return json
  const parsed = parseWith(clockInput, json.value, '时钟文件')
  const problems = [...(parsed.ok ? referenceProblems(parsed.value) : parsed.problems), ...sequenceProblems(json.value)]
  return parsed.ok && problems.length === 0 ? parsed : { ok: false, problems }
}

function referenceProblems({ targets, windows, events, asOf }: ClockInput): InputProblem[] {
  const problems: InputProblem[] = []
  const known = new Set([...Object.keys(standardWindows), ...Object.keys(windows)])
  const checkWindow = (place: string, target: z.output<typeof clockTarget>) => {
    if ('window' in target && target.window !== undefined && !known.has(target.window))
      problems.push({ place: `${place}.window`, message: `没有名为“${target.window}”的服务时段，可用：${[...known].join('、')}` })
  }
  targets.forEach((target, index) => {
    checkWindow(`targets[${index}]`, target)
    if (targets.findIndex((other) => other.name === target.name) < index) problems.push({ place: `targets[${index}].name`, message: `目标名“${target.name}”重复` })
  })
  events.forEach((event, index) => {
    if (event.kind === 'retarget') checkWindow(`events[${index}].to`, event.to)
    if (Math.abs(asOf.getUTCFullYear() - event.at.getUTCFullYear()) > LONGEST_YEARS)
      problems.push({ place: `events[${index}].at`, message: `与计算时刻相隔超过 ${LONGEST_YEARS} 年，请核对年份` })
  })
  return problems
}

/** Just enough of a possibly faulty event to place it, so that a missing reason does not hide a missing start. */
const outlined = z.object({
  id: z.string(),
  kind: clockEventKind.schema,
  at: instantInput,
  recordedAt: instantInput.catch(new Date(0)),
  targets: z.array(z.string()).min(1).optional().catch(undefined),
  to: z.object({ name: z.string() }).optional().catch(undefined),
})
const named = z.object({ targets: z.array(z.object({ name: z.string() })), events: z.array(z.unknown()) })

function sequenceProblems(value: unknown): readonly InputProblem[] {
  const file = named.safeParse(value)
  if (!file.success) return []
  const entries = file.data.events.flatMap((event, index) => {
    const whole = clockEvent.safeParse(event)
    const outline = whole.success ? outlineOf(whole.data) : outlineFrom(event)
    return outline === undefined ? [] : [{ event: undefined, outline, place: `events[${index}]` }]
  })
  return orderEvents(entries, [...new Set(file.data.targets.map((target) => target.name))]).problems
}

function outlineFrom(event: unknown): EventOutline | undefined {
  const parsed = outlined.safeParse(event)
  if (!parsed.success) return undefined
  const { to, ...outline } = parsed.data
  return to === undefined ? outline : { ...outline, targets: [to.name] }
}
