import type { ConnectorError } from '../connector.ts'
import { explainNetworkFailure, failure } from '../network-failure.ts'

/** Redis tells the kind of an error by its first word. */
export function explainRedis(where: string): (error: unknown) => ConnectorError {
  return (error) => {
    const text = error instanceof Error ? error.message : String(error)
    const word = text.split(' ', 1)[0] ?? ''
    if (word === 'WRONGPASS' || word === 'NOAUTH' || text.includes('AUTH')) return failure('refused', where, '账户或密码不对，或缺少密码')
    if (word === 'NOPERM') return failure('forbidden', where, `请为巡检账户补充只读权限：${text}`)
    if (word === 'LOADING' || word === 'MASTERDOWN' || word === 'BUSY') return failure('unreachable', where, `实例暂不可用：${text}`)
    if (text.includes('max number of clients')) return failure('unreachable', where, '连接数已满')
    if (/unknown (sub)?command/i.test(text)) return failure('unsupported', where, text)
    if (/Connection is closed|Stream isn't writeable/i.test(text)) return failure('unreachable', where, '连接被对方断开')
    return explainNetworkFailure(error, where)
  }
}
