import assert from 'node:assert/strict'
import { chmod, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { workOrdersApi } from '#spine/work-orders/api.ts'
import { startProduct, whoIsLeft } from '#tests/support/product.ts'
import { processesUsing } from '#tests/support/product/processes.ts'
import { runXinyun } from '#tests/support/product/run-xinyun.ts'

/** After the supervisor's death its processes notice by the channel that closes; the database stays, for the next start. */
const NOTICED_WITHIN_MS = 12_000

describe('after kill -9', () => {
  test('of the supervisor its processes go, the database is taken over at the next start, and nothing acknowledged is lost', async () => {
    const first = await startProduct({ run: 'api,worker' })
    const order = await openOrder(first)
    await first.killSupervisor()
    const deadline = performance.now() + NOTICED_WITHIN_MS
    while ((await answers(first.url)) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal(await answers(first.url), false, 'the console still answers')
    const left = await commandsOf(await whoIsLeft(first.home, 3_000))
    assert.deepEqual(left.filter((command) => /centre\/main\.ts|subsystems\//.test(command)), [])
    assert.ok(left.some((command) => command.includes('postgres')), 'the database goes on')
    const again = await startProduct({ run: 'api,worker', home: first.home, port: first.port })
    assert.match(again.output(), /接管仍在运行的内置数据库/)
    assert.equal(await titleOf(again, order), '断电前开立的工单')
    const { code } = await again.stop()
    assert.equal(code, 0)
    assert.deepEqual(await whoIsLeft(first.home, 3_000), [], 'what was taken over is stopped as well')
  })

  test('of everything, database included, the next start recovers by itself', async () => {
    const first = await startProduct({ run: 'api,worker' })
    const order = await openOrder(first)
    await first.kill9()
    assert.deepEqual(await processesUsing(first.home), [])
    const again = await startProduct({ run: 'api,worker', home: first.home, port: first.port })
    assert.equal(await titleOf(again, order), '断电前开立的工单')

    const verify = await runXinyun(['evidence', 'verify', '--json'], { environment: { XINYUN_HOME: first.home, XINYUN_PORT: String(first.port) } })
    assert.equal(verify.code, 0, verify.stdout + verify.stderr)
    const { ok, problems } = JSON.parse(verify.stdout) as { ok: boolean; problems: unknown[] }
    assert.deepEqual([ok, problems], [true, []])
    await again.stop()

    const key = path.join(first.home, 'keys', 'master.key')
    await chmod(key, 0o644)
    const open = await runXinyun(['start', '--run=api'], { environment: { XINYUN_HOME: first.home, XINYUN_PORT: String(first.port) } })
    assert.equal(open.code, 1, open.stderr)
    assert.match(open.stderr, /权限是 0644/)
    await chmod(key, 0o600)

    // The three administrators' second factor is sealed under the key.
    await rename(key, `${key}.lost`)
    const lost = await runXinyun(['start', '--run=api'], { environment: { XINYUN_HOME: first.home, XINYUN_PORT: String(first.port) } })
    assert.equal(lost.code, 1, lost.stderr)
    assert.match(lost.stderr, /找不到主密钥文件/)
    await assert.rejects(readFile(key), 'no new key in place of the lost one')
    assert.deepEqual(await whoIsLeft(first.home, 3_000), [])
  })
})

describe('the centre stopped', () => {
  test('an online command says that it can not be reached, exit 3', async () => {
    const { code, stdout, stderr } = await runXinyun(['evidence', 'verify', '--json'], { environment: { XINYUN_HOME: '/nonexistent/xinyun', XINYUN_SERVER: 'http://127.0.0.1:1' } }).catch((error: unknown) => ({ code: null, stdout: '', stderr: String(error) }))
    assert.equal(code, 3, stderr)
    assert.equal((JSON.parse(stdout) as { ok: boolean }).ok, false)
    assert.match(stderr, /npm start|启动/)
  })
})

type Product = Awaited<ReturnType<typeof startProduct>>

/** A work order that the server has acknowledged, and a sealed secret beside it. */
async function openOrder(product: Product): Promise<string> {
  await product.signIn('system-administrator')
  const manager = await product.signIn('project-manager')
  const { workOrderId } = await manager.client(workOrdersApi).openManualWorkOrder({ body: { service: 'service-desk', subsystem: 'market-supervision', title: '断电前开立的工单' } })
  return workOrderId
}

async function titleOf(product: Product, workOrderId: string): Promise<string> {
  const manager = await product.signIn('project-manager')
  return (await manager.client(workOrdersApi).getWorkOrder({ params: { workOrderId } })).title
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  )
}

function commandsOf(pids: readonly number[]): Promise<string[]> {
  return Promise.all(pids.map(async (pid) => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')))
}
