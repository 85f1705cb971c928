import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { startSshd } from '#tests/support/servers/sshd.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { openSftpFolder } from '../open-sftp-folder.ts'

test('a file that was read, wholly or not, and a connection that ends at once leave no error that nobody can catch', async (t) => {
  const server = await startSshd()
  if (skipWithout(t, server)) return
  t.after(() => server.stop())
  const folder = await mkdtemp(path.join(tmpdir(), 'sftp-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(path.join(folder, 'large'), Buffer.alloc(3_000_000, 7))
  const open = () => openSftpFolder({ kind: 'sftp', host: server.host, port: server.port, username: server.username, folder, hostKey: server.hostKeyFingerprint, privateKey: server.privateKey }, { entries: ['127.0.0.0/8'] })
  for (let round = 0; round < 4; round += 1) {
    const storage = await open()
    const reading = (await storage.read('large'))[Symbol.asyncIterator]()
    let bytes = 0
    for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
      bytes += next.value.length
      if (round % 2 === 1) break
    }
    assert.equal(bytes, round % 2 === 1 ? 256 * 1024 : 3_000_000)
    const left = reading.return?.()
    await storage.close()
    await left
  }
})
