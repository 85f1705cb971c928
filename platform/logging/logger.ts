import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

/** Structured log of one process. Fields that may carry credentials or personal data are never written. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    serializers: { error: describeError, auditError: describeError },
    redact: {
      paths: ['password', '*.password', 'secret', '*.secret', 'secrets', '*.secrets', 'token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'idNumber', '*.idNumber', 'phone', '*.phone'],
      censor: '[removed]',
    },
  })
}

/**
 * What a log keeps of an error: an Error has no fields that JSON would write by itself. Other fields stay out: those of the database carry
 * the values of the row.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }) }
}
