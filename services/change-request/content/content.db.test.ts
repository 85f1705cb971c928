import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { startLawEnforcement } from '#tests/support/servers/law-enforcement.ts'
import { startForwarder, type Fate } from '#tests/support/servers/forwarder.ts'
import { changeBed, documentTemplate, migrations, services } from '#tests/support/change-bed.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { declareWindow } from '#spine/windows/declare-window.ts'
import { logEffort } from '../efforts/log-effort.ts'
import { saveContent } from './edit-content.ts'
import { publishContent } from './publish-content.ts'
import { listLiveContent, proveContent, readContentDraft } from './read-content.ts'
import { reviewContent } from './review-content.ts'
import { settleContent } from './settle-content.ts'
import { withdrawContent } from './withdraw-content.ts'

const spine = await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services, migrations })
const bed = await changeBed(spine)
const target = await startLawEnforcement(spine.clock)
const road = await startForwarder(target.port)
await bed.contentInterface(road.url, target.token, target.content)

const contentChange = (title: string) => bed.approved({ nature: 'content', subsystem: 'law-enforcement', title, demand: '市司法局通知调整文书格式', documents: [], backOut: '', testPlan: '' })
const save = (requestId: string, content: MaintainedContent, validFrom: string, contentDraftId: string = randomUUID(), version = 0) => bed.through<{ version: number }>(bed.operator, (ctx) => saveContent(ctx, requestId, { contentDraftId, content, validFrom, version })).then((saved) => ({ ...saved, contentDraftId }))
const read = (contentDraftId: string) => bed.as(bed.operator, (ctx) => readContentDraft(ctx, contentDraftId))
const review = async (contentDraftId: string, who = bed.second, isAgreed = true) => bed.through(who, async (ctx) => reviewContent(ctx, contentDraftId, { ...(({ version, hash }) => ({ version, hash }))(await readContentDraft(ctx, contentDraftId)), isAgreed, note: '与通知一致' }))
const publish = async (contentDraftId: string) => bed.as(bed.operator, async (ctx) => publishContent(ctx, contentDraftId, (await readContentDraft(ctx, contentDraftId)).version))
const withdraw = async (contentDraftId: string) => bed.as(bed.operator, async (ctx) => withdrawContent(ctx, contentDraftId, (await readContentDraft(ctx, contentDraftId)).version, '通知撤销'))
const prove = (code: string, on: string) => bed.through<{ isEqual: boolean; isProven: boolean; explanation: string; channels: Array<{ channel: string; version: { version: number } | null; receivedHash: string | null }> }>(bed.operator, (ctx) => proveContent(ctx, { kind: 'document-template', code, on }))
const versionsAt = async (code: string) => (await target.pool.query('select version, withdrawn_at is not null as gone from enforcement.content_version where code = $1 order by 1', [code])).rows as Array<{ version: number; gone: boolean }>

test('A text is edited against what is in force, reviewed by a second person, published, read back on web and APP, and proves the duty', async () => {
  const requestId = await contentChange('调整检查通知书')
  const saved = await save(requestId, documentTemplate('WS101', '检查通知书', '请 {{partyName}} 备好资料'), '2024-09-10')
  const draft = await read(saved.contentDraftId)
  assert.deepEqual([draft.state, draft.basis, draft.changes.find(({ place }) => place.startsWith('填写项 docNo'))?.after], ['editing', 1, null])
  assert.ok(draft.changes.some(({ after }) => after?.includes('请 {{partyName}} 备好资料')))
  assert.equal((await bed.refusal(review(saved.contentDraftId, bed.operator))).code, 'content-draft.own-review')
  assert.equal((await bed.refusal(bed.through(bed.second, (ctx) => reviewContent(ctx, saved.contentDraftId, { version: 1, isAgreed: true, hash: '0'.repeat(64), note: '' })))).code, 'content-draft.not-what-was-seen')
  await review(saved.contentDraftId)
  assert.equal((await bed.refusal(publish(saved.contentDraftId))).code, 'change.not-running')
  await bed.take(requestId)
  await save(requestId, documentTemplate('WS101', '检查通知书', '请 {{partyName}} 于检查前备好资料'), '2024-09-10', saved.contentDraftId, (await read(saved.contentDraftId)).version)
  assert.equal((await bed.refusal(publish(saved.contentDraftId))).code, 'content-draft.wrong-state', 'an edit takes the review away')
  await review(saved.contentDraftId)

  const manager = await bed.person('项目经理', ['window:declare'])
  await bed.as(manager, (ctx) => declareWindow(ctx, { windowId: randomUUID(), kind: 'freeze', subsystem: 'law-enforcement', title: '封网', startsAt: new Date('2024-09-02T08:00:00+08:00'), endsAt: new Date('2024-09-02T09:30:00+08:00'), reason: '保障', acceptsOverlaps: true }))
  assert.equal((await bed.refusal(publish(saved.contentDraftId))).code, 'change.frozen')
  bed.at('2024-09-02T10:00:00+08:00')
  await publish(saved.contentDraftId)
  assert.equal(await bed.perform('change-request.publish-content'), 1)
  const done = await read(saved.contentDraftId)
  assert.deepEqual([done.state, done.publishedVersion, done.readBack.map(({ channel, version, hash }) => [channel, version, hash === done.hash])], ['published', 2, [['web', 2, true], ['app', 2, true]]])

  const proof = await prove('WS101', '2024-09-10')
  assert.deepEqual([proof.isEqual, proof.isProven, proof.channels.map(({ version }) => version?.version)], [true, true, [2, 2]])
  const before = await prove('WS101', '2024-09-09')
  assert.deepEqual([before.isEqual, before.isProven, before.channels[0]?.version?.version], [true, false, 1])
  assert.match((await prove('WS101', '2020-01-01')).explanation, /均没有有效的版本/)
  const live = await bed.through<{ items: Array<{ code: string; version: number }>; versions: unknown[] }>(bed.operator, (ctx) => listLiveContent(ctx, { on: '2024-09-09', code: 'WS101' }))
  assert.deepEqual([live.items.map(({ version }) => version), live.versions.length], [[1], 2])

  assert.deepEqual((await bed.refusal(bed.deliver(requestId))).problems.map(({ message }) => message), ['尚未登记工作量'])
  await bed.as(bed.operator, (ctx) => logEffort(ctx, requestId, { effortEntryId: randomUUID(), workedOn: '2024-09-02', workerId: bed.operator.userId, days: 0.5, note: '编辑与发布' }))
  await bed.deliver(requestId)
  await bed.accept(requestId)
  const { rows } = await bed.pool.query('select b.code, a.verdict, a.lines from spine.request r join spine.occurrence o using (occurrence_id) join spine.obligation b using (obligation_id) join spine.assessment a using (occurrence_id) where r.request_id = $1', [requestId])
  assert.deepEqual([rows[0].code, rows[0].verdict], ['M12-02', 'met'], JSON.stringify(rows[0].lines))
})

test('With the system gone at any step, before or after it did its part, the next try ends with one version and both channels read back', async () => {
  const requestId = await contentChange('逐步断线')
  await bed.take(requestId)
  const steps = 5 // write; then list and text on the web, list and text in the APP
  const fates: Array<readonly [number, Fate]> = Array.from({ length: steps }, (_, at) => [[at + 1, 'unreached'], [at + 1, 'answer-lost']] as const).flat()
  for (const [index, [number, fate]] of fates.entries()) {
    const code = `WS3${String(index + 1).padStart(2, '0')}`
    const { contentDraftId } = await save(requestId, documentTemplate(code, `断线样本 ${index}`, '内容'), '2024-10-01')
    await review(contentDraftId)
    await publish(contentDraftId)
    road.decide((at) => (at === number ? fate : 'passes'))
    await assert.rejects(bed.perform('change-request.publish-content'), `${number} ${fate}`)
    const stuck = await read(contentDraftId)
    assert.equal(stuck.state, 'publishing')
    assert.match(stuck.lastNote, /将以同一标识继续/)
    assert.equal(await bed.perform('change-request.publish-content'), 1)
    const done = await read(contentDraftId)
    assert.deepEqual([done.state, done.readBack.every(({ hash }) => hash === done.hash)], ['published', true], `${number} ${fate}`)
      assert.equal((await versionsAt(code)).length, 2, `${code}: one version more, whatever was lost`)
  }
  assert.equal((await bed.pool.query("select count(*)::int as n from spine.evidence where kind = 'content-version' and about ->> 'request' = (select number from spine.request where request_id = $1)", [requestId])).rows[0].n, fates.length)
})

test('An outage longer than the engine tries ends by itself: what became of the text is asked until it is known', async () => {
  const requestId = await contentChange('长时间中断')
  await bed.take(requestId)
  const { contentDraftId } = await save(requestId, documentTemplate('WS102', '现场检查笔录', '内容'), '2024-10-02')
  await review(contentDraftId)
  await publish(contentDraftId)
  road.decide(() => 'unreached')
  await assert.rejects(bed.perform('change-request.publish-content'))
  bed.at('2024-09-02T10:20:00+08:00')
  road.decide(() => 'passes')
  await settleContent(bed.runtime, new AbortController().signal)
  assert.equal((await read(contentDraftId)).state, 'publishing', 'the engine may still be at it')
  bed.at('2024-09-02T10:45:00+08:00')
  await settleContent(bed.runtime, new AbortController().signal)
  assert.equal((await read(contentDraftId)).state, 'published')
  assert.equal(await bed.perform('change-request.publish-content'), 0)
})

test('A system that is down costs nobody his text, and no review is given against a version that could not be read', async () => {
  const requestId = await contentChange('目标停机时编辑')
  await bed.take(requestId)
  road.decide(() => 'unreached')
  const { contentDraftId } = await save(requestId, documentTemplate('WS103', '勘验笔录', '内容'), '2024-10-03')
  assert.match((await read(contentDraftId)).lastNote, /没有读到目标系统的现行版本/)
  assert.equal((await bed.refusal(review(contentDraftId))).code, 'content-draft.target-failed')
  road.decide(() => 'passes')
  assert.equal((await bed.refusal(review(contentDraftId))).code, 'content-draft.basis-moved', 'written without knowing the version that is there')
  await save(requestId, documentTemplate('WS103', '勘验笔录', '内容'), '2024-10-03', contentDraftId, 1)
  await review(contentDraftId)
  assert.equal((await read(contentDraftId)).state, 'reviewed')
})

test('What the system refuses is told in its words and can be put right; a version somebody else published first is not overwritten', async () => {
  const requestId = await contentChange('被拒与抢先')
  await bed.take(requestId)
  const { contentDraftId } = await save(requestId, documentTemplate('WS104', '抽样取证通知书', '内容'), '2024-10-04')
  await review(contentDraftId)
  await publish(contentDraftId)
  bed.at('2024-10-05T09:00:00+08:00')
  await bed.perform('change-request.publish-content')
  const refused = await read(contentDraftId)
  assert.equal(refused.state, 'refused')
  assert.match(refused.lastNote, /生效日期不得早于今日 2024-10-05/)
  await save(requestId, documentTemplate('WS104', '抽样取证通知书', '内容'), '2024-10-08', contentDraftId, refused.version)
  await review(contentDraftId)
  await target.pool.query(`insert into enforcement.content_version (kind, code, version, title, body, valid_from, valid_to, order_no, publisher, published_at, change_no, withdrawn_at, withdraw_reason) select kind, code, 2, title, body, '2024-10-20', null, '他处', '他人', now(), 500000, now(), '试发' from enforcement.content_version where code = 'WS104' and version = 1`)
  await publish(contentDraftId)
  await bed.perform('change-request.publish-content')
  assert.match((await read(contentDraftId)).lastNote, /最新为第 2 版，本次依据第 1 版/)
})

test('A published version that is not in force yet is taken back at any broken step, and both channels no longer have it', async () => {
  const requestId = await contentChange('发布后撤回')
  await bed.take(requestId)
  for (const [index, fate] of (['unreached', 'answer-lost'] as const).entries()) {
    const { contentDraftId } = await save(requestId, documentTemplate(`WS20${index + 1}`, `撤回样本 ${index}`, '内容'), '2024-11-01')
    await review(contentDraftId)
    await publish(contentDraftId)
    await bed.perform('change-request.publish-content')
    await withdraw(contentDraftId)
    road.decide((at) => (at === 1 ? fate : 'passes'))
    await assert.rejects(bed.perform('change-request.withdraw-content'))
    assert.equal((await read(contentDraftId)).state, 'withdrawing')
    await bed.perform('change-request.withdraw-content')
    const gone = await read(contentDraftId)
    assert.deepEqual([gone.state, (await prove(gone.code, '2024-11-01')).channels.map(({ version }) => version?.version ?? null)], ['withdrawn', [1, 1]], fate)
  }
})

test('A text altered in the system behind our back is found by its hash', async () => {
  await target.pool.query(`alter table enforcement.content_version disable trigger content_version_is_kept; update enforcement.content_version set title = '改过' where code = 'WS101' and version = 2; alter table enforcement.content_version enable trigger content_version_is_kept`)
  const proof = await prove('WS101', '2024-10-05')
  assert.deepEqual([proof.isEqual, proof.isProven], [true, false])
  assert.match(proof.explanation, /在发布之后被改动/)
})
