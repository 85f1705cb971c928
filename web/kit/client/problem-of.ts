import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'

/** Every error in the words of a problem: what the server said, or one bland sentence for a fault of the page itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return { code: 'page.fault', status: 0, title: '页面出错了，请刷新后重试', detail: error instanceof Error ? error.message : String(error), traceId: '' }
}
