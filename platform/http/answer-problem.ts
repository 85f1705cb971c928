import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#shared/problem.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { Logger } from '#platform/logging/logger.ts'

/** Turns whatever was thrown into problem details. What nobody declared becomes one bland 500 with a trace id. */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const error = known(thrown)
  const body: Problem = error
    ? { code: error.code, status: error.status, title: error.message, traceId: request.id, ...(error.problems.length > 0 ? { problems: [...error.problems] } : {}) }
    : { code: 'server.fault', status: 500, title: '系统出现故障，本次操作未生效；请把追踪号告知系统管理员', traceId: request.id }
  if (!error || error.status >= 500) log.error({ traceId: request.id, url: request.url, error: thrown }, 'request failed')
  if (error?.status === 413) letSenderFinish(request, reply)
  void reply.status(body.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(body))
}

/** What a sender may still write after his no. More is cut off. */
const HEARD_OUT_BYTES = 64 * 1024 * 1024

/** Who is cut off while he writes never reads why: a body of bearable size is read to its end and dropped. */
function letSenderFinish(request: FastifyRequest, reply: FastifyReply): void {
  const bytes = Number(request.headers['content-length'] ?? Number.NaN)
  if (!(bytes <= HEARD_OUT_BYTES)) return
  reply.removeHeader('connection')
  request.raw.resume()
}

function known(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return requestErrors['too-large']()
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return requestErrors['unsupported-media']()
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return requestErrors.malformed()
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return requestErrors['not-found']()
    case 'ENOSPC':
    case '53100':
      return requestErrors['disk-full']()
    case 'ECONNREFUSED':
    case '57P01':
    case '57P03':
    case '53300':
      return requestErrors.unavailable({ detail: '数据库暂时连接不上' })
    default:
      return thrown instanceof SyntaxError && 'statusCode' in thrown ? requestErrors.malformed() : undefined
  }
}
