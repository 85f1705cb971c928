import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { exportBed } from '../testing/export-bed.ts'
import { openEncryptedZip } from '../testing/open-encrypted-zip.ts'
import { destroyExports } from './destroy-exports.ts'
import { generateExport } from './open-generation.ts'

const bed = await exportBed()
const { executor } = bed.people
const folder = path.join(bed.home, 'exports')
const ROWS = 45_000
const script = 'select a.id as 企业, b.id as 序, b.phone from field.enterprise a join field.enterprise b on b.id <= 15 order by a.id, b.id'
const now = '2024-09-02T09:00:00+08:00'

const partOf = (id: string) => path.join(folder, `${id}.part`)
const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0)
const stateOf = async (id: string) => (await bed.pool.query<{ state: string }>('select state from data_maintenance.data_export where data_export_id = $1', [id])).rows[0]?.state ?? ''

/** Six moments of its life, each with a delay of its own from a seed. */
const moments: ReadonlyArray<readonly [name: string, delayMs: number, isReached: (id: string) => Promise<boolean> | boolean]> = [
  ['before it has begun', 3, () => true],
  ['when its key is kept', 1, async (id) => (await stateOf(id)) === 'generating'],
  ['with the first bytes', 0, (id) => sizeOf(partOf(id)) > 0],
  ['half way', 2, (id) => sizeOf(partOf(id)) > 400_000],
  ['when the file has its name', 0, (id) => existsSync(path.join(folder, `${id}.sealed`))],
  ['when it is being read back', 25, (id) => existsSync(path.join(folder, `${id}.sealed`))],
]

test('killed at any moment, nothing is lost, nothing is made twice, and nothing lies there unsealed', async () => {
  const orders = []
  for (const [name, delayMs, isReached] of moments) {
    const requestId = await bed.approved({ script, expectedRows: ROWS })
    const { dataExportId } = await bed.as(executor, (ctx) => generateExport(ctx, requestId))
    orders.push({ name, delayMs, isReached, requestId, dataExportId, workOrderId: (await bed.detail(dataExportId)).workOrderId })
  }
  await Promise.all(orders.map(async ({ name, delayMs, isReached, requestId, dataExportId, workOrderId }) => {
    const child = fork(path.join(import.meta.dirname, '..', 'testing', 'export-killed.fixture.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    child.send({ url: bed.url, home: bed.home, key: bed.sealingKey, workOrderId, requestId, now })
    await new Promise((resolve) => child.once('message', resolve))
    while (!(await isReached(dataExportId)) && child.exitCode === null) await pause(1)
    await pause(delayMs)
    child.kill('SIGKILL')
    assert.equal(await ended, 'SIGKILL', name)
  }))
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(path.join(folder, file))
    assert.ok(bytes.length === 0 || bytes.subarray(0, 7).toString() === 'XYSEAL1', file)
    assert.ok(!bytes.includes('企业') && !bytes.includes('1380013'), file)
  }
  // The engine notices the dead worker and calls again; called once more, it does nothing.
  for (const { workOrderId } of orders) for (let call = 0; call < 2; call += 1) await bed.perform(workOrderId)
  for (const { name, dataExportId, requestId } of orders) {
    const made = await bed.detail(dataExportId)
    assert.deepEqual([made.state, made.rowCount], ['generated', ROWS], name)
    const { rows } = await bed.pool.query<{ files: number; exports: number }>("select (select count(*)::int from spine.evidence where kind = 'export-file' and about ->> 'export' = $1) as files, (select count(*)::int from data_maintenance.data_export where request_id = $2) as exports", [made.number, requestId])
    assert.deepEqual(rows[0], { files: 1, exports: 1 }, name)
  }
  assert.deepEqual(readdirSync(folder).toSorted(), orders.map(({ dataExportId }) => `${dataExportId}.sealed`).toSorted())
  const [first] = orders
  assert.ok(first)
  const { zip, password } = await bed.fetch(first.dataExportId)
  const csv = openEncryptedZip(zip, password).get((await bed.detail(first.dataExportId)).fileName ?? '')?.toString() ?? ''
  assert.deepEqual([csv.split('\r\n').length - 2, csv.split('\r\n').at(-2)], [ROWS, '3000,15,138****0015'])
  assert.equal((await destroyExports(bed.runtime)).swept, 0)
})
