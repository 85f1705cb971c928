import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspectionApi, type RunDetail } from '#services/inspection/api.ts'
import { evidenceApi } from '#spine/evidence/api.ts'
import { findingsApi } from '#spine/findings/api.ts'
import { obligationsApi } from '#spine/obligations/api.ts'
import { systemsApi } from '#spine/systems/api.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { startProduct, type StartedProduct } from '#tests/support/product.ts'
import type { Visitor } from '#tests/support/product/people.ts'
import { processesUsing, sendSignal } from '#tests/support/product/processes.ts'
import { runXinyun } from '#tests/support/product/run-xinyun.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startPostgres } from '#tests/support/servers/postgres.ts'

/** A product of its own: what is broken here must not disturb other files. */
let product: StartedProduct
let readyAt = 0
let inspector: Visitor
/** The subsystem that is killed, when, and the inspection that saw it. */
const KILLED = 'market-supervision'
/** The supervisor brings a dead subsystem back after two minutes, late enough for the centre to notice. */
const BACK_WITHIN_MS = 150_000
let seenDown: RunDetail

before(async () => {
  product = await startProduct()
  readyAt = performance.now()
  inspector = await product.signIn('inspector')
})
after(async () => {
  await (product as StartedProduct | undefined)?.stop()
})

describe('the main job, from the first start to the closed finding', () => {
  test('soon after ready, real evidence of all six subsystems stands in the matrix', async (t) => {
    const inspections = async () => {
      const [{ cells }, { items }] = await Promise.all([inspector.client(obligationsApi).getMatrix({ query: {} }), inspector.client(inspectionApi).listRuns({ query: { state: 'done', pageSize: 200 } })])
      // What people have to answer is still open then, so nothing need count as done: each was inspected, and its record is in the matrix.
      const inspected = cells.filter(({ service, subsystem, lastEvidence }) => service === 'inspection' && lastEvidence !== null && items.some((run) => run.subsystem === subsystem))
      return { inspected: inspected.map(({ subsystem }) => subsystem).toSorted(), items }
    }
    const { inspected, items } = await until(inspections, (found) => found.inspected.length === 6, 300_000)
    t.diagnostic(`inspected ${Math.round((performance.now() - readyAt) / 1_000)} s after ready`)
    assert.deepEqual(inspected, [...subsystems.values].toSorted())
    const abnormal: string[] = []
    for (const { runId } of items.filter((run) => run.counts.abnormal > 0)) {
      const run = await inspector.client(inspectionApi).getRun({ params: { runId } })
      abnormal.push(...run.items.filter(({ verdict }) => verdict === 'abnormal').map(({ subsystem, component, title, reason }) => `${subsystem} ${component} ${title}: ${reason}`))
    }
    assert.deepEqual(abnormal, [], 'a fresh installation is in order')
  })

  test('a killed subsystem is found by name, its neighbours stay in order, and nothing of it passes as normal', async () => {
    sendSignal(await processOf(`subsystems/${KILLED}/main.ts`), 'SIGKILL')
    seenDown = await inspect({ subsystem: KILLED })
    const application = seenDown.items.filter(({ component, isManual, engine }) => !isManual && engine !== '' && component.includes('应用'))
    assert.ok(application.length > 0)
    assert.deepEqual(application.filter(({ verdict }) => verdict === 'normal').map(({ title }) => title), [])
    assert.ok(application.some(({ verdict, reason }) => verdict === 'abnormal' && reason !== ''), JSON.stringify(application.map(({ check, verdict, reason }) => [check, verdict, reason])))
    const { items } = await inspector.client(findingsApi).listFindings({ query: { subsystem: KILLED } })
    assert.ok(items.length > 0, 'a finding is open')
    const neighbour = await inspect({ subsystem: 'cost-information' })
    assert.deepEqual(neighbour.hazards?.fresh, [], 'nothing new there')
  })

  test('a stopped database is told as such, not as normal', async (t) => {
    const server = await startPostgres()
    if (skipWithout(t, server) || isMissing(server)) return
    const administrator = (await product.signIn('system-administrator')).client(systemsApi)
    const security = (await product.signIn('security-administrator')).client(systemsApi)
    await security.allowAddress({ body: { entry: `${server.host}:${server.port}`, reason: '私有数据库，检验用' } })
    const { componentId } = await administrator.createComponent({ body: { subsystem: 'cost-information', kind: 'database', name: 'spare-database', title: '备用数据库' } })
    await administrator.setConnection({ params: { componentId }, body: { version: 0, connector: 'postgres', settings: { host: server.host, port: server.port, database: server.database, username: server.username }, secrets: { password: server.password } } })
    const up = await inspect({ componentId })
    assert.ok(up.counts.normal > 0, 'answers while it runs')
    assert.doesNotMatch(JSON.stringify(up), new RegExp(server.password))
    await server.stop()
    const down = await inspect({ componentId })
    assert.equal(down.counts.normal, 0)
    assert.ok(down.items.some(({ verdict, reason }) => verdict === 'abnormal' || (verdict === 'unchecked' && reason !== '')))
  })

  test('kill -9 of the centre in the middle of a run loses nothing and doubles nothing', async () => {
    const { runId } = await inspector.client(inspectionApi).startRun({ body: {} })
    await until(() => inspector.client(inspectionApi).getRun({ params: { runId } }), ({ answered }) => answered > 3, 30_000)
    sendSignal(await processOf('centre/main.ts'), 'SIGKILL')
    await sleep(1_000)
    await until(() => fetch(`${product.url}/readyz`).then(({ status }) => status, () => 0), (status) => status === 200, 60_000)
    const run = await finished(runId)
    const byHand = run.items.filter(({ isManual, verdict }) => isManual && verdict === null).length
    assert.equal(run.answered + byHand, run.planned, 'only what people answer is still open')
    const rows = run.items.map(({ subsystem, component, check }) => `${subsystem} ${component} ${check}`)
    assert.equal(new Set(rows).size, rows.length, 'no row twice')
    assert.ok(run.items.every(({ verdict, isManual }) => isManual || verdict !== null))
    const { total } = await inspector.client(evidenceApi).listEvidence({ query: { search: run.number } })
    assert.equal(total, 1, 'one record of the run')

    const verify = await runXinyun(['evidence', 'verify', '--json'], { environment: { XINYUN_HOME: product.home, XINYUN_PORT: String(product.port) } })
    assert.equal(verify.code, 0, verify.stdout + verify.stderr)
    assert.deepEqual((JSON.parse(verify.stdout) as { problems: unknown[] }).problems, [])
  })

  test('a subsystem that is back is found in order at the re-check, which closes its finding', async () => {
    const url = `http://127.0.0.1:${product.port + 1 + subsystems.values.indexOf(KILLED)}/readyz`
    await until(() => fetch(url).then(({ status }) => status, () => 0), (status) => status === 200, BACK_WITHIN_MS)
    const { runId } = await inspector.client(inspectionApi).recheckRun({ params: { runId: seenDown.runId } })
    const run = await finished(runId)
    assert.ok((run.hazards?.fixed.length ?? 0) > 0, JSON.stringify(run.items.map(({ check, verdict, reason }) => [check, verdict, reason])))
    const fixed = new Set(run.hazards?.fixed.map(({ findingId }) => findingId))
    for (const findingId of fixed) {
      const finding = await inspector.client(findingsApi).getFinding({ params: { findingId } })
      assert.ok(finding.closedAt !== null)
      assert.ok(finding.closedEvidenceId !== null, 'closed by evidence, not by hand')
    }
  })
})

async function inspect(scope: { subsystem?: string; componentId?: string }): Promise<RunDetail> {
  const { runId } = await inspector.client(inspectionApi).startRun({ body: scope })
  return finished(runId)
}

async function finished(runId: string): Promise<RunDetail> {
  const run = await until(() => inspector.client(inspectionApi).getRun({ params: { runId } }), ({ state }) => state !== 'running', 90_000)
  assert.equal(run.state, 'done', `${run.number} is ${run.state}, ${run.answered} of ${run.planned}`)
  return run
}

async function processOf(entry: string): Promise<number> {
  for (const pid of await processesUsing(product.home)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(entry)) return pid
  }
  throw new Error(`no process runs ${entry}`)
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean, withinMs: number): Promise<T> {
  const deadline = performance.now() + withinMs
  for (let value = await read(); ; value = await read()) {
    if (holds(value) || performance.now() > deadline) return value
    await sleep(300)
  }
}
