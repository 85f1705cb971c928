import type { ConnectorError, ConnectorFailure } from '../connector.ts'
import { codeOf, explainNetworkFailure, failure } from '../network-failure.ts'

/** SQLSTATE (PostgreSQL manual, appendix A) → what it means for a check. Classes by their first two characters. */
const failureOfState: Readonly<Record<string, ConnectorFailure>> = {
  '28': 'refused',
  '3D000': 'refused',
  '42501': 'forbidden',
  '25006': 'forbidden',
  '57014': 'timeout',
  '55P03': 'timeout',
  '25P03': 'timeout',
  '57P': 'unreachable',
  '53300': 'unreachable',
  '08': 'unreachable',
  '42883': 'unsupported',
  '42P01': 'unsupported',
  '42703': 'unsupported',
  '0A': 'unsupported',
  '23': 'conflict',
  '40': 'timeout',
}

const inWords: Readonly<Record<string, string>> = {
  '28': '账户或密码不对，或服务器不接受该账户从此处登录',
  '3D000': '数据库不存在',
  '42501': '请为登记的账户补充所需权限',
  '25006': '只读事务中不允许写入',
  '57014': '语句执行超时被取消',
  '55P03': '等待锁超时',
  '53300': '连接数已满',
  '23': '与目标的唯一或完整性约束相抵触',
  '40': '与他人的改动互相等待',
}

export function explainPostgres(where: string): (error: unknown) => ConnectorError {
  return (error) => {
    const state = codeOf(error)
    if (state !== undefined && /^[0-9A-Z]{5}$/.test(state) && error instanceof Error && 'severity' in error) {
      const key = [state, state.slice(0, 3), state.slice(0, 2)].find((candidate) => candidate in failureOfState)
      // Sign-in messages of the server name the account; ours are enough.
      const detail = key === '28' ? '' : `：${error.message}`
      return failure((key === undefined ? undefined : failureOfState[key]) ?? 'bad-answer', where, `${key === undefined ? '' : (inWords[key] ?? '')}（${state}）${detail}`)
    }
    const text = error instanceof Error ? error.message : ''
    if (/terminated unexpectedly|Connection terminated|not queryable/i.test(text)) return failure('unreachable', where, '连接被对方断开')
    if (/does not support SSL/i.test(text)) return failure('unreachable', where, '服务器不支持 TLS，请改连接设置')
    if (/SASL|password must be a string|unknown authentication/i.test(text)) return failure('refused', where, '登录方式不被支持，或缺少密码')
    return explainNetworkFailure(error, where)
  }
}
