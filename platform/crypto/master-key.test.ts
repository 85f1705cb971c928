import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { loadMasterKey, rotateMasterKey } from './master-key.ts'
import { createSecretBox } from './secret-box.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'master-key-'))
after(() => rm(folder, { recursive: true }))
const nothingSealed = () => Promise.resolve(false)

test('the first start makes one key of mode 0600, also when several processes start at once', async () => {
  const file = path.join(folder, 'keys', 'first.key')
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadMasterKey(file, nothingSealed)))
  assert.equal(new Set(keys.map((key) => key.current.key.toString('hex'))).size, 1)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})

test('a missing key is not replaced when sealed data exists', async () => {
  await assert.rejects(loadMasterKey(path.join(folder, 'lost.key'), () => Promise.resolve(true)), /找不到主密钥文件 .*lost\.key.*请从备份恢复/)
  await assert.rejects(stat(path.join(folder, 'lost.key')))
})

test('a key file that others may read is refused with the cure', async () => {
  const file = path.join(folder, 'open.key')
  await loadMasterKey(file, nothingSealed)
  await chmod(file, 0o640)
  await assert.rejects(loadMasterKey(file, nothingSealed), /0640.*chmod 600/)
})

test('a damaged key line is named instead of making secrets unreadable', async () => {
  const file = path.join(folder, 'damaged.key')
  await loadMasterKey(file, nothingSealed)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/[0-9a-f]\n$/, (end) => (end.startsWith('0') ? '1\n' : '0\n')))
  await assert.rejects(loadMasterKey(file, nothingSealed), /第 2 行的密钥与其编号 [0-9a-f]{8} 不符/)
  await writeFile(file, '# 空\n')
  await assert.rejects(loadMasterKey(file, nothingSealed), /没有密钥/)
})

test('after rotation new secrets use the new key and old ones still open', async () => {
  const file = path.join(folder, 'rotated.key')
  const before = await loadMasterKey(file, nothingSealed)
  const sealed = createSecretBox(before).seal('旧口令')
  const rotated = await rotateMasterKey(file)
  assert.notEqual(rotated.current.id, before.current.id)
  assert.equal(createSecretBox(rotated).open(sealed).toString(), '旧口令')
  assert.match(createSecretBox(rotated).seal('新口令'), new RegExp(`^sm4ctr1\\.${rotated.current.id}\\.`))
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})
