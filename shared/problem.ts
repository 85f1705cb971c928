import { z } from 'zod'

/** One place where an input is wrong, and how to mend it. All of them are reported at once. */
export const inputProblem = z.object({
  /** Where: a field path (`body.title`), a file line (`contract.yaml:120`), a clause. */
  place: z.string(),
  /** What is wrong and what to do about it, in Chinese. */
  message: z.string(),
})
export type InputProblem = z.output<typeof inputProblem>

/** Error body of every endpoint (RFC 9457 problem details, `application/problem+json`). */
export const problem = z.object({
  /** Stable code from the catalogue, `noun.problem`. */
  code: z.string(),
  status: z.number().int(),
  /** What happened and what to do, in Chinese. */
  title: z.string(),
  detail: z.string().optional(),
  problems: z.array(inputProblem).optional(),
  traceId: z.string(),
})
export type Problem = z.output<typeof problem>
