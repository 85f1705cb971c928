import { createHash } from 'node:crypto'
import { addDays } from '#shared/calendar/dates.ts'
import { pickInteger, pickOne, seededRandom, type RandomSource } from '#shared/identifiers/random-source.ts'

/** Repeatable chance: the same seed always draws the same. Not for secrets. */
export type Draw = {
  /** For the generators of `#shared/identifiers`. */
  readonly random: RandomSource
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** A number from `low` to `high`, rounded to `digits`. */
  decimal(low: number, high: number, digits: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
  /** A date `low` to `high` days after `date` (negative: before). */
  day(date: string, low: number, high: number): string
  /** `count` different members of the list, or all of it. */
  several<T>(list: readonly T[], count: number): T[]
  /** Hexadecimal digits. */
  hex(digits: number): string
  /** Chance of its own for one table: rows added to another table do not change it. */
  fork(name: string): Draw
}

export function createDraw(seed: string): Draw {
  const random = seededRandom(createHash('sha256').update(seed).digest().readUInt32LE(0))
  const integer = (low: number, high: number) => pickInteger(random, low, high)
  return {
    random,
    integer,
    decimal: (low, high, digits) => Number((low + random() * (high - low)).toFixed(digits)),
    pick: (list) => pickOne(random, list),
    chance: (probability) => random() < probability,
    day: (date, low, high) => addDays(date, integer(low, high)),
    several: (list, count) => {
      const places = new Set<number>()
      while (places.size < Math.min(count, list.length)) places.add(integer(0, list.length - 1))
      return [...places].map((at) => list[at] as (typeof list)[number])
    },
    hex: (digits) => Array.from({ length: digits }, () => integer(0, 15).toString(16)).join(''),
    fork: (name) => createDraw(`${seed}/${name}`),
  }
}
