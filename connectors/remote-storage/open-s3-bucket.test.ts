import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { ArchiveStorage, S3Bucket } from '#platform/storage/archive-storage.ts'
import { makeCertificate } from '#tests/support/servers/certificate.ts'
import { startForwarder } from '#tests/support/servers/forwarder.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startSwift, type SwiftServer } from '#tests/support/servers/swift.ts'
import { ConnectorError, type ConnectorFailure } from '../connector.ts'
import { openRemoteStorage } from './open-remote-storage.ts'

const MIB = 1024 ** 2
const allowList = { entries: ['127.0.0.1'] }

const certificate = await makeCertificate({ host: 'localhost' })
const swift = isMissing(certificate) ? certificate : await startSwift({ certificate })
after(async () => {
  if (!isMissing(swift)) await swift.stop()
  if (!isMissing(certificate)) await certificate.remove()
})

async function withBucket(t: { after(work: () => Promise<void>): void }, settings: S3Bucket): Promise<ArchiveStorage> {
  const storage = await openRemoteStorage(settings, allowList)
  t.after(() => storage.close())
  return storage
}

async function* pieces(bytes: Buffer, size = 1_000_003): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function contentOf(storage: ArchiveStorage, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await storage.read(name)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function fails(work: Promise<unknown>, kind: ConnectorFailure, words: RegExp, secrets: readonly string[] = []): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof ConnectorError, String(error))
    assert.match(error.message, words)
    assert.equal(error.failure, kind, error.message)
    for (const secret of secrets) assert.ok(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes(secret), 'a credential is in the error')
    return true
  })
}

test('what is written in parts comes back the same, is overwritten by nobody, and is gone when it was removed', async (t) => {
  if (skipWithout(t, swift)) return
  const storage = await withBucket(t, swift.bucket)
  const bytes = randomBytes(2 * 8 * MIB + 12_345)
  await storage.write('2024/market.xyn', pieces(bytes), bytes.length)
  assert.equal(await storage.size('2024/market.xyn'), bytes.length)
  assert.ok((await contentOf(storage, '2024/market.xyn')).equals(bytes))
  assert.ok(((await swift.client.getEtag('xinyun/backups/2024/market.xyn')) ?? '').endsWith('-3'), 'three parts')
  await fails(storage.write('2024/market.xyn', pieces(bytes)), 'conflict', /已经存在/)
  assert.equal(await storage.size('2024/market.xyn'), bytes.length, 'the refused write took nothing away')
  await storage.remove('2024/market.xyn')
  assert.equal(await storage.size('2024/market.xyn'), undefined)
  await fails(storage.read('2024/market.xyn'), 'unsupported', /没有 2024\/market\.xyn/)
  await storage.remove('2024/market.xyn')
  assert.deepEqual(await swift.dataFiles().then((files) => files.filter(({ bytes: size }) => size > MIB)), [], 'nor are its parts left')
})

test('over TLS the certificate must be of the name and of a known authority', async (t) => {
  if (skipWithout(t, swift) || skipWithout(t, certificate)) return
  const secure = { ...swift.bucket, endpoint: `https://localhost:${swift.tlsPort}`, ca: certificate.ca }
  const storage = await withBucket(t, secure)
  await storage.write('tls.xyn', pieces(Buffer.from('sealed')))
  assert.equal((await contentOf(storage, 'tls.xyn')).toString(), 'sealed')
  await storage.remove('tls.xyn')
  const { ca: _ca, ...unknown } = secure
  await fails((await withBucket(t, unknown)).write('tls.xyn', pieces(Buffer.from('x'))), 'unreachable', /TLS 握手失败/)
})

test('every refusal says what is wrong and what to do, and no credential', async (t) => {
  if (skipWithout(t, swift)) return
  const { bucket, stranger } = swift
  const tries = async (change: Partial<S3Bucket>) => (await withBucket(t, { ...bucket, ...change })).write('tried.xyn', pieces(Buffer.from('x')))
  const secretAccessKey = 'Wrong-secret-7710'
  await fails(tries({ secretAccessKey }), 'refused', /不认这把密钥.*核对 AccessKey 与 SecretKey/, [secretAccessKey, bucket.accessKeyId])
  await fails(tries({ accessKeyId: 'backup:nobody' }), 'refused', /不认这把密钥/, [bucket.secretAccessKey, 'backup:nobody'])
  await fails(tries({ bucket: 'not-there' }), 'unsupported', /没有这个桶.*先建桶/)
  await fails(tries(stranger), 'forbidden', /不许此项操作.*请给这把密钥/, [stranger.secretAccessKey])
  await fails(tries({ endpoint: `http://127.0.0.1:${await freePort()}` }), 'unreachable', /ECONNREFUSED/)
  await fails(tries({ endpoint: `https://127.0.0.1:${swift.port}` }), 'unreachable', /TLS 握手失败/)
  await fails(openRemoteStorage(bucket, { entries: ['10.0.0.0/8'] }), 'address-not-allowed', /允许清单/)
  // A name that somebody points at this machine: only a network entry may allow that.
  await fails(openRemoteStorage({ ...bucket, endpoint: `http://localhost:${swift.port}` }, { entries: ['localhost'] }), 'address-not-allowed', /允许清单/)
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2020-01-01T00:00:00Z') })
  await fails(tries({}), 'refused', /时钟.*NTP/)
})

test('a store that is full says so, and nothing is left of the copy', async (t) => {
  if (skipWithout(t, swift)) return
  await swift.limit(MIB)
  t.after(() => swift.limit(undefined))
  const storage = await withBucket(t, swift.bucket)
  await fails(storage.write('large.xyn', pieces(randomBytes(2 * MIB))), 'forbidden', /空间不足或超过配额.*扩容/)
  await nothingLeft(swift, 'large.xyn')
})

test('a source that breaks leaves no object and no parts', async (t) => {
  if (skipWithout(t, swift)) return
  const storage = await withBucket(t, swift.bucket)
  await assert.rejects(
    storage.write('broken.xyn', (async function* () {
      yield randomBytes(9 * MIB)
      throw new Error('the disk is gone')
    })()),
    /the disk is gone/,
  )
  await nothingLeft(swift, 'broken.xyn')
})

test('a store that is killed under a copy leaves no object, and the parts that it could not be told to forget are cleared later', async (t) => {
  if (skipWithout(t, swift)) return
  const storage = await withBucket(t, swift.bucket)
  const parts = async () => (await swift.dataFiles()).filter(({ bytes }) => bytes > MIB)
  await fails(
    storage.write('killed.xyn', (async function* () {
      yield randomBytes(9 * MIB)
      await swift.kill()
      yield randomBytes(8 * MIB)
    })()),
    'unreachable',
    /目标无法连接/,
  )
  await swift.restart()
  assert.equal(await storage.size('killed.xyn'), undefined)
  assert.equal((await parts()).length, 1)
  await storage.removeUnfinished('killed')
  assert.equal((await parts()).length, 1, 'a name that only begins alike is another')
  await storage.removeUnfinished('killed.xyn')
  await nothingLeft(swift, 'killed.xyn')
})

test('a copy outlives a part that did not arrive; one whose end nobody confirmed is taken back', async (t) => {
  if (skipWithout(t, swift)) return
  const forwarder = await startForwarder(swift.port)
  const storage = await withBucket(t, { ...swift.bucket, endpoint: forwarder.url })
  const bytes = randomBytes(9 * MIB)
  // Begun, looked for, the two parts, joined.
  forwarder.decide((number) => (number === 4 ? 'unreached' : 'passes'))
  await storage.write('outlived.xyn', pieces(bytes))
  assert.ok((await contentOf(storage, 'outlived.xyn')).equals(bytes))
  await storage.remove('outlived.xyn')
  forwarder.decide((number) => (number === 5 ? 'answer-lost' : 'passes'))
  await fails(storage.write('unconfirmed.xyn', pieces(bytes)), 'unreachable', /目标无法连接/)
  await nothingLeft(swift, 'unconfirmed.xyn')
})

async function nothingLeft(server: SwiftServer, name: string): Promise<void> {
  assert.equal(await server.client.objectExists(`xinyun/backups/${name}`), false)
  assert.deepEqual(await server.dataFiles().then((files) => files.filter(({ bytes }) => bytes > MIB / 2)), [], 'no part on the disk of the server')
  const listed = JSON.stringify(await server.client.listMultipartUploads())
  assert.ok(!listed.includes(name), listed)
}
