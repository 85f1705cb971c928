import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { writeZip } from './write-zip.ts'

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

test('an entry that cannot be read makes the archive fail instead of ending early', async () => {
  const broken = new Readable({ read() { this.destroy(new Error('gone')) } })
  await assert.rejects(writeZip(path.join(folder, 'b.zip'), [{ name: 'x', content: broken }], new Date('2024-09-02T09:30:00+08:00')), /gone/)
  assert.ok(!(await readFile(path.join(folder, 'b.zip'))).includes(Buffer.from('PK\x05\x06', 'latin1')))
})
