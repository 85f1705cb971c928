import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { publishedAccountInterface } from '#connectors/http-endpoint/published-account-interface.ts'
import { programFolder } from '#platform/config/config.ts'
import { databaseUrl, withConnection } from '#platform/database/connect.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { openWorkOrder } from '#spine/spine.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { accessBed } from '../testing/access-bed.ts'
import { carryOn } from './carry-on.ts'

/** A subsystem as it is started for real: its own process, killed without warning and started again on the same address. */
const home = await mkdtemp(path.join(tmpdir(), 'killed-'))
const server = await testServerUrl()
const database = `killed_${process.pid}`
const port = await freePort()
let target: ChildProcess | undefined

async function start(): Promise<void> {
  const child = fork(path.join(programFolder, 'subsystems', 'cost-information', 'main.ts'), [], { env: { ...process.env, DATABASE_URL: databaseUrl(server, database), XINYUN_PORT: String(port), XINYUN_HOME: home, XINYUN_HOST: '127.0.0.1' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  target = child
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => assert.fail('the subsystem did not start'))])
}
async function kill(): Promise<void> {
  const child = target
  target = undefined
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

type Step = 'before' | 'during' | 'after-commit' | 'before-read-back'
let killAt: Step | undefined
/** The way to the target: sees what passes, and kills it at the step asked for. */
const way = createServer((socket) => {
  const upstream = connect(port, '127.0.0.1')
  let isChange = false
  const cut = () => void kill().then(() => [socket, upstream].forEach((one: Socket) => one.destroy()))
  for (const one of [socket, upstream]) one.on('error', () => [socket, upstream].forEach((each: Socket) => each.destroy()))
  socket.on('data', (chunk: Buffer) => {
    isChange ||= chunk.toString('latin1').startsWith('POST /api/account-maintenance/changes')
    if (killAt === 'before' && !isChange) return cut()
    upstream.write(chunk)
    // In the middle: the target has the change and has not answered.
    if (killAt === 'during' && isChange) cut()
  })
  upstream.on('data', (chunk: Buffer) => {
    // After the commit: the answer exists, and nobody hears it.
    if (killAt === 'after-commit' && isChange) return cut()
    socket.write(chunk)
    if (killAt === 'before-read-back' && isChange) setImmediate(cut)
  })
  socket.on('end', () => upstream.end())
  upstream.on('end', () => socket.end())
}).listen(0, '127.0.0.1')
await once(way, 'listening')
const { port: wayPort } = way.address() as { port: number }

after(async () => {
  await kill()
  way.close()
  await rm(home, { recursive: true, force: true })
  await withConnection(server, async (connection) => {
    await connection.query(`drop database if exists ${database} with (force)`)
    for (const kind of ['app', 'probe', 'keeper']) await connection.query(`drop role if exists xinyun_${kind}_${database}`)
  })
})

await start()
const bed = await accessBed('2026-11-30T09:00:00+08:00')
const { services } = JSON.parse(await readFile(path.join(home, 'subsystems', 'cost-information', 'accounts.json'), 'utf8')) as { services: Array<{ username: string; token: string }> }
await bed.asSystem(async (ctx) => {
  await allowAddress(ctx, '127.0.0.0/8', '测试')
  const componentId = await registerComponent(ctx, { subsystem: 'cost-information', kind: 'account-interface', name: 'accounts', title: '网页端账号' })
  await setConnection(ctx, componentId, { connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${wayPort}`, accounts: publishedAccountInterface('/api/account-maintenance', 'date') }, secrets: { token: services.find(({ username }) => username === 'quanxian.weihu')?.token ?? '' } })
})
const check = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem: 'cost-information', title: '核对', input: { kind: 'on-demand' } }))
await bed.perform(check.workOrderId)

const grants = async () => {
  const { rows } = await withConnection(databaseUrl(server, database), (connection) => connection.query<{ state: string; n: number }>(`select g.state, count(*)::int as n from platform.role_grant g join platform.user_account a using (user_id) where a.username = 'chaxun' and g.role_code = 'auditor' group by 1 order by 1`))
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

let given = 0
for (const step of ['before', 'during', 'after-commit', 'before-read-back'] as const) {
  test(`killed ${step}: nothing is claimed, and the next try brings it to exactly one end`, async () => {
    const isGrant = given % 2 === 0
    given += 1
    const { requestId } = await bed.submit({ subsystem: 'cost-information', kind: 'change', lines: [{ target: 'accounts', account: 'chaxun', displayName: '', unit: '', post: '', grant: isGrant ? ['auditor'] : [], revoke: isGrant ? [] : ['auditor'] }] })
    await bed.approve(requestId)
    const [order] = await bed.orders(requestId)
    assert.ok(order)
    killAt = step
    await assert.rejects(bed.perform(order.workOrderId), { name: 'ConnectorError' })
    killAt = undefined
    const half = (await bed.pool.query(`select state from access_adjustment.adjustment where request_id = $1`, [requestId])).rows[0]
    assert.equal(half.state, step === 'before' ? 'waiting' : 'applying')
    assert.notEqual((await bed.read(requestId)).state, 'closed', 'nothing is claimed while it is not known')
    await assert.rejects(bed.perform(order.workOrderId), { failure: 'unreachable' }, 'a dead target is not an answer')

    await start()
    // Not by hand: the job that picks up what stands half done.
    bed.clock.advance(20 * 60_000)
    await carryOn(bed.runtime, new AbortController().signal)
    const request = await bed.read(requestId)
    assert.equal(request.state, 'closed', JSON.stringify((await bed.pool.query('select note from spine.work_order_event where work_order_id = $1', [order.workOrderId])).rows))
    const adjustment = (await bed.pool.query(`select state, outcome from access_adjustment.adjustment where request_id = $1`, [requestId])).rows[0]
    assert.equal(adjustment.state, 'applied')
    if (step === 'after-commit' || step === 'before-read-back') assert.equal(adjustment.outcome, 'repeated', 'the target had done it and says so')
    assert.equal((await grants())['active'] ?? 0, isGrant ? 1 : 0)
    const orders = await withConnection(databaseUrl(server, database), (connection) => connection.query(`select count(*)::int as n from casework.account_order where order_number = $1`, [request.number]))
    assert.equal(orders.rows[0].n, 1, 'one order on the target, however often it was sent')
  })
}
