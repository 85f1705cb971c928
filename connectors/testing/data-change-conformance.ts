import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sm3 } from '#platform/crypto/sm3.ts'
import type { DataImage, DataStep } from '#shared/maintenance/data-change.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import type { DataChangeDoor, DataOrder, DataWarrant, Door } from '../connector.ts'
import { killOnTheWire, momentOf } from './kill-on-the-wire.ts'

type Running = { readonly port: number } | { readonly missing: string; readonly install: string }
export type DataChangeBed = {
  readonly name: string
  readonly kind: 'postgres' | 'mysql'
  start(): Promise<Running>
  open(port: number): Promise<Door>
  settings(port: number): { readonly settings: unknown; readonly secrets: unknown }
  /** Runs a statement as the administrator. */
  admin(sql: string): Promise<readonly (readonly unknown[])[]>
}

const limits = { statementMs: 10_000, lockMs: 1_000 }
const step = (facts: Partial<DataStep> & Pick<DataStep, 'verb'>): DataStep => ({ schema: 'app', table: 'item', alias: null, set: '', sources: '', where: '', body: '', rows: 1, tolerance: 0, ...facts })
let keys = 0
const warrant = (key = `key-${process.pid}-${(keys += 1)}`): DataWarrant => ({ key, orderNumber: 'SJ-1', approver: '甲', executor: '乙' })

/** What every door that changes data keeps to. The table `app.item` has 3,000 rows: id, code `c<id>`, amount = id, and columns of the kinds that get lost easily. */
export function testDataChanges(bed: DataChangeBed): void {
  const { name, kind } = bed
  const run = (title: string, work: (changes: DataChangeDoor, port: number) => Promise<void>) =>
    void test(`${name}: ${title}`, async (t) => {
      const running = await bed.start()
      if ('missing' in running ? skipWithout(t, running) : false) return
      const { port } = running as { port: number }
      const door = await bed.open(port)
      try {
        assert.ok(door.dataChanges)
        await work(door.dataChanges, port)
      } finally {
        await door.close()
      }
    })
  const images = new Map<string, DataImage>()
  const keep = async (image: DataImage) => {
    const digest = sm3(JSON.stringify(image))
    images.set(digest, image)
    return digest
  }
  const cell = async (sql: string) => String((await bed.admin(sql))[0]?.[0])

  run('an order of several statements is one transaction, leaves its mark, is read back and taken back to the byte', async (changes) => {
    assert.deepEqual(await changes.checkSetup(), [])
    const before = await bed.admin('select * from app.item where id between 10 and 12 order by id')
    const order: DataOrder = {
      limits,
      steps: [
        step({ verb: 'update', alias: 'i', set: "amount = amount + 1, note = '改为；''新''值'", where: "i.id in (10, 11) -- 按公文", rows: 2 }),
        step({ verb: 'delete', where: 'id = 12' }),
        step({ verb: 'insert', body: "(id, code, amount) values (900001, '新增', 1.50)" }),
      ],
    }
    const mandate = warrant()
    const done = await changes.applyChange(order, mandate, keep)
    assert.deepEqual([done.outcome, done.affected], ['applied', [2, 1, 1]])
    assert.deepEqual(await changes.findOutcome(mandate.key), { orderSm3: done.orderSm3, imageSm3: done.imageSm3, affected: [2, 1, 1], lastKey: null })
    const image = images.get(done.imageSm3)
    assert.ok(image)
    assert.deepEqual(await changes.readBack(image), { rows: 4, differing: [] })
    assert.equal((await changes.applyChange(order, mandate, keep)).outcome, 'repeated')
    assert.equal(await cell('select count(*) from app.item where id = 900001'), '1')
    await assert.rejects(changes.applyChange({ ...order, steps: order.steps.slice(0, 1) }, mandate, keep), { failure: 'conflict' })

    const undone = await changes.undoChange(image, limits, warrant(), keep)
    assert.deepEqual(undone.affected, [1, 1, 2])
    assert.deepEqual(await bed.admin('select * from app.item where id between 10 and 12 order by id'), before)
    assert.equal(await cell('select count(*) from app.item where id = 900001'), '0')
  })

  run('a count that differs from the approved one changes nothing, in any of the statements', async (changes) => {
    const mandate = warrant()
    const order: DataOrder = { limits, steps: [step({ verb: 'update', set: 'amount = 0', where: 'id = 20' }), step({ verb: 'delete', where: 'id in (21, 22)' })] }
    await assert.rejects(changes.applyChange(order, mandate, keep), { failure: 'conflict', message: /第 2 条语句.*2 行.*批准的是 1 行/ })
    await assert.rejects(changes.tryChange(order), { failure: 'conflict' })
    assert.equal(await cell('select amount from app.item where id = 20'), '20.00')
    assert.equal(await changes.findOutcome(mandate.key), null)
    const tried = await changes.tryChange({ limits, steps: [step({ verb: 'update', set: 'amount = 0', where: 'id = 20' })] })
    assert.deepEqual([tried.affected, tried.image.steps[0]?.after.length], [[1], 1])
    assert.equal(await cell('select amount from app.item where id = 20'), '20.00', 'a trial leaves nothing')
  })

  run('taking back stops at a row that was changed since, and says which', async (changes) => {
    const done = await changes.applyChange({ limits, steps: [step({ verb: 'update', set: 'amount = 5', where: 'id in (30, 31)', rows: 2 })] }, warrant(), keep)
    await bed.admin("update app.item set note = '后来' where id = 31")
    const image = images.get(done.imageSm3)
    assert.ok(image)
    assert.deepEqual(await changes.readBack(image), { rows: 2, differing: ['app.item 31'] })
    await assert.rejects(changes.undoChange(image, limits, warrant(), keep), { failure: 'conflict', message: /1 行.*主键 31/ })
    assert.equal(await cell('select amount from app.item where id = 30'), '5.00', 'not one row is taken back')
  })

  run('large changes go in batches by key, each once, and never beyond what was approved', async (changes) => {
    const order = step({ verb: 'update', set: "note = 'batch'", where: 'id > 1000 and id <= 1250', rows: 250 })
    let [after, done, count]: [readonly string[] | null, number, number] = [null, 0, 0]
    for (;;) {
      const mandate = warrant(`batch-${process.pid}-${count}`)
      const asked: DataOrder = { limits, steps: [order], batch: { size: 100, after, done } }
      const part = await changes.applyChange(asked, mandate, keep)
      assert.equal((await changes.applyChange(asked, mandate, keep)).outcome, 'repeated')
      if (part.lastKey === null) break
      done += part.affected[0] ?? 0
      after = part.lastKey
      count += 1
    }
    assert.deepEqual([count, done, after], [3, 250, ['1250']])
    assert.equal(await cell("select count(*) from app.item where note = 'batch'"), '250')
    await assert.rejects(changes.applyChange({ limits, steps: [{ ...order, rows: 200 }], batch: { size: 100, after: null, done: 0 } }, warrant(), keep), { failure: 'conflict', message: /250 行.*200 行/ })
    await assert.rejects(changes.applyChange({ limits, steps: [{ ...order, rows: 150 }], batch: { size: 100, after: null, done: 100 } }, warrant(), keep), { failure: 'conflict' })
  })

  run('other schemas, the ledger itself, tables without a key and cascades are refused', async (changes) => {
    for (const [facts, expected] of [
      [{ schema: 'elsewhere' }, 'forbidden'], [{ table: 'xinyun_data_change', where: "change_key = 'x'" }, 'forbidden'], [{ table: 'keyless', where: 'a = 1' }, 'conflict'], [{ table: 'nowhere' }, 'conflict'], [{ table: 'parent', where: 'id = 1' }, 'conflict'],
    ] as const) {
      await assert.rejects(changes.applyChange({ limits, steps: [step({ verb: 'delete', where: 'id = 1', ...facts })] }, warrant(), keep), { failure: expected }, JSON.stringify(facts))
    }
  })

  run('a row that somebody holds is waited for only so long, and then nothing is done', async (changes, port) => {
    const other = await bed.open(port)
    const held = other.dataChanges?.applyChange({ limits, steps: [step({ verb: 'update', set: 'amount = 1', where: 'id = 40' })] }, warrant(), async (image) => {
      await assert.rejects(changes.applyChange({ limits, steps: [step({ verb: 'update', set: 'amount = 2', where: 'id = 40' })] }, warrant(), keep), { failure: 'timeout' })
      return keep(image)
    })
    assert.equal((await held)?.outcome, 'applied')
    await other.close()
    assert.equal(await cell('select amount from app.item where id = 40'), '1.00')
  })

  run('an image that cannot be kept stops the change before it is committed', async (changes) => {
    const mandate = warrant()
    await assert.rejects(changes.applyChange({ limits, steps: [step({ verb: 'update', set: 'amount = 7', where: 'id = 50' })] }, mandate, async () => Promise.reject(new Error('disk full'))), /disk full/)
    assert.equal(await cell('select amount from app.item where id = 50'), '50.00')
    assert.equal(await changes.findOutcome(mandate.key), null)
  })

  run('descriptions are written, read back and change nothing else; a place that says something else by now, or is not there, stops all of them', async (changes) => {
    const facts = () => bed.admin(kind === 'postgres' ? `select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid) from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = 'app.described'::regclass and a.attnum > 0 order by a.attnum` : `select column_name, column_type, is_nullable, column_default, extra, character_set_name, collation_name, generation_expression from information_schema.columns where table_schema = 'app' and table_name = 'described' order by ordinal_position`)
    const place = { schema: 'app', table: 'described', before: null }
    const before = await facts()
    const comments = [
      { ...place, column: '', text: "企业'表\\", before: '旧的' },
      ...before.map(([column], at) => ({ ...place, column: String(column), text: `第 ${at} 列'; drop table app.item; --\n次行`, before: column === 'name' ? '名称' : column === 'kept' ? "it's" : null })),
    ]
    for (const wrong of [{ ...place, column: 'nowhere', text: '没有' }, { ...place, table: 'nowhere', column: '', text: '没有' }]) await assert.rejects(changes.writeComments([...comments, wrong], limits), { failure: 'conflict', message: /没有这些表或字段.*nowhere/ })
    await assert.rejects(changes.writeComments([{ ...place, column: 'name', text: '姓名', before: '别的' }], limits), { failure: 'conflict', message: /又被改过.*app\.described\.name/ })
    await assert.rejects(changes.writeComments([{ ...place, schema: 'elsewhere', column: '', text: '外面' }], limits), { failure: 'forbidden' })
    await assert.rejects(changes.writeComments([{ ...place, table: 'parent', column: '', text: '不属于登录账号' }], limits), { failure: 'forbidden' })
    assert.deepEqual(await changes.writeComments(comments, limits), { written: comments.length, present: comments.length })
    assert.deepEqual(await facts(), before)
    assert.deepEqual(await changes.writeComments(comments, limits), { written: 0, present: comments.length }, 'written again, nothing is')
    const held = await bed.admin(kind === 'postgres' ? `select obj_description('app.described'::regclass), col_description('app.described'::regclass, 1)` : `select (select table_comment from information_schema.tables where table_schema = 'app' and table_name = 'described'), (select column_comment from information_schema.columns where table_schema = 'app' and table_name = 'described' and ordinal_position = 1)`)
    assert.deepEqual(held, [[comments[0]?.text, comments[1]?.text]])
    assert.equal(await cell('select count(*) from app.described'), '1')
  })

  run('killed at any moment, an order is committed or not, known as such, and carried out once in the end', async (changes, port) => {
    const wire = await killOnTheWire(kind, port, bed.settings)
    const orderOf = (id: number): DataOrder => ({ limits, steps: [step({ verb: 'update', set: 'amount = amount + 1', where: `id = ${id}` })] })
    const { requests } = await wire.attempt(orderOf(100), warrant())
    assert.equal(await cell('select amount from app.item where id = 100'), '101.00', 'the unkilled one is through')
    // Seeded: spread over the whole course, the commit and what follows it included.
    const moments = [0.15, 0.35, 0.6, 0.8, 0.93, 0.999].map((share, at) => momentOf(share, requests, at % 2 === 1))
    for (const [at, moment] of moments.entries()) {
      const [id, mandate] = [101 + at, warrant()]
      await wire.attempt(orderOf(id), mandate, moment)
      const known = await changes.findOutcome(mandate.key)
      const amount = await cell(`select amount from app.item where id = ${id}`)
      assert.equal(amount, known === null ? `${id}.00` : `${id + 1}.00`, `killed at ${moment} of ${requests}: the mark and the data say the same`)
      const again = await changes.applyChange(orderOf(id), mandate, keep)
      assert.equal(again.outcome, known === null ? 'applied' : 'repeated')
      assert.equal(await cell(`select amount from app.item where id = ${id}`), `${id + 1}.00`, 'once, never twice')
    }
    wire.close()
  })
}
