import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { access, chmod, chown, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { programFolder } from '#platform/config/config.ts'
import { isReachableBy } from '#platform/database/server-user.ts'
import { newHome, startProduct, whoIsLeft } from '#tests/support/product.ts'
import { spawnXinyun } from '#tests/support/product/run-xinyun.ts'

const run = promisify(execFile)
/** The user of the system who owns nothing. */
const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 } as const

/** Only root can become another user and can make a folder that others can not enter. */
function skipUnlessRoot(t: TestContext): boolean {
  const isRoot = process.getuid?.() === 0
  if (!isRoot) t.skip('needs root to change the user')
  return !isRoot
}

describe('whoever starts it', () => {
  test('an ordinary user, who can write to nothing but a home of his own', async (t) => {
    if (skipUnlessRoot(t)) return
    if (!(await isReachableBy(NOBODY, path.join(programFolder, 'xinyun')))) {
      t.skip('the checkout lies where an ordinary user can not enter; the next test covers that place')
      return
    }
    const home = await newHome()
    await mkdir(home)
    await chown(home, NOBODY.uid, NOBODY.gid)
    await run(process.execPath, [path.join(programFolder, 'scripts', 'build-web.ts'), '--if-stale'])
    const product = await startProduct({ run: 'api,worker', home, user: NOBODY, environment: { HOME: home } })
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200)
    assert.equal((await stat(path.join(home, 'postgres', 'data'))).uid, NOBODY.uid, 'the database runs as the same user')
    for (const file of ['demo-accounts.txt', 'keys/master.key', 'run/operator-token']) assert.equal((await stat(path.join(home, file))).mode & 0o777, 0o600, file)
    assert.equal((await product.stop()).code, 0)
    assert.deepEqual(await whoIsLeft(home, 2_000), [])
  })

  test('root, from a checkout under a folder of mode 0700: the data goes where the database can reach it, and that is said', async (t) => {
    if (skipUnlessRoot(t)) return
    const closed = await mkdtemp(path.join(tmpdir(), 'xinyun-closed-'))
    t.after(() => rm(closed, { recursive: true, force: true }))
    await chmod(closed, 0o700)
    const program = path.join(closed, 'checkout')
    await mkdir(program)
    const entries = (await readdir(programFolder)).filter((name) => !['.git', '.xinyun'].includes(name))
    await run('cp', ['-al', ...entries.map((name) => path.join(programFolder, name)), program]).catch(() => run('cp', ['-a', ...entries.map((name) => path.join(programFolder, name)), program]))
    const product = await startProduct({ run: 'api,worker', program, leavesHomeToProduct: true })
    t.after(() => rm(product.home, { recursive: true, force: true }))
    assert.match(product.home, /^\/var\/lib\/xinyun-[0-9a-f]{8}$/)
    assert.match(product.output(), new RegExp(`数据目录改用 ${product.home}`))
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200)
    await assert.rejects(access(path.join(program, '.xinyun')), 'nothing is left in the checkout')
    assert.equal((await product.stop()).code, 0)

    // A folder that was asked for by name is not replaced silently.
    const child = spawnXinyun(['start', '--run=worker'], { program, environment: { XINYUN_HOME: path.join(closed, 'home') } })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    assert.equal(code, 2, said)
    assert.match(said, /XINYUN_HOME.*进不了/)
  })
})
