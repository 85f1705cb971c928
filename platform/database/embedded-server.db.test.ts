import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { withConnection } from './connect.ts'
import { keepEmbeddedServer, startEmbeddedServer } from './embedded-server.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'embedded-'))
await chmod(folder, 0o711)
after(() => rm(folder, { recursive: true, force: true }))
const options = { folder: path.join(folder, 'postgres') }
const postmaster = async () => Number((await readFile(path.join(options.folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])

test('a server left running by a killed program is taken over, with its data', async () => {
  const first = await startEmbeddedServer(options)
  await withConnection(first.url, (client) => client.query('create table kept (n int); insert into kept values (1)'))
  const second = await startEmbeddedServer(options)
  assert.equal(second.isStartedHere, false)
  assert.equal(second.port, first.port)
  await second.stop()
  assert.equal(await first.isAlive(), false)
})

test('a server that is killed comes back on the same address with what was committed', async () => {
  const server = await keepEmbeddedServer(options)
  await withConnection(server.url, (client) => client.query('insert into kept values (2)'))
  process.kill(await postmaster(), 'SIGKILL')
  const deadline = performance.now() + 20_000
  let rows = 0
  while (rows !== 2 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    rows = await withConnection(server.url, async (client) => Number((await client.query('select count(*) as n from kept')).rows[0].n)).catch(() => 0)
  }
  assert.equal(rows, 2)
  await server.stop()
  assert.equal(await server.isAlive(), false)
})

test('a data folder without its password file is refused in words', async () => {
  await rm(path.join(options.folder, 'password'))
  await assert.rejects(startEmbeddedServer(options), /口令文件 .* 不在/)
})
