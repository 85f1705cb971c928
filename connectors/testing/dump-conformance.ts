import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { systemClock } from '#platform/clock/clock.ts'
import { type MissingTool, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { type Connector, defaultLimits, type Door, type Dump, type Tally } from '../connector.ts'

export type DumpSubject = {
  readonly connector: Connector
  /** Starts a private instance with two databases' worth of odd content in `database`: see the tests for what must be there. */
  readonly start: () => Promise<DumpServer | MissingTool>
}
export type DumpServer = {
  readonly port: number
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: unknown
  /** A table of this many rows, the widest of the database. */
  readonly widest: { readonly name: string; readonly rows: number }
  /** Runs a statement as an administrator in the dumped database, or in another. */
  execute(statement: string, database?: string): Promise<void>
  stop(): Promise<void>
}

const QUESTIONS = [{ name: 'how many', sql: 'select count(*) from odd' }]

/** What every engine owes whose databases we back up. */
export function testDumps(subject: DumpSubject): void {
  const { connector } = subject
  void test(`${connector.kind}: dumps and restores`, async (t) => {
    const server = await subject.start()
    if (skipWithout(t, server)) return
    t.after(() => server.stop())
    const settings = connector.settings.parse({ host: '127.0.0.1', port: server.port, ...server.settings })
    const door = (await connector.open({ settings, secrets: connector.secrets.parse(server.secrets), limits: defaultLimits, allowList: { entries: ['127.0.0.0/8'] }, clock: systemClock })) as Required<Pick<Door, 'dump' | 'restore' | 'tally'>> & Door
    t.after(() => door.close())
    const tallyOf = (database?: string) => door.tally({ questions: QUESTIONS, ...(database ? { database } : {}) })

    await t.test('what comes back is what the snapshot held: every row of every table, also oddly named and oddly filled ones', async () => {
      const dump = await door.dump({ questions: QUESTIONS })
      const bytes = await collect(dump)
      const noted = await dump.tally
      assert.ok(noted.tables.some(({ name, rows }) => name.includes('; drop') && rows > 0), 'the oddly named table is counted')
      assert.equal(noted.tables.find(({ name }) => name === server.widest.name)?.rows, server.widest.rows)
      assert.ok(Number(noted.answers['how many']) > 0)
      await door.restore({ database: 'come_back', format: dump.format, content: stream(bytes) })
      const restored = await tallyOf('come_back')
      assertSame(restored, noted)
    })

    await t.test('a changed value and a lost row are both seen', async () => {
      const before = await tallyOf('come_back')
      await server.execute(`update odd set words = concat(words, '.') where n = 2`, 'come_back')
      const changed = await tallyOf('come_back')
      assert.notDeepEqual(changed.tables, before.tables)
      await server.execute(`update odd set words = '' where n = 3`, 'come_back')
      assert.notDeepEqual((await tallyOf('come_back')).tables, changed.tables, 'an empty text is not no text')
      await server.execute('delete from odd where n = 3', 'come_back')
      const lost = await tallyOf('come_back')
      const rows = ({ tables }: Tally) => tables.reduce((sum, one) => sum + one.rows, 0)
      assert.equal(rows(lost), rows(before) - 1)
    })

    await t.test('what others write during the dump is neither in the dump nor in its tally', async () => {
      const dump = await door.dump({ questions: QUESTIONS })
      const chunks: Buffer[] = []
      for await (const chunk of dump.content) {
        if (chunks.length === 0) await server.execute(`insert into odd (n, words) values (900, 'later')`)
        chunks.push(chunk)
      }
      await door.restore({ database: 'of_then', format: dump.format, content: stream(Buffer.concat(chunks)) })
      assertSame(await tallyOf('of_then'), await dump.tally)
    })

    await t.test('a database that is there is never written over', async () => {
      const dump = await door.dump({})
      const bytes = await collect(dump)
      await assert.rejects(door.restore({ database: 'come_back', format: dump.format, content: stream(bytes) }), { failure: 'conflict', message: /不覆盖/ })
    })

    await t.test('a torn dump is refused, and the database that was made for it is gone again', async () => {
      const bytes = await collect(await door.dump({}))
      const torn = async function* () {
        yield bytes.subarray(0, Math.floor(bytes.length / 2))
        throw new Error('the archive ends here')
      }
      const { format } = await closedDump(door)
      await assert.rejects(door.restore({ database: 'torn', format, content: torn() }))
      await door.restore({ database: 'torn', format, content: stream(bytes) })
    })

    await t.test('a tool that is killed in the middle never looks as if it had ended well', async () => {
      const stopping = new AbortController()
      const dump = await door.dump({ signal: stopping.signal })
      await assert.rejects(async () => {
        for await (const _ of dump.content) stopping.abort(new Error('killed'))
      }, /killed/)
    })

    await t.test('without a fitting tool the cure is named', (inner) => withoutTools(inner, async () => {
      await assert.rejects(door.dump({}), { failure: 'tool-missing', message: /请安装（.*XINYUN_TOOL_PATH/ })
    }))
  })
}

async function closedDump(door: Required<Pick<Door, 'dump'>>): Promise<Dump> {
  const dump = await door.dump({})
  await collect(dump)
  return dump
}

/** Points the search at a folder with one tool that is too old. */
async function withoutTools(t: TestContext, work: () => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'no-tools-'))
  const before = process.env['XINYUN_TOOL_PATH']
  t.after(async () => {
    if (before === undefined) delete process.env['XINYUN_TOOL_PATH']
    else process.env['XINYUN_TOOL_PATH'] = before
    await rm(folder, { recursive: true, force: true })
  })
  for (const [name, told] of [['pg_dump', 'pg_dump (PostgreSQL) 9.6.24'], ['mariadb-dump', 'mariadb-dump  Ver 10.16 Distrib 5.5.68-MariaDB']] as const) {
    await writeFile(path.join(folder, name), `#!/bin/sh\necho '${told}'\n`)
    await chmod(path.join(folder, name), 0o755)
  }
  process.env['XINYUN_TOOL_PATH'] = folder
  await work()
}

async function collect({ content }: Dump): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

function assertSame(restored: Tally, noted: Tally): void {
  assert.deepEqual(restored.tables, noted.tables)
  assert.deepEqual(restored.structure, noted.structure)
  assert.deepEqual(restored.answers, noted.answers)
}
