import type { z } from 'zod'
import type { InputProblem } from '#shared/problem.ts'

/** All problems of an input in Chinese, with the field path as place (`body.title`, `query.page`). */
export function inputProblems(part: 'params' | 'query' | 'body', error: z.ZodError): InputProblem[] {
  return error.issues.map((issue) => ({ place: [part, ...issue.path.map(String)].join('.'), message: issue.message }))
}
