import { setTimeout as sleep } from 'node:timers/promises'
import { S3mini, S3ServiceError, type UploadPart } from 's3mini'
import { Agent, buildConnector, fetch as fetchOver } from 'undici'
import { z } from 'zod'
import { piecesOf } from '#platform/files/pieces-of.ts'
import { type ArchiveStorage, requireName, type S3Bucket } from '#platform/storage/archive-storage.ts'
import { resolveTarget, type Target } from '../allow-list.ts'
import { type AllowList, ConnectorError } from '../connector.ts'
import { finishWithin } from '../finish-within.ts'
import { placeOf, serverName } from '../http-exchange.ts'
import { failure } from '../network-failure.ts'
import { explainS3Failure } from './explain-s3-failure.ts'

const CONNECT_MS = 15_000
/** Until an answer begins: a store joins the parts of a large object before it answers. What is sent may take its time on top. */
const ANSWER_MS = 60_000
const SLOWEST_BYTES_PER_MS = 64
/** How long a body that is being read may pause. */
const SILENT_MS = 60_000
const RETRY_MS = 2_000
const MIB = 1024 ** 2
/** The protocol asks for at least 5 MiB, and allows 10,000 parts. */
const PART_BYTES = 8 * MIB
const MOST_PARTS = 10_000

const uploadList = z.object({ ListMultipartUploadsResult: z.object({ Upload: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]).optional() }).or(z.string()) })
const upload = z.object({ Key: z.string(), UploadId: z.string() })

/**
 * A bucket of an object store as a storage of archives: only at an allowed address. Every object is a multipart upload: it is there when the
 * store has joined the parts, and a failed one is aborted, so that no parts are left that nobody sees and somebody pays for.
 */
export async function openS3Bucket(settings: S3Bucket, allowList: AllowList): Promise<ArchiveStorage> {
  const url = new URL(settings.endpoint)
  if (settings.addressing === 'host') url.hostname = `${settings.bucket}.${url.hostname}`
  else url.pathname = `/${settings.bucket}`
  const where = `${url.host}${settings.addressing === 'path' ? url.pathname : ''}`
  const agent = pinnedAgent(await resolveTarget(allowList, placeOf(url)), settings.ca)
  const explain = explainS3Failure(where)
  const send: typeof fetchOver = (address, init = {}) => {
    const late = () => failure('timeout', where, `${ANSWER_MS / 1_000} 秒内没有应答`)
    const ms = ANSWER_MS + (init.body instanceof Uint8Array ? init.body.byteLength / SLOWEST_BYTES_PER_MS : 0)
    // A redirect would lead to an address that nobody allowed.
    return finishWithin({ ms, late, signals: [] }, (signal) => fetchOver(address, { ...init, dispatcher: agent, redirect: 'manual', signal }))
  }
  const s3 = new S3mini({ accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey, endpoint: url.href, region: settings.region, fetch: send as unknown as typeof fetch })
  const call = <T>(work: () => Promise<T>) => work().catch((error: unknown) => Promise.reject(explain(error)))
  const place = (name: string) => [...settings.folder.split('/').filter(Boolean), requireName(name)].join('/')

  const size = async (key: string) => {
    try {
      return await s3.getContentLength(key)
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      if (cause instanceof S3ServiceError && cause.status === 404) return undefined
      throw explain(error)
    }
  }
  const unfinishedOf = async (key: string) => {
    const { ListMultipartUploadsResult: listed } = uploadList.parse(await s3.listMultipartUploads('/', '', 'GET', { prefix: key }))
    return typeof listed === 'string' ? [] : upload.array().parse(listed.Upload ?? []).filter((one) => one.Key === key)
  }
  const sendParts = async (key: string, uploadId: string, content: AsyncIterable<Buffer>, partBytes: number) => {
    const parts: UploadPart[] = []
    let sent = 0
    const sendPart = async (part: Buffer) => {
      parts.push(await again(() => call(() => s3.uploadPart(key, uploadId, part, parts.length + 1))))
      sent += part.byteLength
    }
    for await (const part of piecesOf(content, partBytes)) await sendPart(part)
    // An object without a part cannot be joined.
    if (parts.length === 0) await sendPart(Buffer.alloc(0))
    return { parts, sent }
  }

  return {
    title: `S3 ${where}${settings.folder === '' ? '' : `/${settings.folder}`}`,
    async write(name, content, bytes = 0) {
      const key = place(name)
      const uploadId = await call(() => s3.getMultipartUploadId(key))
      let isJoining = false
      try {
        if ((await size(key)) !== undefined) throw failure('conflict', where, `备份文件 ${name} 已经存在`)
        const { parts, sent } = await sendParts(key, uploadId, content, Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS / MIB) * MIB))
        isJoining = true
        // A store may say 200 before it has joined the parts, and tell of its failure in the body.
        const { etag } = await call(() => s3.completeMultipartUpload(key, uploadId, parts))
        const stored = await size(key)
        if (!etag || stored !== sent) throw failure('bad-answer', where, `${name} 没有合成：应有 ${sent} 字节，存储中${stored === undefined ? '没有' : `为 ${stored} 字节`}`)
      } catch (error) {
        await s3.abortMultipartUpload(key, uploadId).catch(() => {})
        if (isJoining) await s3.deleteObject(key).catch(() => {})
        throw error
      }
    },
    async read(name) {
      const answer = await call(() => s3.getObjectResponse(place(name)))
      if (!answer?.body) throw failure('unsupported', where, `没有 ${name}`)
      return chunksOf(answer.body, explain)
    },
    size: (name) => size(place(name)),
    async remove(name) {
      await call(() => s3.deleteObject(place(name)))
      if ((await size(place(name))) !== undefined) throw failure('forbidden', where, `${name} 删除后仍在，请检查桶的保留与锁定设置`)
    },
    freeBytes: async () => undefined,
    async removeUnfinished(name) {
      for (const { Key, UploadId } of await call(() => unfinishedOf(place(name)))) await call(() => s3.abortMultipartUpload(Key, UploadId))
    },
    close: () => agent.destroy(),
  }
}

/** Connections go to the address that was allowed, whatever the name resolves to later; the certificate is of the name. */
function pinnedAgent(target: Target, ca: string | undefined): Agent {
  const connect = buildConnector({ timeout: CONNECT_MS, ...(ca ? { ca } : {}) })
  return new Agent({ connect: (options, done) => connect({ ...options, hostname: target.address, port: String(target.port), ...serverName(target.host) }, done), headersTimeout: 0, bodyTimeout: SILENT_MS })
}

/** A copy of thousands of parts must not fail for one of them. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ConnectorError) || (error.failure !== 'unreachable' && error.failure !== 'timeout')) throw error
    await sleep(RETRY_MS)
    return work()
  }
}

async function* chunksOf(body: AsyncIterable<Uint8Array>, explain: (error: unknown) => ConnectorError): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  } catch (error) {
    throw explain(error)
  }
}
