/**
 * Randomness as an argument. Generators of synthetic data take it, so that the same seed gives the same people,
 * enterprises and numbers on every machine.
 */

/** A number in [0, 1), like Math.random. */
export type RandomSource = () => number

/** A small deterministic generator (mulberry32) for synthetic data; never for secrets. */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** An integer of [min, max]. */
export function pickInteger(random: RandomSource, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1))
}

export function pickOne<T>(random: RandomSource, choices: readonly T[]): T {
  const chosen = choices[pickInteger(random, 0, choices.length - 1)]
  if (chosen === undefined) throw new RangeError('没有可选的值')
  return chosen
}

/** `length` characters of the alphabet. */
export function pickText(random: RandomSource, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(pickInteger(random, 0, alphabet.length - 1))).join('')
}
