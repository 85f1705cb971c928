import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { makeDurable } from '#platform/crypto/write-private-file.ts'

/** Where archives are kept. Names are relative paths of letters, digits, `.`, `-`, `_` and `/`. */
export type ArchiveStorage = {
  /** As people name it. */
  readonly title: string
  /** All or nothing: the name is there only when every byte is safe. Overwrites nothing. `bytes`: how many will come, where that is known. */
  write(name: string, content: AsyncIterable<Buffer>, bytes?: number): Promise<void>
  read(name: string): Promise<AsyncIterable<Buffer>>
  /** Bytes of a name, undefined when it is not there. */
  size(name: string): Promise<number | undefined>
  /** Looked for afterwards: when this returns, the name is gone. */
  remove(name: string): Promise<void>
  /** Bytes that can still be written, undefined where nobody can say. */
  freeBytes(): Promise<number | undefined>
  /** Clears what a killed writer left behind. */
  removeUnfinished(name: string): Promise<void>
  close(): Promise<void>
}

/** A folder reached over SFTP, with the fingerprint of the one machine that it may be. */
export type SftpFolder = { readonly kind: 'sftp'; readonly host: string; readonly port: number; readonly username: string; readonly folder: string; readonly hostKey: string; readonly password?: string | undefined; readonly privateKey?: string | undefined }

/** A bucket of an object store that speaks Amazon's S3 protocol. */
export type S3Bucket = {
  readonly kind: 's3'
  /** `https://host[:port]`, without the bucket; `http:` sends archives, sealed as they are, over a plain line. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Where the bucket stands: in the path, or before the host's name. */
  readonly addressing: 'path' | 'host'
  /** Begins every key; empty: the bucket's root. */
  readonly folder: string
  /** Authority of the server, PEM; the system's authorities when absent. */
  readonly ca?: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export type RemoteStorage = SftpFolder | S3Bucket

export const UNFINISHED = '.unfinished'

export function requireName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name)) throw new Error(`not a name of an archive: ${name}`)
  return name
}

export function openLocalStorage(folder: string): ArchiveStorage {
  const place = (name: string) => path.join(folder, requireName(name))
  return {
    title: `本机 ${folder}`,
    async write(name, content) {
      const target = place(name)
      const unfinished = target + UNFINISHED
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
      if (await stat(target).catch(() => undefined)) throw new Error(`备份文件 ${name} 已经存在`)
      const handle = await open(unfinished, 'w', 0o600)
      try {
        for await (const chunk of content) await handle.writeFile(chunk)
        await handle.sync()
      } catch (error) {
        await handle.close()
        await rm(unfinished, { force: true })
        throw error
      }
      await handle.close()
      await rename(unfinished, target)
      await makeDurable(path.dirname(target))
    },
    async read(name) {
      await stat(place(name))
      return createReadStream(place(name), { highWaterMark: 1024 * 1024 }) as ReadStream & AsyncIterable<Buffer>
    },
    size: (name) => stat(place(name)).then(({ size }) => size, () => undefined),
    remove: (name) => rm(place(name), { force: true }),
    async freeBytes() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    removeUnfinished: (name) => rm(place(name) + UNFINISHED, { force: true }),
    close: async () => {},
  }
}

/** Bytes of all files below a folder: what the archives take. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => stat(path.join(entry.parentPath, entry.name)).then(({ size }) => size, () => 0)))
  return sizes.reduce((sum, size) => sum + size, 0)
}
