import { createHash } from 'node:crypto'
import { connect as connectSocket } from 'node:net'
import path from 'node:path'
import { Client, type SFTPWrapper } from 'ssh2'
import { type ArchiveStorage, requireName, type SftpFolder, UNFINISHED } from '#platform/storage/archive-storage.ts'
import { resolveTarget } from './allow-list.ts'
import type { AllowList } from './connector.ts'
import { explainSsh } from './linux-host/ssh-host.ts'
import { failure } from './network-failure.ts'

const CONNECT_MS = 15_000
const CHUNK_BYTES = 256 * 1024
/** SSH_FX_EOF */
const END_OF_FILE = 1

/** A folder on another machine over SFTP, as a storage of archives: only at an allowed address, only a machine whose host key is registered. */
export async function openSftpFolder(settings: SftpFolder, allowList: AllowList): Promise<ArchiveStorage> {
  const where = `${settings.host}:${settings.port}`
  const explain = explainSsh(where)
  const target = await resolveTarget(allowList, settings)
  const client = new Client()
  let strangeKey: string | undefined
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
    client.on('error', (error) => reject(strangeKey === undefined ? explain(error) : failure('refused', where, `主机密钥 ${strangeKey} 与登记的不同，可能连到了别的机器；核实后请更新指纹`)))
    client.once('ready', () => client.sftp((error, opened) => (error === undefined ? resolve(opened) : reject(explain(error)))))
    client.connect({
      sock: connectSocket({ host: target.address, port: target.port, noDelay: true }),
      username: settings.username,
      readyTimeout: CONNECT_MS,
      keepaliveInterval: 10_000,
      tryKeyboard: false,
      hostVerifier: (key: Buffer) => {
        const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=$/, '')}`
        if (settings.hostKey.replace(/=$/, '') === fingerprint) return true
        strangeKey = fingerprint
        return false
      },
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ...(settings.privateKey === undefined ? {} : { privateKey: settings.privateKey }),
    })
  }).catch((error: unknown) => {
    client.destroy()
    throw error
  })
  const place = (name: string) => path.posix.join(settings.folder, requireName(name))
  const call = <T>(work: (done: (error: Error | null | undefined, value?: T) => void) => void) => new Promise<T>((resolve, reject) => work((error, value) => (error ? reject(explain(error)) : resolve(value as T))))
  const size = (file: string) => call<{ size: number }>((done) => sftp.stat(file, done)).then((found) => found.size, () => undefined)
  const remove = async (file: string) => {
    if ((await size(file)) === undefined) return
    await call<void>((done) => sftp.unlink(file, done))
    if ((await size(file)) !== undefined) throw failure('bad-answer', where, `${path.posix.basename(file)} 删除后仍在`)
  }
  const makeFolder = async (folder: string): Promise<void> => {
    if ((await size(folder)) !== undefined) return
    await makeFolder(path.posix.dirname(folder))
    await call<void>((done) => sftp.mkdir(folder, { mode: 0o700 }, done)).catch(async (error: unknown) => {
      if ((await size(folder)) === undefined) throw error
    })
  }

  // Not the driver's own stream: one that is left early and whose connection then ends throws where nobody can catch it.
  const read = async function* (file: string): AsyncGenerator<Buffer> {
    const handle = await call<Buffer>((done) => sftp.open(file, 'r', done))
    try {
      for (let at = 0; ; ) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
        const bytes = await call<number>((done) => sftp.read(handle, chunk, 0, CHUNK_BYTES, at, (error, found) => (error && 'code' in error && error.code === END_OF_FILE ? done(undefined, 0) : done(error, found))))
        if (bytes === 0) return
        at += bytes
        yield chunk.subarray(0, bytes)
      }
    } finally {
      await call<void>((done) => sftp.close(handle, done)).catch(() => {})
    }
  }

  return {
    title: `SFTP ${settings.username}@${where}${settings.folder}`,
    async write(name, content) {
      const file = place(name)
      await makeFolder(path.posix.dirname(file))
      if ((await size(file)) !== undefined) throw failure('conflict', where, `备份文件 ${name} 已经存在`)
      const unfinished = file + UNFINISHED
      const handle = await call<Buffer>((done) => sftp.open(unfinished, 'w', { mode: 0o600 }, done))
      try {
        let at = 0
        for await (const chunk of content) {
          for (let from = 0; from < chunk.length; from += CHUNK_BYTES) {
            const part = chunk.subarray(from, from + CHUNK_BYTES)
            await call<void>((done) => sftp.write(handle, part, 0, part.length, at, done))
            at += part.length
          }
        }
        // Not every server knows how to sync; those that do are asked, and what arrived is read back in any case.
        await call<void>((done) => sftp.ext_openssh_fsync(handle, done)).catch(() => {})
        await call<void>((done) => sftp.close(handle, done))
        await call<void>((done) => sftp.rename(unfinished, file, done))
      } catch (error) {
        await call<void>((done) => sftp.unlink(unfinished, done)).catch(() => {})
        throw error
      }
    },
    async read(name) {
      if ((await size(place(name))) === undefined) throw failure('unsupported', where, `没有 ${name}`)
      return read(place(name))
    },
    size: (name) => size(place(name)),
    remove: (name) => remove(place(name)),
    freeBytes: async () => undefined,
    removeUnfinished: (name) => remove(place(name) + UNFINISHED),
    async close() {
      client.end()
    },
  }
}
