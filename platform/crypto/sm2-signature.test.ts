import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { createSecretBox } from './secret-box.ts'
import { loadSigningKey, readPublicKeys, signatureCheck } from './sm2-signature.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'signing-key-'))
after(() => rm(folder, { recursive: true }))
const key = randomBytes(32)
const box = createSecretBox({ current: { id: '00000001', key }, find: () => key })

test('the signature example of GB/T 32918.5-2017, annex A, is accepted and none beside it', () => {
  const check = signatureCheck('0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13')
  const r = '00f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'
  const s = '00b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
  const signature = `30460221${r}0221${s}`
  assert.equal(check('message digest', signature), true)
  assert.equal(check('message digesT', signature), false)
  assert.equal(check('message digest', signature.slice(0, -1) + 'b'), false)
  for (const broken of ['', '30', 'not hexadecimal', signature.slice(0, 40)]) assert.equal(check('message digest', broken), false)
})

test('the key pair is made once, kept at mode 0600 with its private part sealed, and signs what others can check', async () => {
  const first = await loadSigningKey(folder, 'anchor', box)
  const again = await loadSigningKey(folder, 'anchor', box)
  assert.equal(again.publicKey, first.publicKey)
  const file = path.join(folder, 'anchor.sm2.json')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.match((JSON.parse(await readFile(file, 'utf8')) as { privateKey: string }).privateKey, /^sm4ctr1\./)
  const trusted = await readPublicKeys(folder, 'anchor')
  assert.equal(trusted.get(first.keyId), first.publicKey)
  const signature = again.sign('链头 1 😀')
  assert.equal(signatureCheck(first.publicKey)('链头 1 😀', signature), true)
  assert.equal(signatureCheck(first.publicKey)('链头 2 😀', signature), false)
})

test('a key file that is open to others, damaged or not a pair is refused in words', async () => {
  await loadSigningKey(folder, 'other', box)
  const file = path.join(folder, 'other.sm2.json')
  const text = await readFile(file, 'utf8')
  await chmod(file, 0o644)
  await assert.rejects(loadSigningKey(folder, 'other', box), /chmod 600/)
  await chmod(file, 0o600)
  const foreign = (await loadSigningKey(folder, 'third', box)).publicKey
  await writeFile(file, text.replace(/04[0-9a-f]{128}/, foreign))
  await assert.rejects(loadSigningKey(folder, 'other', box), /不成对/)
  await writeFile(file, text.slice(0, 50))
  await assert.rejects(loadSigningKey(folder, 'other', box), /已损坏/)
})
