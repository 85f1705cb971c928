import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { S3mini } from 's3mini'
import { systemClock } from '#platform/clock/clock.ts'
import type { S3Bucket } from '#platform/storage/archive-storage.ts'
import type { TestCertificate } from './certificate.ts'
import { findTool, type MissingTool } from './missing-tool.ts'
import { freePort, own, runTool, serverFolder, startProcess } from './server-process.ts'

export type SwiftServer = {
  readonly port: number
  /** 0 without a certificate. */
  readonly tlsPort: number
  /** A bucket that is there, as its owner reaches it. */
  readonly bucket: S3Bucket
  /** A key that is known and may do nothing with the bucket. */
  readonly stranger: Pick<S3Bucket, 'accessKeyId' | 'secretAccessKey'>
  /** The client itself, to look at the bucket without the code under test. */
  readonly client: S3mini
  /** Files on the server's disk that hold stored bytes, parts too. */
  dataFiles(): Promise<ReadonlyArray<{ readonly file: string; readonly bytes: number }>>
  /** The most that the parts of all uploads may take; undefined: no limit. */
  limit(bytes: number | undefined): Promise<void>
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A private OpenStack Swift, a production object store that speaks S3, on free ports with one bucket. */
export async function startSwift({ dir, certificate }: { dir?: string; certificate?: Pick<TestCertificate, 'certFile' | 'keyFile'> } = {}): Promise<SwiftServer | MissingTool> {
  const missing: MissingTool = { missing: 'swift', install: 'apt-get install python3-swift' }
  // The distribution's own Python: another on the search path does not see its packages.
  const python = findTool(['python3'], ['/usr/bin'])
  if (python === undefined || !(await runTool(python, ['-c', 'import swift.proxy, swift.obj']).then(() => true, () => false))) return missing
  const { folder, remove } = await serverFolder('swift', dir)
  const [ownerSecret, strangerSecret] = ['Sw-owner-Secret-5521', 'Sw-stranger-Secret-9034']
  const users = join(folder, 'users')
  await writeFile(users, `user_backup_owner = ${ownerSecret} .admin\nuser_backup_stranger = ${strangerSecret}\n`)
  await own(users)
  const [port, containerPort, tlsPort] = [await freePort(), await freePort(), certificate ? await freePort() : 0]
  const endpoint = `http://127.0.0.1:${port}`
  const start = () =>
    startProcess(python, ['-B', join(import.meta.dirname, 'start-swift.py'), folder, String(port), String(containerPort), ...(certificate ? [String(tlsPort), certificate.certFile, certificate.keyFile] : [])], {
      cwd: folder,
      isReady: async () => (await fetch(endpoint, { signal: AbortSignal.timeout(1_000) })).status > 0,
      // It reads the whole of Swift first, which takes long on a busy machine.
      withinMs: 90_000,
    })
  let server = await start()
  const key = { accessKeyId: 'backup:owner', secretAccessKey: ownerSecret }
  const client = new S3mini({ ...key, endpoint: `${endpoint}/archives`, region: 'us-east-1' })
  if (!(await client.createBucket())) throw new Error(`no bucket could be made:\n${server.output()}`)
  return {
    port,
    tlsPort,
    bucket: { kind: 's3', endpoint, region: 'us-east-1', bucket: 'archives', addressing: 'path', folder: 'xinyun/backups', ...key },
    stranger: { accessKeyId: 'backup:stranger', secretAccessKey: strangerSecret },
    client,
    async dataFiles() {
      const entries = await readdir(join(folder, 'disk', 'objects'), { recursive: true, withFileTypes: true }).catch(() => [])
      return Promise.all(entries.filter(({ name }) => name.endsWith('.data')).map(async ({ parentPath, name }) => ({ file: join(parentPath, name), bytes: (await stat(join(parentPath, name))).size })))
    },
    async limit(bytes) {
      const headers = { 'x-timestamp': (systemClock.now().getTime() / 1_000).toFixed(5), 'x-backend-storage-policy-index': '0', 'x-container-meta-quota-bytes': String(bytes ?? '') }
      const answer = await fetch(`http://127.0.0.1:${containerPort}/disk/0/AUTH_backup/archives%2Bsegments`, { method: 'PUT', headers })
      if (!answer.ok) throw new Error(`the limit was not taken: ${answer.status}`)
    },
    kill: () => server.stop('SIGKILL'),
    async restart() {
      server = await start()
    },
    async stop() {
      await server.stop()
      await remove()
    },
  }
}
