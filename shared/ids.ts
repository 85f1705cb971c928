/**
 * Identifiers of rows and documents. Time and randomness are given, so tests and rehearsals are reproducible.
 */

/** Fills 10 random bytes; `crypto.getRandomValues` in production. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

export type IdSource = () => string

/**
 * UUID version 7 (RFC 9562): 48 bits of milliseconds, then randomness. Ids of one source always rise: within a
 * millisecond, or when the clock steps back, the 74 random bits count up instead of being drawn again.
 */
export function uuidSource(now: () => Date, random: RandomBytes): IdSource {
  let lastMs = -1
  let tail = 0n
  return () => {
    const ms = now().getTime()
    if (ms > lastMs) {
      lastMs = ms
      tail = drawTail(random)
    } else {
      tail += 1n
      if (tail >> TAIL_BITS) {
        lastMs += 1
        tail = drawTail(random)
      }
    }
    return format(lastMs, tail)
  }
}

const TAIL_BITS = 74n

/** The top bit is left clear, so that there is always room to count up within a millisecond. */
function drawTail(random: RandomBytes): bigint {
  const bytes = random(new Uint8Array(10))
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) & ((1n << (TAIL_BITS - 1n)) - 1n)
}

function format(ms: number, tail: bigint): string {
  const high = tail >> 62n
  const low = tail & ((1n << 62n) - 1n)
  const value = (BigInt(ms) << 80n) | (7n << 76n) | (high << 64n) | (2n << 62n) | low
  const hex = value.toString(16).padStart(32, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The instant in a version 7 id. */
export function instantOfUuid(uuid: string): Date {
  return new Date(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16))
}

/** Number of a paper or work order, `GD-20240913-0007`; the sequence runs within the date and grows beyond four digits. */
export function documentNumber(prefix: string, date: string, sequence: number): string {
  if (!/^[A-Z][A-Z0-9]{0,9}$/.test(prefix)) throw new RangeError(`单据前缀“${prefix}”应为 1 至 10 位大写字母或数字，以字母开头`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`单据日期“${date}”应写作 YYYY-MM-DD`)
  if (!Number.isInteger(sequence) || sequence < 1) throw new RangeError(`单据序号 ${sequence} 应为正整数`)
  return `${prefix}-${date.replaceAll('-', '')}-${String(sequence).padStart(4, '0')}`
}

let lastNew = { ms: -1, tail: 0n }

/** A new id for a row that an act writes at `instant`; ids of one act rise in the order in which they were asked for. */
export function newId(instant: Date): string {
  const ms = instant.getTime()
  lastNew = { ms, tail: ms === lastNew.ms ? lastNew.tail + 1n : drawTail((bytes) => crypto.getRandomValues(bytes)) }
  return format(lastNew.ms, lastNew.tail)
}
