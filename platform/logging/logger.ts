import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

/** Structured log of one process. Fields that may carry credentials or personal data are never written. */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: {
      paths: ['password', '*.password', 'secret', '*.secret', 'secrets', '*.secrets', 'token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'idNumber', '*.idNumber', 'phone', '*.phone'],
      censor: '[removed]',
    },
  })
}
