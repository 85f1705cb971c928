import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { manualClock } from '#platform/clock/clock.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { hashedContent, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { migrationsOf } from '#subsystems/casework/database/prepare-database.ts'
import { openSubsystem } from '#subsystems/casework/open-subsystem.ts'
import { dropLogins } from '#subsystems/casework/testing/test-subsystem.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { lawEnforcement } from '../subsystem.ts'

const { url, pool } = await createTestDatabase(migrationsOf(lawEnforcement))
const home = await mkdtemp(path.join(tmpdir(), 'content-'))
const clock = manualClock(new Date('2026-05-20T10:00:00+08:00'))
const opened = await openSubsystem(lawEnforcement, { databaseUrl: url, home, clock, log: createLogger({ name: 'test', level: 'silent' }), scale: 1 })
after(async () => {
  await opened.close()
  await rm(home, { recursive: true })
  await dropLogins(url)
})

const authorization = `Bearer ${opened.accounts.services?.find(({ username }) => username === 'content.maintainer')?.token}`
type Version = { contentVersionId: number; kind: string; code: string; title: string; version: number; hash: string; validFrom: string; validTo: string | null; withdrawnAt: string | null; body: MaintainedContent['body'] }
const ask = (method: 'GET' | 'POST' | 'PUT', address: string, payload?: object) => opened.app.inject({ method, url: address, headers: { authorization }, ...(payload ? { payload } : {}) })

const sheet = (standard: string): MaintainedContent => ({ kind: 'check-sheet', code: 'JCD-ZL-01', title: '工程质量检查单', body: { items: [{ content: '施工许可证', method: '查验证件', standard, powerCode: 'C1700100' }] } })
const order = (content: MaintainedContent, validFrom: string, basis: number, more: object = {}) => ({ content, hash: sm3(canonicalJson(hashedContent(content))), validFrom, basis, orderNo: 'QT202605-0001', publisher: '项目经理（示例）', ...more })
const publish = async (body: object, key: string = randomUUID()) => {
  const answer = await ask('PUT', `/api/content-maintenance/publications/${key}`, body)
  return { status: answer.statusCode, json: answer.json<{ outcome: string; version: Version; code: string; problems?: Array<{ message: string }> }>() }
}
const onWeb = async (on: string) => (await ask('GET', `/api/enforcement/content?kind=check-sheet&code=JCD-ZL-01&on=${on}`)).json<{ items: Version[] }>().items[0]
const inApp = async (on: string) => (await ask('GET', `/api/app/content/check-sheet/JCD-ZL-01?on=${on}`)).json<Version>()
const withdraw = async (version: number) => {
  const answer = await ask('POST', `/api/content-maintenance/versions/check-sheet/JCD-ZL-01/${version}/withdraw`, { reason: '需求单取消' })
  return { status: answer.statusCode, json: answer.json<Version & { code: string }>() }
}

test('a published version is in force from its day, ends the one before on the day before, and is the same on web and in the APP', async () => {
  const key = randomUUID()
  const sent = order(sheet('已取得施工许可证且在有效期内'), '2026-06-01', 1)
  const first = await publish(sent, key)
  assert.equal(first.status, 200, JSON.stringify(first.json))
  assert.deepEqual([first.json.outcome, first.json.version.version], ['published', 2])
  assert.deepEqual([(await publish(sent, key)).json.outcome, (await publish(sent, key)).json.version.version], ['repeated', 2], 'sent again it is the same publication')
  for (const [on, version] of [['2026-05-31', 1], ['2026-06-01', 2], ['2030-01-01', 2]] as const) {
    const [web, app] = [await onWeb(on), await inApp(on)]
    assert.deepEqual([web?.version, app.version, app.hash], [version, version, web?.hash], on)
    assert.equal(sm3(canonicalJson(hashedContent(app))), app.hash, 'the hash is that of the text served')
  }
  assert.equal((await onWeb('2026-05-31'))?.validTo, '2026-05-31')
  assert.equal((await inApp('2026-06-01')).hash, sent.hash)
  assert.equal((await ask('GET', '/api/app/content/check-sheet/JCD-ZL-01?on=2020-01-01')).statusCode, 404)
  const compared = (await ask('GET', '/api/content-maintenance/in-force?on=2026-06-01')).json<{ isEqual: boolean; items: Array<{ channel: string; kind: string }> }>()
  assert.equal(compared.isEqual, true)
  assert.deepEqual(new Set(compared.items.map(({ kind }) => kind)).size, 5)
  assert.equal(compared.items.filter(({ channel }) => channel === 'web').length, compared.items.length / 2)
})

test('checks and cases keep the version that they were made with', async () => {
  const { rows } = await pool.query(`select distinct v.version from enforcement.inspection_check join enforcement.content_version v using (content_version_id) where v.code = 'JCD-ZL-01'`)
  assert.deepEqual(rows, [{ version: 1 }])
  const { rows: lost } = await pool.query(`select
    (select count(*)::int from enforcement.inspection_item i join enforcement.inspection_check k using (inspection_check_id) left join enforcement.check_sheet_item s using (content_version_id, position) where s.content is null) as items,
    (select count(*)::int from enforcement.case_discretion d left join enforcement.benchmark_step b on b.content_version_id = d.content_version_id and b.code = d.benchmark_code where b.code is null) as steps,
    (select count(*)::int from enforcement.case_document) as documents`)
  assert.deepEqual([lost[0].items, lost[0].steps, lost[0].documents > 0], [0, 0, true])
})

test('what cannot be published is refused in words and changes nothing', async () => {
  const before = (await pool.query('select count(*)::int as n from enforcement.content_version')).rows
  const refusals: Array<[object, string, string?]> = [
    [order(sheet('甲'), '2026-06-01', 1), 'content.basis-differs'],
    [order(sheet('甲'), '2026-05-19', 2), 'content.date-taken', '生效日期不得早于今日 2026-05-20：已经过去的日子以当日有效的版本为准'],
    [order(sheet('甲'), '2026-05-25', 2), 'content.date-taken', '第 2 版将自 2026-06-01 起生效，请先撤回'],
    [order(sheet('甲'), '2026-06-10', 2, { hash: '0'.repeat(64) }), 'content.hash-differs'],
    [order({ kind: 'benchmark', code: 'C1600200', title: '节能', body: { basisFinding: '第三十五条', basisPenalty: '第七十九条', steps: [{ code: 'A', discretionClass: 'A', condition: '轻', measure: '罚', min: '5', max: '4', unit: '元' }, { code: 'A', discretionClass: 'A', condition: '重', measure: '罚', min: '1', max: '2', unit: '元' }] } }, '2026-06-10', 1), 'request.invalid', '上限不得低于下限'],
  ]
  for (const [body, code, message] of refusals) {
    const { json } = await publish(body)
    assert.equal(json.code, code, JSON.stringify(json))
    if (message) assert.ok(json.problems?.some((one) => one.message === message), JSON.stringify(json.problems))
  }
  const [known] = (await pool.query('select publish_key from enforcement.content_version where publish_key is not null')).rows
  assert.equal((await publish(order(sheet('乙'), '2026-06-10', 2), known.publish_key)).json.code, 'content.key-reused')
  assert.deepEqual((await pool.query('select count(*)::int as n from enforcement.content_version')).rows, before)
})

test('a version is taken back only before its first day, and the one before goes on as if nothing had been', async () => {
  await publish(order(sheet('丙'), '2026-07-01', 2))
  assert.equal((await withdraw(2)).json.code, 'content.followed')
  assert.equal((await withdraw(3)).status, 200)
  assert.notEqual((await withdraw(3)).json.withdrawnAt, null, 'asked twice it is taken back once')
  assert.deepEqual([(await onWeb('2026-07-01'))?.version, (await onWeb('2026-07-01'))?.validTo], [2, null])
  clock.set(new Date('2026-06-01T08:00:00+08:00'))
  assert.equal((await withdraw(2)).json.code, 'content.in-force-already')
  assert.equal((await publish(order(sheet('丁'), '2026-06-01', 3))).json.code, 'content.date-taken')
  assert.equal((await publish(order(sheet('丁'), '2026-06-02', 3))).json.version.version, 4)
})

test('the APP learns every change once and in order, with the text', async () => {
  const seen: Array<Version & { changeNo: number }> = []
  for (let since = 0, hasMore = true; hasMore; ) {
    const page = (await ask('GET', `/api/app/content-sync?since=${since}&limit=17`)).json<{ changes: Array<Version & { changeNo: number }>; cursor: number; hasMore: boolean }>()
    seen.push(...page.changes)
    ;({ cursor: since, hasMore } = page)
  }
  const { rows } = await pool.query('select change_no::int as no from enforcement.content_version order by 1')
  assert.deepEqual(seen.map(({ changeNo }) => changeNo), rows.map(({ no }) => no))
  assert.notEqual(seen.findLast(({ code, version }) => code === 'JCD-ZL-01' && version === 3)?.withdrawnAt, null)
  assert.ok(seen.every((one) => sm3(canonicalJson(hashedContent(one))) === one.hash))
})

test('the server itself keeps published texts, and never two in force on one day', async () => {
  await assert.rejects(pool.query(`update enforcement.content_version set body = '{}' where code = 'JCD-SC-01'`), /published content cannot be changed/)
  await assert.rejects(pool.query(`delete from enforcement.content_version where code = 'JCD-SC-01'`), /published content cannot be changed/)
  await assert.rejects(
    pool.query(`insert into enforcement.content_version (kind, code, version, title, body, valid_from, order_no, publisher, published_at, change_no) values ('check-sheet', 'JCD-SC-01', 2, '并行', '{"items": []}', '2026-09-01', '', '', now(), 99999)`),
    /content_version_in_force_once/,
  )
})

test('a text that was altered past the interface shows by a hash that nobody published', async () => {
  const before = await inApp('2026-06-01')
  await pool.query(`alter table enforcement.content_version disable trigger content_version_is_kept; update enforcement.content_version set body = jsonb_set(body, '{items,0,standard}', '"无须许可"') where content_version_id = ${before.contentVersionId}; alter table enforcement.content_version enable trigger content_version_is_kept`)
  assert.notEqual((await inApp('2026-06-01')).hash, before.hash)
})

test('two publications at once give one version each or one refusal, never the same number twice', async () => {
  const both = await Promise.all(['2026-10-01', '2026-10-02'].map((day) => publish(order(sheet(day), day, 4))))
  assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([200, 409]))
})
