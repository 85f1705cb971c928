import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { streamZip, writeZip } from './write-zip.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'zip-'))
after(() => rm(folder, { recursive: true }))
const python = (code: string) => execFileSync('python3', ['-c', code], { encoding: 'utf8', cwd: folder })
const hasPython = (() => {
  try {
    return python('print(1)') === '1\n'
  } catch {
    return false
  }
})()

test('another program reads every entry of the archive back, with its Chinese name and every byte', { skip: hasPython ? false : 'python3 is not installed' }, async () => {
  const large = randomBytes(3_000_000)
  await writeZip(path.join(folder, 'a.zip'), [{ name: '说明.md', content: '内容😀' }, { name: 'files/空', content: '' }, { name: 'files/large', content: Readable.from([large.subarray(0, 1_000_000), large.subarray(1_000_000)]) }], new Date('2024-09-02T09:30:00+08:00'))
  const told = JSON.parse(python("import zipfile,json,hashlib; z=zipfile.ZipFile('a.zip'); assert z.testzip() is None; print(json.dumps([[i.filename,i.date_time,hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist()]))")) as Array<[string, number[], string]>
  const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
  assert.deepEqual(told, [['说明.md', [2024, 9, 2, 9, 30, 0], digest('内容😀')], ['files/空', [2024, 9, 2, 9, 30, 0], digest('')], ['files/large', [2024, 9, 2, 9, 30, 0], digest(large)]])
})

test('with a password nothing but the names can be read without it, and a changed byte is noticed', async () => {
  const chunks: Buffer[] = []
  const content = randomBytes(200_000).toString('base64')
  for await (const chunk of streamZip([{ name: '数据.csv', content }], new Date('2024-09-02T09:30:00+08:00'), '口令-Pass1')) chunks.push(chunk)
  const zip = Buffer.concat(chunks)
  // Read after the description of the format (APPNOTE 7.2), not by the writer's own code.
  const [nameBytes, extraBytes] = [zip.readUInt16LE(26), zip.readUInt16LE(28)]
  assert.deepEqual([zip.readUInt16LE(8), zip.readUInt16LE(6) & 1, zip.subarray(30, 30 + nameBytes).toString()], [99, 1, '数据.csv'])
  const end = zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
  const sealed = zip.subarray(30 + nameBytes + extraBytes, 30 + nameBytes + extraBytes + zip.readUInt32LE(end + 20))
  const open = (password: string) => {
    const keys = pbkdf2Sync(password, sealed.subarray(0, 16), 1_000, 66, 'sha1')
    if (!keys.subarray(64).equals(sealed.subarray(16, 18))) return 'wrong password'
    const body = sealed.subarray(18, -10)
    if (!createHmac('sha1', keys.subarray(32, 64)).update(body).digest().subarray(0, 10).equals(sealed.subarray(-10))) return 'altered'
    const plain = Buffer.alloc(body.length)
    for (let at = 0, counter = 1; at < body.length; at += 16, counter += 1) {
      const block = Buffer.alloc(16)
      block.writeUInt32LE(counter)
      const own = createCipheriv('aes-256-ecb', keys.subarray(0, 32), null).setAutoPadding(false).update(block)
      for (let index = 0; index < 16 && at + index < body.length; index += 1) plain[at + index] = (body[at + index] as number) ^ (own[index] as number)
    }
    return inflateRawSync(plain).toString()
  }
  assert.equal(open('口令-Pass1'), content)
  assert.equal(open('口令-Pass2'), 'wrong password')
  sealed[1_000] = (sealed[1_000] as number) ^ 1
  assert.equal(open('口令-Pass1'), 'altered')
})

test('an entry that cannot be read makes the archive fail instead of ending early', async () => {
  const broken = new Readable({ read() { this.destroy(new Error('gone')) } })
  await assert.rejects(writeZip(path.join(folder, 'b.zip'), [{ name: 'x', content: broken }], new Date('2024-09-02T09:30:00+08:00')), /gone/)
  assert.ok(!(await readFile(path.join(folder, 'b.zip'))).includes(Buffer.from('PK\x05\x06', 'latin1')))
})
