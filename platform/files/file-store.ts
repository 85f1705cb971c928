import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UPLOAD_LIMIT } from '#shared/define-api.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'

const fileErrors = defineErrors('file', {
  'too-large': [413, '文件超出大小上限'],
  missing: [410, '文件内容已不在存储中，请联系系统管理员核查证据链'],
})

/** Files by content: the name of a stored file is the SM3 digest of its bytes, so a changed file can not keep its name. */
export type FileStore = {
  /** Streams content to disk; memory stays bounded. Nothing half-written is ever visible under its digest. */
  put(content: Readable, options?: { maxBytes?: number }): Promise<{ sm3: string; bytes: number }>
  /** Opens content for reading; `file.missing` when it is gone. */
  read(sm3: string): Promise<Readable>
  /** Re-computes the digest from the bytes on disk: `absent`, `altered` or `intact`. */
  verify(sm3: string): Promise<'absent' | 'altered' | 'intact'>
  /** Path on disk, for tools that need a file. */
  pathOf(sm3: string): string
}

export function openFileStore(folder: string): FileStore {
  const pathOf = (sm3: string) => {
    if (!/^[0-9a-f]{64}$/.test(sm3)) throw new Error('not an SM3 digest')
    return path.join(folder, sm3.slice(0, 2), sm3)
  }
  return {
    pathOf,
    async put(content, { maxBytes = UPLOAD_LIMIT } = {}) {
      const incoming = path.join(folder, 'incoming')
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const temporary = path.join(incoming, randomUUID())
      const digest = createHash('sm3')
      let bytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          if (bytes > maxBytes) return done(fileErrors['too-large']({ detail: `上限 ${Math.floor(maxBytes / 1024 / 1024)} MB` }))
          digest.update(chunk)
          done(null, chunk)
        },
      })
      try {
        await pipeline(content, measure, createWriteStream(temporary, { mode: 0o600, flush: true }))
        const sm3 = digest.digest('hex')
        await mkdir(path.dirname(pathOf(sm3)), { recursive: true, mode: 0o700 })
        await rename(temporary, pathOf(sm3))
        return { sm3, bytes }
      } catch (error) {
        await rm(temporary, { force: true })
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw requestErrors['disk-full']({ cause: error })
        throw error
      }
    },
    async read(sm3) {
      await stat(pathOf(sm3)).catch((error: unknown) => {
        throw fileErrors.missing({ detail: sm3, cause: error })
      })
      return createReadStream(pathOf(sm3))
    },
    async verify(sm3) {
      const digest = createHash('sm3')
      try {
        await pipeline(createReadStream(pathOf(sm3)), digest)
      } catch {
        return 'absent'
      }
      return digest.digest('hex') === sm3 ? 'intact' : 'altered'
    },
  }
}
