import type { ConnectorError, ConnectorFailure } from '../connector.ts'
import { codeOf, explainNetworkFailure, failure } from '../network-failure.ts'

/** Error symbols of MySQL and MariaDB (server error reference) → what they mean for a check, and in words. */
const known: Readonly<Record<string, readonly [ConnectorFailure, string]>> = {
  ER_ACCESS_DENIED_ERROR: ['refused', '账户或密码不对'],
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: ['refused', '账户或密码不对'],
  ER_HOST_NOT_PRIVILEGED: ['refused', '服务器不接受从此处登录'],
  ER_HOST_IS_BLOCKED: ['refused', '服务器已封锁此来源'],
  ER_ACCOUNT_HAS_BEEN_LOCKED: ['refused', '账户已锁定'],
  ER_MUST_CHANGE_PASSWORD: ['refused', '密码已过期'],
  ER_BAD_DB_ERROR: ['refused', '数据库不存在'],
  ER_DBACCESS_DENIED_ERROR: ['forbidden', '账户无权访问该数据库'],
  ER_TABLEACCESS_DENIED_ERROR: ['forbidden', '请为登记的账户补充所需权限'],
  ER_COLUMNACCESS_DENIED_ERROR: ['forbidden', '请为登记的账户补充所需权限'],
  ER_SPECIFIC_ACCESS_DENIED_ERROR: ['forbidden', '请为巡检账户补充 PROCESS 或 REPLICATION CLIENT 权限'],
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: ['forbidden', '只读事务中不允许写入'],
  ER_OPTION_PREVENTS_STATEMENT: ['forbidden', '服务器设置不允许此语句'],
  ER_QUERY_TIMEOUT: ['timeout', '语句执行超时被取消'],
  ER_STATEMENT_TIMEOUT: ['timeout', '语句执行超时被取消'],
  ER_QUERY_INTERRUPTED: ['timeout', '语句被取消'],
  ER_LOCK_WAIT_TIMEOUT: ['timeout', '等待锁超时'],
  ER_CON_COUNT_ERROR: ['unreachable', '连接数已满'],
  ER_TOO_MANY_USER_CONNECTIONS: ['unreachable', '该账户的连接数已满'],
  ER_SERVER_SHUTDOWN: ['unreachable', '服务器正在关闭'],
  ER_NO_SUCH_TABLE: ['unsupported', '没有这张表'],
  ER_BAD_FIELD_ERROR: ['unsupported', '没有这个列'],
  ER_UNKNOWN_SYSTEM_VARIABLE: ['unsupported', '没有这个变量'],
  ER_SP_DOES_NOT_EXIST: ['unsupported', '没有这个函数'],
  ER_PARSE_ERROR: ['unsupported', '语句不被此版本接受'],
  ER_DUP_ENTRY: ['conflict', '与目标的唯一约束相抵触'],
  ER_NO_REFERENCED_ROW_2: ['conflict', '与目标的外键约束相抵触'],
  ER_ROW_IS_REFERENCED_2: ['conflict', '与目标的外键约束相抵触'],
  ER_BAD_NULL_ERROR: ['conflict', '与目标的非空约束相抵触'],
  ER_CONSTRAINT_FAILED: ['conflict', '与目标的检查约束相抵触'],
  ER_LOCK_DEADLOCK: ['timeout', '与他人的改动互相等待'],
  PROTOCOL_CONNECTION_LOST: ['unreachable', '连接被对方断开'],
  HANDSHAKE_NO_SSL_SUPPORT: ['unreachable', '服务器不支持 TLS，请改连接设置'],
  HANDSHAKE_SSL_ERROR: ['unreachable', 'TLS 握手失败'],
  AUTH_SWITCH_PLUGIN_ERROR: ['refused', '登录方式不被支持'],
}

/** MariaDB numbers its statement timeout differently, and the driver knows only MySQL's names. */
const MARIADB_STATEMENT_TIMEOUT = 1969

export function explainMysql(where: string): (error: unknown) => ConnectorError {
  return (error) => {
    const code = codeOf(error)
    const number = error instanceof Error && 'errno' in error ? error.errno : undefined
    const [kind, words] = known[number === MARIADB_STATEMENT_TIMEOUT ? 'ER_STATEMENT_TIMEOUT' : (code ?? '')] ?? []
    if (kind === undefined) return explainNetworkFailure(error, where)
    // Sign-in messages of the server name the account; ours are enough.
    const told = kind === 'refused' || !(error instanceof Error) ? '' : `：${error.message}`
    return failure(kind, where, `${words}（${code}）${told}`)
  }
}
