import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { TallyQuestion } from '#connectors/connector.ts'

const scenarios = z.record(z.string(), z.array(z.strictObject({ name: z.string(), sql: z.string().regex(/^\s*(select|with)\b/i) })))

/** Business questions by subsystem, as data: read once, a wrong file stops the boot. */
const known = scenarios.parse(parse(readFileSync(path.join(import.meta.dirname, 'scenarios.yaml'), 'utf8')))

export function questionsFor(subsystem: string): readonly TallyQuestion[] {
  return known[subsystem] ?? []
}
