import type { Answer } from '#connectors/connector.ts'
import type { Check, CheckVerdict, Judge } from './check.ts'

export type CapturedValue = Answer['value']
export type Judgement = {
  readonly verdict: CheckVerdict
  /** What the verdict rests on, in words; empty for a plain 正常. */
  readonly reason: string
  /** Difference to the previous value, for numbers. */
  readonly delta: number | null
}

/** Judges one value by the rule of its check. Pure: the same value, previous value and rule give the same verdict. */
export function judgeValue(rule: Judge, value: CapturedValue, previous: CapturedValue | undefined, whenNull: Check['whenNull'], unit = ''): Judgement {
  const delta = typeof value === 'number' && typeof previous === 'number' ? round(value - previous) : null
  if (value === null) return { verdict: whenNull.verdict, reason: whenNull.reason, delta }
  const say = (number: number) => `${number}${unit ? ` ${unit}` : ''}`
  switch (rule.kind) {
    case 'recorded':
      return { verdict: 'normal', reason: '', delta }
    case 'within': {
      if (typeof value !== 'number') return notANumber(value, delta)
      const isInside = value >= rule.from && value <= rule.to
      return isInside ? { verdict: 'normal', reason: '', delta } : { verdict: rule.otherwise, reason: `${say(value)} 不在 ${rule.from} 至 ${rule.to} 之间`, delta }
    }
    case 'one-of':
      return rule.values.includes(value) ? { verdict: 'normal', reason: '', delta } : { verdict: rule.otherwise, reason: `为 ${shown(value)}，应为 ${rule.values.map(shown).join(' 或 ')}`, delta }
    case 'unchanged':
      if (previous === undefined) return { verdict: 'normal', reason: '首次采集，作为比较的基准', delta }
      return Object.is(previous, value) ? { verdict: 'normal', reason: '', delta } : { verdict: rule.otherwise, reason: `由 ${shown(previous)} 变为 ${shown(value)}`, delta }
    case 'above':
    case 'below': {
      if (typeof value !== 'number') return notANumber(value, delta)
      if (rule.on === 'value') return compare(rule, value, delta, say)
      if (typeof previous !== 'number') return { verdict: 'normal', reason: '首次采集，作为比较的基准', delta }
      if (rule.on === 'change') return compare(rule, Math.abs(value - previous), delta, (number) => `变化 ${say(number)}`)
      // A counter that fell was reset by a restart: it has counted from zero since.
      return compare(rule, round(value >= previous ? value - previous : value), delta, (number) => `较上次增加 ${say(number)}`)
    }
  }
}

function compare(rule: Extract<Judge, { kind: 'above' | 'below' }>, value: number, delta: number | null, say: (number: number) => string): Judgement {
  const isBeyond = (limit: number | undefined) => limit !== undefined && (rule.kind === 'above' ? value > limit : value < limit)
  const word = rule.kind === 'above' ? '高于' : '低于'
  if (isBeyond(rule.critical)) return { verdict: 'abnormal', reason: `${say(value)}，${word}异常阈值 ${rule.critical}`, delta }
  if (isBeyond(rule.warn)) return { verdict: 'attention', reason: `${say(value)}，${word}关注阈值 ${rule.warn}`, delta }
  return { verdict: 'normal', reason: '', delta }
}

function notANumber(value: CapturedValue, delta: number | null): Judgement {
  return { verdict: 'unchecked', reason: `目标给出的不是数值：${shown(value)}`, delta }
}

function shown(value: CapturedValue): string {
  if (value === true) return '是'
  if (value === false) return '否'
  return value === null ? '无' : String(value)
}

/** Differences of decimals carry no meaning beyond what was measured. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** A ratio as per cent and the like, by the check's factor. */
export function scaled(value: CapturedValue, factor: number): CapturedValue {
  return typeof value === 'number' && factor !== 1 ? Math.round(value * factor * 1e4) / 1e4 : value
}
