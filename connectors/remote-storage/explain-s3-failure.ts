import { S3ServiceError } from 's3mini'
import { ConnectorError, type ConnectorFailure } from '../connector.ts'
import { codeOf, explainNetworkFailure, failure } from '../network-failure.ts'

type Meaning = readonly [ConnectorFailure, what: string, cure: string]

const RIGHTS: Meaning = ['forbidden', '对象存储不许此项操作', '请给这把密钥该桶的列出、读、写、删除与分段上传（含列出、中止）权限']
const KEY: Meaning = ['refused', '对象存储不认这把密钥', '请核对 AccessKey 与 SecretKey；经反向代理的，代理不得改写主机名与路径']
const CLOCK: Meaning = ['refused', '本机时钟与对象存储相差过大', '请校准两边的时钟（NTP）']
const PLACE: Meaning = ['unsupported', '区域或地址与桶不符', '请核对地址、区域与寻址方式']
const BUCKET: Meaning = ['unsupported', '对象存储没有这个桶', '请先建桶，或核对桶名与寻址方式']
const SPACE: Meaning = ['forbidden', '对象存储空间不足或超过配额', '请扩容、提高配额，或缩短保留']
const BUSY: Meaning = ['unreachable', '对象存储暂不可用', '稍后自动重试；持续如此请查看对象存储的状态与容量']
const UPLOAD: Meaning = ['conflict', '分段上传已被清除', '稍后自动重试']
const UNKNOWN: Meaning = ['bad-answer', '对象存储的应答无法识别', '请核对地址是否为 S3 接口']

/** Codes of the protocol and those that servers in use added to it. */
const meaningOfCode: Readonly<Record<string, Meaning>> = {
  AccessDenied: RIGHTS, AccountProblem: RIGHTS, AllAccessDisabled: RIGHTS, MethodNotAllowed: RIGHTS,
  InvalidAccessKeyId: KEY, SignatureDoesNotMatch: KEY, InvalidSecurity: KEY, NotSignedUp: KEY,
  RequestTimeTooSkewed: CLOCK, RequestExpired: CLOCK,
  NoSuchBucket: BUCKET, InvalidBucketName: BUCKET,
  AuthorizationHeaderMalformed: PLACE, PermanentRedirect: PLACE, TemporaryRedirect: PLACE, IllegalLocationConstraintException: PLACE,
  EntityTooLarge: SPACE, QuotaExceeded: SPACE, StorageFull: SPACE, XMinioStorageFull: SPACE, InsufficientStorage: SPACE, InsufficientCapacity: SPACE, XMinioAdminBucketQuotaExceeded: SPACE,
  NoSuchUpload: UPLOAD,
  InternalError: BUSY, ServiceUnavailable: BUSY, SlowDown: BUSY, OperationAborted: BUSY, RequestTimeout: BUSY,
}

/** Where there is no code, as in answers to HEAD. */
function meaningOfStatus(status: number): Meaning | undefined {
  if (status === 401 || status === 403) return RIGHTS
  if (status === 413 || status === 507) return SPACE
  if (status >= 300 && status < 400) return PLACE
  return status >= 500 ? BUSY : undefined
}

/** What a failure of the store means and what to do. Its own words are not passed on: they repeat what was sent, the key's name too. */
export function explainS3Failure(where: string): (error: unknown) => ConnectorError {
  return (error) => {
    if (error instanceof ConnectorError) return error
    const refusal = causes(error).find((one) => one instanceof S3ServiceError)
    if (refusal) {
      const code = /<Code>\s*(\w+)\s*<\/Code>/.exec(refusal.body ?? '')?.[1] ?? refusal.serviceCode ?? ''
      const [kind, what, cure] = meaningOfCode[code] ?? meaningOfStatus(refusal.status) ?? UNKNOWN
      return new ConnectorError(kind, `${what}：${where}（${[refusal.status, ...(/^(Unknown)?$/.test(code) ? [] : [code])].join(' ')}）。${cure}`)
    }
    const line = causes(error).find((one) => codeOf(one) !== undefined)
    const code = codeOf(line)
    if (code?.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT')) return failure('timeout', where, code)
    if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_ABORTED') return failure('unreachable', where, '连接中途断开')
    return explainNetworkFailure(line ?? error, where)
  }
}

/** The client, fetch and the socket each wrap the one before. */
function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
