import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { inspectionTestBed, type InspectionTestBed } from '../testing/inspection-test-bed.ts'
import { classifyOutage } from './classify-outage.ts'
import { keepSamples } from './keep-samples.ts'
import { createOutageKeeper } from './keep-outages.ts'
import { listMonitors } from './monitors.store.ts'
import { probe } from './probe.ts'
import { measurePeriod } from './read-availability.ts'
import { addSamples } from './samples.store.ts'

/** A web application that can be made to fail. */
async function application() {
  let status = 200
  const server = createServer((_request, response) => response.writeHead(status).end('{"status":"alive"}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => void server.close())
  return { baseUrl: `http://127.0.0.1:${(server.address() as { port: number }).port}`, answerWith: (next: number) => (status = next) }
}

async function watched(bed: InspectionTestBed) {
  const web = await application()
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '市场监管应用' }, { connector: 'http-endpoint', settings: { baseUrl: web.baseUrl } })
  const monitor = (await bed.asSystem(listMonitors)).find((one) => one.id === componentId)
  assert.ok(monitor)
  const follow = await createOutageKeeper(bed.runtime)
  return {
    web,
    monitor,
    /** One beat of the monitoring at the clock's instant. */
    async beat(seconds = 30) {
      const sample = await probe(bed.runtime.attached.openDoor, monitor, bed.clock.now(), new AbortController().signal)
      assert.ok(sample)
      await bed.asSystem((ctx) => addSamples(ctx, [sample]))
      await follow(monitor, sample)
      bed.clock.advance(seconds * 1_000)
      return sample
    },
  }
}
const outages = async (bed: InspectionTestBed) => (await bed.pool.query('select * from spine.outage order by started_at')).rows as Array<Record<string, unknown>>

test('one failed probe is no outage; two are one that began with the first, with a finding; the first success ends both', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-03T10:00:00+08:00' })
  const { web, beat } = await watched(bed)
  await beat()
  web.answerWith(503)
  await beat()
  assert.equal((await outages(bed)).length, 0)
  web.answerWith(200)
  await beat()
  web.answerWith(500)
  await beat()
  await beat()
  await beat()
  const [open] = await outages(bed)
  assert.ok(open)
  assert.equal((open['started_at'] as Date).toISOString(), '2024-09-03T02:01:30.000Z')
  assert.match(String(open['reason']), /500 不在/)
  const findings = await bed.pool.query(`select state, source from spine.finding`)
  assert.deepEqual(findings.rows, [{ state: 'open', source: 'availability' }])
  web.answerWith(200)
  await beat()
  const [closed] = await outages(bed)
  assert.ok(closed)
  assert.equal((closed['ended_at'] as Date).toISOString(), '2024-09-03T02:03:00.000Z')
  assert.equal((await bed.pool.query(`select state from spine.finding`)).rows[0].state, 'fixed')
})

test('an outage within a planned window is planned: no alarm, no finding, no loss of availability', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-03T10:00:00+08:00' })
  const { web, beat } = await watched(bed)
  await bed.asSystem(async (ctx) => {
    await inspectionTables(ctx)
      .insertInto('spine.maintenanceWindow')
      .values({ maintenanceWindowId: newId(ctx.now), kind: 'maintenance', subsystem: 'market-supervision', title: '升级', startsAt: ctx.now, endsAt: new Date(ctx.now.getTime() + 3_600_000), reason: '版本升级', declaredAt: ctx.now })
      .execute()
  })
  web.answerWith(500)
  await beat()
  await beat()
  assert.equal((await outages(bed))[0]?.['cause'], 'planned')
  assert.equal((await bed.pool.query('select count(*) as n from spine.finding')).rows[0].n, 0)
})

test('availability of a day: outage and blindness are told apart, the roll-up says the same as the samples, and it is sealed', async () => {
  const bed = await inspectionTestBed({ now: '2024-09-03T00:00:00+08:00' })
  const { web, monitor, beat } = await watched(bed)
  for (let count = 0; count < 40; count += 1) {
    web.answerWith(count >= 10 && count < 20 ? 500 : 200)
    await beat(30)
  }
  // The centre is down for the rest of the day.
  bed.clock.set(new Date('2024-09-04T08:00:00+08:00'))
  const before = await bed.asSystem((ctx) => measurePeriod(ctx, '2024-09-03', '2024-09-03'))
  const [system] = before.systems
  assert.equal(system?.downSeconds.undecided, 300)
  assert.equal(system?.unknownSeconds, 86_400 - 1_200)
  assert.equal(system?.percent, 75)
  const [outage] = await outages(bed)
  const decider = await bed.person('甲方项目负责人', ['availability:classify'])
  await bed.as(decider, (ctx) => classifyOutage(ctx, String(outage?.['outage_id']), { version: Number(outage?.['version']), cause: 'client-or-cloud', reason: '政务云网络割接' }))
  await assert.rejects(bed.as(decider, (ctx) => classifyOutage(ctx, String(outage?.['outage_id']), { version: 1, cause: 'operator', reason: '迟来的意见' })), /已被他人修改/)
  await keepSamples(bed.runtime)
  await keepSamples(bed.runtime)
  const rolled = await bed.pool.query('select samples, failures, covered_seconds from inspection.availability_day')
  assert.deepEqual(rolled.rows, [{ samples: 40, failures: 10, covered_seconds: 1_200 }])
  const after = await bed.asSystem((ctx) => measurePeriod(ctx, '2024-09-03', '2024-09-03'))
  assert.equal(after.systems[0]?.percent, 75)
  assert.equal(after.systems[0]?.percentOperator, 100)
  assert.equal(after.components.find((component) => component.componentId === monitor.id)?.samples, 40)
  const sealed = await bed.pool.query(`select body from spine.evidence where kind = 'availability-summary'`)
  assert.equal(sealed.rows.length, 1, 'a day is sealed once')
  assert.equal(sealed.rows[0].body.system.unknownSeconds, 85_200)
})

test('a probe that our own rules refuse leaves no sample: unknown is not down', async () => {
  const bed = await inspectionTestBed()
  const componentId = await bed.register({ subsystem: 'market-supervision', kind: 'web-application', name: 'web', title: '清单之外' }, { connector: 'http-endpoint', settings: { baseUrl: 'http://10.255.255.1' } })
  const monitor = (await bed.asSystem(listMonitors)).find((one) => one.id === componentId)
  assert.ok(monitor)
  assert.equal(await probe(bed.runtime.attached.openDoor, monitor, bed.clock.now(), new AbortController().signal), undefined)
})
