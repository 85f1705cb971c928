import { setTimeout as pause } from 'node:timers/promises'

/** One line of a benchmark's table. */
export type Row = {
  readonly name: string
  readonly ours: string
  readonly peer: string
  /** Ours to the peer's, or ours to the limit. */
  readonly ratio: string
  /** Empty when there is none: the line only reports. */
  readonly goal: string
  readonly isMet?: boolean
}

export type Pairs = { readonly ours: number; readonly peer: number; readonly ratio: number; readonly ratios: readonly number[] }

/**
 * Measures two things by turns, so that a slow minute of a shared machine falls on both, and judges the median of the
 * ratios within the pairs. Who goes first changes from pair to pair. One unjudged pair warms both up.
 */
export async function runPairs(count: number, ours: () => Promise<number>, peer: () => Promise<number>): Promise<Pairs> {
  const pairs: Array<{ ours: number; peer: number }> = []
  for (let at = 0; at <= count; at += 1) {
    const first = await (at % 2 === 0 ? ours() : peer())
    await pause(100)
    const second = await (at % 2 === 0 ? peer() : ours())
    const pair = at % 2 === 0 ? { ours: first, peer: second } : { ours: second, peer: first }
    process.stderr.write(`  ${at === 0 ? 'warm-up' : `pair ${at}/${count}`}: ours ${short(pair.ours)}, peer ${short(pair.peer)}\n`)
    if (at > 0) pairs.push(pair)
    await pause(100)
  }
  const ratios = pairs.map((pair) => pair.ours / pair.peer)
  return { ours: median(pairs.map((pair) => pair.ours)), peer: median(pairs.map((pair) => pair.peer)), ratio: median(ratios), ratios }
}

/** A line for rates of which more is better. */
export function rateRow(name: string, pairs: Pairs, unit: string, goal?: number): Row {
  return {
    name,
    ours: `${short(pairs.ours)} ${unit}`,
    peer: `${short(pairs.peer)} ${unit}`,
    ratio: `${pairs.ratio.toFixed(2)}x (${Math.min(...pairs.ratios).toFixed(2)}–${Math.max(...pairs.ratios).toFixed(2)})`,
    goal: goal === undefined ? '' : `≥ ${goal}x`,
    ...(goal === undefined ? {} : { isMet: pairs.ratio >= goal }),
  }
}

/** A line for a measure that must not pass a limit. */
export function limitRow(name: string, value: number, limit: number, unit: string): Row {
  return { name, ours: `${short(value)} ${unit}`, peer: '', ratio: `${(value / limit).toFixed(2)} of the limit`, goal: `≤ ${limit} ${unit}`, isMet: value <= limit }
}

/** A line for something that must be exactly so. */
export function exactRow(name: string, found: number | string, expected: number | string): Row {
  return { name, ours: String(found), peer: '', ratio: '', goal: `= ${expected}`, isMet: found === expected }
}

export function printTable(title: string, rows: readonly Row[]): void {
  const cells = [['', 'ours', 'peer', 'ratio', 'goal', ''], ...rows.map((row) => [row.name, row.ours, row.peer, row.ratio, row.goal, row.isMet === undefined ? '' : row.isMet ? 'met' : 'NOT MET'])]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? []
  process.stdout.write(`\n${title}\n${cells.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')}\n`)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
