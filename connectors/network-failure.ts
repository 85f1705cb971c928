import { ConnectorError, type ConnectorFailure, connectorFailures } from './connector.ts'

/** Codes of Node's sockets, name resolution and TLS that mean the same for every kind of door. */
const failureOfCode: Readonly<Record<string, ConnectorFailure>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ECONNABORTED: 'unreachable',
  EPIPE: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
}

/** Code of an error from a driver or from Node, if it carries one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? String(error.code) : undefined
}

/** A failure in words: what, where, what the target said. */
export function failure(kind: ConnectorFailure, where: string, detail?: string): ConnectorError {
  return new ConnectorError(kind, `${connectorFailures[kind]}：${where}${detail === undefined || detail === '' ? '' : `，${detail}`}`)
}

/**
 * What a network error means; anything unknown is `bad-answer`, because it is never a good value.
 * The error itself is not kept as `cause`: drivers put connection settings into theirs.
 */
export function explainNetworkFailure(error: unknown, where: string): ConnectorError {
  if (error instanceof ConnectorError) return error
  const code = codeOf(error)
  const text = error instanceof Error ? error.message : String(error)
  const known = code === undefined ? undefined : failureOfCode[code]
  if (known !== undefined) return failure(known, where, `${code}`)
  if (code !== undefined && /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return failure('unreachable', where, `TLS 握手失败 ${code}：${text}`)
  return failure('bad-answer', where, text)
}
