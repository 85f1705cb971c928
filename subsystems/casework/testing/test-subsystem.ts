import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { checkCreditCode } from '#shared/identifiers/credit-code.ts'
import { checkResidentId } from '#shared/identifiers/resident-id.ts'
import { manualClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import { loadMasterKey } from '#platform/crypto/master-key.ts'
import { databaseUrl, withConnection, type Database } from '#platform/database/connect.ts'
import type { MigrationSet } from '#platform/database/migrate.ts'
import { SESSION_COOKIE } from '#platform/http/http-server.ts'
import { standardIdentityPolicy } from '#platform/identity/identity-policy.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { PERSONAL_DATA_MARK } from '../database/grant-access.ts'
import { migrationsOf } from '../database/prepare-database.ts'
import { openSubsystem, type OpenSubsystem } from '../open-subsystem.ts'
import { createPersonalData } from '../personal-data.ts'
import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { fillDatabase } from '../synthetic/fill-database.ts'
import { writeReference } from '../reference/write-reference.ts'

const NOW = '2026-05-20T10:00:00+08:00'
const log = createLogger({ name: 'test', level: 'silent' })
const client = { 'x-xinyun': '1' }

/** A migrated database that is dropped after the test file. */
export type CreateTestDatabase = (sets: readonly MigrationSet[]) => Promise<{ readonly url: string; readonly pool: Database['pool'] }>

export type TestedSubsystem = { readonly opened: OpenSubsystem; readonly app: FastifyInstance; readonly pool: Database['pool']; readonly home: string; signIn(username: string): Promise<Record<string, string>> }

/** Opens a subsystem over a database of the test file's own, and runs the tests that each of the six must pass. */
export async function testSubsystem(subsystem: SubsystemDefinition, createTestDatabase: CreateTestDatabase): Promise<TestedSubsystem> {
  const { url, pool } = await createTestDatabase(migrationsOf(subsystem))
  const home = await mkdtemp(path.join(tmpdir(), 'subsystem-'))
  const opened = await openSubsystem(subsystem, { databaseUrl: url, home, clock: manualClock(new Date(NOW)), log, scale: 1, policy: { ...standardIdentityPolicy, hashIterations: 500 } })
  const { app, accounts } = opened
  after(async () => {
    await opened.close()
    await rm(home, { recursive: true })
    await dropLogins(url)
  })
  const schemas = ['master', 'casework', subsystem.schema]
  const tested: TestedSubsystem = { opened, app, pool, home, signIn: (username) => signIn(app, opened, username) }

  test('every schema, table and column says in Chinese what it holds', async () => {
    const { rows } = await pool.query<{ place: string }>(
      `select c.oid::regclass || coalesce('.' || a.attname, '') as place
         from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p') and (obj_description(c.oid) !~ '[一-龥]') is not false
           or c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p') and (col_description(c.oid, a.attnum) !~ '[一-龥]') is not false`,
      [schemas],
    )
    assert.deepEqual(rows, [])
  })

  test('the same seed and start date give the same rows', async () => {
    const other = await createTestDatabase(migrationsOf(subsystem))
    const masterKey = await loadMasterKey(path.join(home, 'subsystems', subsystem.slug, 'keys', 'master.key'), async () => true)
    await withConnection(other.url, async (connection) => {
      await writeReference(connection, subsystem)
      await fillDatabase(connection, { subsystem, clock: manualClock(new Date(NOW)), scale: 1, seed: 'xinyun', personalData: createPersonalData(masterKey) })
    })
    assert.deepEqual(await digests(other.pool, schemas), await digests(pool, schemas))
  })

  test('every table is filled but those that only work fills', async () => {
    const counts = await countRows(pool, schemas)
    assert.deepEqual(counts.filter(({ rows }) => rows === 0).map(({ name }) => name).filter((name) => !/attendance_\d{6}$/.test(name)), ['casework.account_order', 'casework.xinyun_data_change', ...subsystem.emptyAtFirst].toSorted())
  })

  test('synthetic codes and numbers pass their check digits and nobody can bear them', async () => {
    const { rows: enterprises } = await pool.query<{ uscc: string; name: string }>('select uscc, name from master.enterprise')
    for (const { uscc, name } of enterprises) {
      assert.deepEqual(checkCreditCode(uscc), { ok: true, problems: [], warnings: [] }, uscc)
      assert.match(name, /示例/)
    }
    const masterKey = await loadMasterKey(path.join(home, 'subsystems', subsystem.slug, 'keys', 'master.key'), async () => true)
    const personalData = createPersonalData(masterKey)
    const { rows: persons } = await pool.query<{ sealed: string; digest: string }>('select id_no_enc as sealed, id_no_hash as digest from master.person limit 50')
    for (const { sealed, digest } of persons) {
      const number = personalData.open('person.id_no', sealed)
      assert.equal(checkResidentId(number, '2026-05-20').ok, true, number)
      assert.equal(number.slice(0, 6), '110199')
      assert.equal(personalData.searchDigest(number), digest)
    }
  })

  test('the state of every object is the last one of its history', async () => {
    const { rows: tables } = await pool.query<{ name: string; key: string }>(
      `select c.oid::regclass::text as name, (select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as key
         from pg_class c join pg_attribute w on w.attrelid = c.oid and w.attname = 'workflow' and w.attgenerated = 's' where c.relnamespace::regnamespace::text = any($1) and c.relkind = 'r'`,
      [schemas],
    )
    assert.notEqual(tables.length, 0)
    for (const { name, key } of tables) {
      const { rows } = await pool.query(
        `select t.${key} from ${name} t where t.state is distinct from (select h.to_state from casework.state_change h where h.workflow = t.workflow and h.object_id = t.${key} order by h.state_change_id desc limit 1)`,
      )
      assert.deepEqual(rows, [], name)
    }
  })

  test('nothing in the synthetic past happened after the start', async () => {
    const { rows } = await pool.query('select count(*)::int as late from casework.state_change where changed_at > $1', [NOW])
    assert.deepEqual(rows, [{ late: 0 }])
  })

  test('public queries answer without sign-in, all others refuse', async () => {
    for (const { api } of subsystem.routes({} as never)) {
      for (const endpoint of Object.values(api.endpoints)) {
        if (endpoint.method !== 'GET' || endpoint.path.includes(':') || endpoint.query?.safeParse({}).success === false) continue
        const answer = await app.inject({ url: api.prefix + endpoint.path })
        assert.equal(answer.statusCode, endpoint.permission === 'public' ? 200 : 401, `${api.prefix}${endpoint.path}: ${answer.body}`)
        if (endpoint.permission === 'public') assert.notEqual(answer.json<{ total?: number }>().total, 0, `${api.prefix}${endpoint.path} is empty`)
      }
    }
  })

  test('the root answers with the page of this system', { skip: isPageBuilt(subsystem) ? false : 'web/dist is not built: node scripts/build-web.ts' }, async () => {
    for (const url of ['/', '/public', '/case-items/1']) {
      const answer = await app.inject({ url })
      assert.equal(answer.statusCode, 200, url)
      assert.match(answer.body, new RegExp(`src="/assets/${subsystem.slug}-`))
      assert.match(String(answer.headers['content-security-policy']), /script-src 'self'/)
    }
    assert.equal((await app.inject({ url: '/api/nothing-here' })).statusCode, 404)
  })

  test('the probe signs in, reads the runtime and one business list, and nothing else', async () => {
    const probe = accounts.probe
    assert.ok(probe)
    const cookies = await signInWith(app, probe.username, probe.password)
    const runtime = await app.inject({ url: '/api/runtime', cookies })
    assert.equal(runtime.statusCode, 200, runtime.body)
    assert.equal(runtime.json<{ subsystem: string }>().subsystem, subsystem.slug)
    assert.ok(runtime.json<{ lastMinute: { requests: number } }>().lastMinute.requests > 0)
    const query = await app.inject({ url: `${subsystem.scenarioPath}?pageSize=1`, cookies })
    assert.equal(query.statusCode, 200, query.body)
    assert.ok(query.json<{ total: number }>().total > 0)
    assert.equal((await app.inject({ url: '/api/case-items', cookies })).statusCode, 403)
    assert.equal((await app.inject({ url: '/api/identity/users', cookies })).statusCode, 403)
  })

  test('every list and the first object of each opens for a viewer, and counts by state add up to the list', async () => {
    const cookies = await tested.signIn('chaxun')
    const { items } = (await app.inject({ url: '/api/case-items/states', cookies })).json<{ items: Array<{ count: number }> }>()
    const { total } = (await app.inject({ url: '/api/case-items?pageSize=1', cookies })).json<{ total: number }>()
    assert.ok(total > 0)
    const viewer = subsystem.roles.find(({ code }) => code === 'viewer')?.permissions ?? []
    assert.equal(items.reduce((sum, { count }) => sum + count, 0), total)
    for (const { api } of subsystem.routes({} as never)) {
      if (api.prefix.startsWith('/api/public') || api.prefix.startsWith('/api/app')) continue
      for (const endpoint of Object.values(api.endpoints)) {
        if (endpoint.method !== 'GET') continue
        const answer = await app.inject({ url: (api.prefix + endpoint.path).replace(/:\w+$/, '1'), cookies })
        // What is for another program refuses people before it looks at what they ask.
        assert.equal(answer.statusCode, viewer.includes(endpoint.permission) ? 200 : 403, `${api.prefix}${endpoint.path}: ${answer.body}`)
      }
    }
    const detail = await app.inject({ url: '/api/case-items/1', cookies })
    assert.equal(detail.statusCode, 200, detail.body)
    assert.notEqual(detail.json<{ history: unknown[] }>().history.length, 0)
    const workbook = await app.inject({ url: '/api/case-items/export.xlsx?sort=caseNo', cookies })
    assert.deepEqual([workbook.statusCode, workbook.rawPayload.subarray(0, 2).toString()], [200, 'PK'])
    assert.equal((await app.inject({ url: '/api/case-items/999999999', cookies })).statusCode, 404)
    const misspelt = await app.inject({ url: '/api/case-items?sort=nonsense', cookies })
    assert.equal(misspelt.statusCode, 400)
  })

  test('the inspection login reads business columns only and writes nothing', async () => {
    const login = accounts.database?.probe
    assert.ok(login)
    const probeUrl = new URL(url)
    probeUrl.username = login.username
    probeUrl.password = login.password
    await withConnection(probeUrl.toString(), async (connection) => {
      await connection.query('select uscc, name from master.enterprise limit 1')
      await connection.query('select count(*) from casework.case_item')
      assert.equal((await connection.query(`select pg_has_role(current_user, 'pg_monitor', 'usage') as monitors`)).rows[0].monitors, true)
      await assert.rejects(connection.query('select id_no_enc from master.person'), /permission denied/)
      await assert.rejects(connection.query('select * from platform.user_account'), /permission denied/)
      await assert.rejects(connection.query('delete from casework.case_item'), /read-only transaction/)
      await connection.query('set default_transaction_read_only = off')
      await assert.rejects(connection.query('delete from casework.case_item'), /permission denied/)
    })
    const { rows } = await pool.query(`select 1 from pg_attribute where attrelid = 'master.person'::regclass and attname = 'person_name' and col_description(attrelid, attnum) like '%' || $1`, [PERSONAL_DATA_MARK])
    assert.equal(rows.length, 1)
  })

  test('the system works as a login that owns its own schemas and cannot touch the audit trail', async () => {
    const login = accounts.database?.application
    assert.ok(login)
    const own = new URL(url)
    own.username = login.username
    own.password = login.password
    await withConnection(own.toString(), async (connection) => {
      await connection.query(`begin; alter table ${subsystem.schema}.${await firstTable(pool, subsystem.schema)} add column later text; rollback`)
      await assert.rejects(connection.query('update platform.audit_entry set actor_name = actor_name'), /permission denied/)
      await assert.rejects(connection.query('drop schema platform cascade'), /must be owner/)
      await assert.rejects(connection.query('create role somebody'), /permission denied/)
    })
  })

  test('the accounts file is for its owner only and names everybody once', async () => {
    const file = path.join(home, 'subsystems', subsystem.slug, 'accounts.json')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), accounts)
    assert.equal(accounts.people?.length, subsystem.accounts.filter(({ kind }) => kind === 'person').length)
  })

  test('a second start keeps data and passwords', async () => {
    const before = await digests(pool, schemas)
    const again = await openSubsystem(subsystem, { databaseUrl: url, home, clock: manualClock(new Date('2026-06-01T10:00:00+08:00')), log, scale: 3, policy: { ...standardIdentityPolicy, hashIterations: 500 } })
    await again.close()
    assert.equal(again.isFilled, false)
    assert.deepEqual(again.accounts, accounts)
    assert.deepEqual(await digests(pool, schemas), before)
  })
  return tested
}

function isPageBuilt({ slug }: SubsystemDefinition): boolean {
  return existsSync(path.join(programFolder, 'web', 'dist', `${slug}.html`))
}

async function signIn(app: FastifyInstance, opened: OpenSubsystem, username: string): Promise<Record<string, string>> {
  const password = opened.accounts.people?.find((person) => person.username === username)?.password
  assert.ok(password, username)
  const cookies = await signInWith(app, username, password)
  const changed = await app.inject({ method: 'POST', url: '/api/identity/change-password', headers: client, cookies, payload: { currentPassword: password, newPassword: 'Own-Secret-77-Wd' } })
  assert.equal(changed.statusCode, 200, changed.body)
  return sessionOf(changed.cookies)
}

async function signInWith(app: FastifyInstance, username: string, password: string): Promise<Record<string, string>> {
  const answer = await app.inject({ method: 'POST', url: '/api/identity/sign-in', headers: client, payload: { username, password } })
  assert.equal(answer.statusCode, 200, answer.body)
  return sessionOf(answer.cookies)
}

function sessionOf(cookies: ReadonlyArray<{ name: string; value: string }>): Record<string, string> {
  return { [SESSION_COOKIE]: cookies.find(({ name }) => name === SESSION_COOKIE)?.value ?? '' }
}

/** One digest a table; sealed columns are left out, because sealing the same text twice gives different bytes. */
async function digests(pool: Database['pool'], schemas: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { name } of await tablesOf(pool, schemas)) {
    const { rows: columns } = await pool.query<{ name: string }>(`select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname not like '%\\_enc' order by attnum`, [name])
    const { rows } = await pool.query<{ digest: string }>(`select md5(coalesce(string_agg(row_text, '|' order by row_text), '')) as digest from (select (${columns.map(({ name: column }) => `coalesce(t.${column}::text, '∅')`).join(` || ',' || `)}) as row_text from ${name} t) rows`)
    found[name] = rows[0]?.digest ?? ''
  }
  return found
}

async function countRows(pool: Database['pool'], schemas: readonly string[]): Promise<Array<{ name: string; rows: number }>> {
  const counts = []
  for (const { name } of await tablesOf(pool, schemas)) counts.push({ name, rows: (await pool.query<{ rows: number }>(`select count(*)::int as rows from ${name}`)).rows[0]?.rows ?? 0 })
  return counts
}

async function tablesOf(pool: Database['pool'], schemas: readonly string[]): Promise<Array<{ name: string }>> {
  return (await pool.query<{ name: string }>(`select oid::regclass::text as name from pg_class where relnamespace::regnamespace::text = any($1) and relkind = 'r' order by 1`, [schemas])).rows
}

async function firstTable(pool: Database['pool'], schema: string): Promise<string> {
  return (await pool.query<{ name: string }>(`select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' and not relispartition order by 1`, [schema])).rows[0]?.name ?? ''
}

/** Roles belong to the server and outlive the database; what the test made it takes away. */
export async function dropLogins(url: string): Promise<void> {
  const database = new URL(url).pathname.slice(1)
  await withConnection(databaseUrl(url, 'postgres'), async (connection) => {
    await connection.query(`drop database if exists ${database} with (force)`)
    for (const kind of ['app', 'probe', 'keeper']) await connection.query(`drop role if exists xinyun_${kind}_${database}`)
  })
}
