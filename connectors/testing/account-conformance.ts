import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test, type TestContext } from 'node:test'

import { type AccountChange, accountChange, accountDifference, changesBack, isSameAccount, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { type MissingTool, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startProxyServer } from '#tests/support/servers/proxy-server.ts'

import { type AccountDoor, type AccountWarrant, ConnectorError, type Door } from '../connector.ts'

/** A real business system with accounts, as it is after a first installation. */
export type AccountSubject = {
  readonly name: string
  readonly start: () => Promise<{ readonly port: number; stop(): Promise<void> } | MissingTool>
  /** Opens the door of the maintenance login at an address. */
  readonly open: (port: number) => Promise<Door>
  /** A person's account that is there, active and holds a role; and one of a program. */
  readonly person: string
  readonly program: string
  /** Two roles that the person does not hold and that may be held together. */
  readonly roles: readonly [string, string]
  /** Changes the person's account behind the door's back, as an administrator of the system would. */
  readonly disturb: () => Promise<void>
  /** What is kept of an end of validity: `none` where the system has no place for it. */
  readonly validity: 'instant' | 'date' | 'none'
}

const order = { number: 'GD-20261129-0001', requester: '申请人甲', approver: '审批人乙', executor: '系统', reason: '岗位调整' }

/** What every `accounts` ability must do, whatever the system behind it. */
export function testAccounts(subject: AccountSubject): void {
  let started: Awaited<ReturnType<AccountSubject['start']>> | undefined
  after(async () => {
    if (started !== undefined && 'stop' in started) await started.stop()
  })
  const against = (title: string, run: (accounts: AccountDoor, port: number, t: TestContext) => Promise<void>) => {
    void test(`${subject.name}: ${title}`, async (t) => {
      const live = (started ??= await subject.start())
      if (skipWithout(t, live)) return
      const door = await subject.open(live.port)
      try {
        assert.ok(door.accounts, 'the door carries no accounts')
        await run(door.accounts, live.port, t)
      } finally {
        await door.close()
      }
    })
  }
  const [first, second] = subject.roles
  const parse = (change: unknown): AccountChange => accountChange.parse(change)
  const warrantFor = (before: TargetAccount | null, key: string = randomUUID()): AccountWarrant => ({ key, basis: before?.version ?? null, order })
  const apply = async (accounts: AccountDoor, change: unknown) => {
    const { before, after: planned } = await accounts.planChange(parse(change))
    const done = await accounts.applyChange(parse(change), warrantFor(before))
    assert.equal(done.outcome, 'applied')
    assert.deepEqual(accountDifference(planned, done.after), [], 'what was read back is not what the dry run promised')
    return done.after
  }
  const everybody = async (accounts: AccountDoor) => {
    const all: TargetAccount[] = []
    for await (const page of accounts.listAccounts()) all.push(...page)
    return all
  }
  let count = 0
  const newAccount = async (accounts: AccountDoor) => apply(accounts, { kind: 'create', account: `new.person${(count += 1)}`, displayName: '新来的', unit: '一处', post: '科员', grant: [{ role: first }] })

  against('the settings fit the live system, and the login is limited to accounts', async (accounts) => {
    assert.deepEqual(await accounts.checkMapping(), [])
    const proof = await accounts.proveLimits()
    assert.equal(proof.isLimited, true, proof.lines.join('\n'))
    assert.match(proof.lines.join(''), /[\u4e00-\u9fff]/)
  })

  against('every account is listed once with its roles, and the roles have titles', async (accounts) => {
    const all = await everybody(accounts)
    assert.equal(new Set(all.map(({ account }) => account)).size, all.length)
    const person = all.find(({ account }) => account === subject.person)
    assert.equal(person?.state, 'active')
    assert.ok(person.roles.length > 0)
    assert.deepEqual(await accounts.readAccount(subject.person), person)
    assert.equal(all.find(({ account }) => account === subject.program)?.isService, true)
    assert.equal(await accounts.readAccount('nobody.at.all'), null)
    const roles = await accounts.listRoles()
    for (const role of subject.roles) assert.ok(roles.find((one) => one.role === role)?.title)
  })

  against('a dry run tells before, after and each step, and writes nothing', async (accounts) => {
    const all = await everybody(accounts)
    const plan = await accounts.planChange(parse({ kind: 'roles', account: subject.person, grant: [{ role: first }] }))
    assert.deepEqual(plan.before, all.find(({ account }) => account === subject.person))
    assert.deepEqual(accountDifference(plan.before, plan.after).map(({ field }) => field), [`roles.${first}`])
    assert.ok(plan.steps.length > 0)
    for (const { does, statement } of plan.steps) assert.ok(/[\u4e00-\u9fff]/.test(does) && statement !== '')
    await accounts.planChange(parse({ kind: 'create', account: 'never.made', displayName: '没有人' }))
    assert.deepEqual(await everybody(accounts), all)
  })

  against('each kind of change is carried out and read back, and its snapshots lead back', async (accounts) => {
    const { account } = await newAccount(accounts)
    const changes = [
      { kind: 'roles', account, grant: [{ role: second }], revoke: [first] },
      { kind: 'roles', account, grant: [{ role: first }] },
      { kind: 'transfer', account, unit: '二处', post: '科长', revoke: [first] },
      { kind: 'suspend', account },
    ]
    for (const change of changes) {
      const before = await accounts.readAccount(account)
      const now = await apply(accounts, change)
      for (const back of changesBack(before, now) ?? []) await apply(accounts, back)
      assert.ok(isSameAccount(before, await accounts.readAccount(account)), JSON.stringify(change))
      await apply(accounts, change)
    }
    await apply(accounts, { kind: 'reopen', account })
    const closed = await apply(accounts, { kind: 'close', account })
    assert.deepEqual([closed.state, closed.roles], ['closed', []])
    await refuses(() => accounts.planChange(parse({ kind: 'reopen', account })), /已注销/)
  })

  against('a role until an instant is kept as exactly as the system can', async (accounts) => {
    const { account } = await newAccount(accounts)
    const validTo = '2027-03-01T15:30:20+08:00'
    const held = (await apply(accounts, { kind: 'roles', account, grant: [{ role: second, validTo }] })).roles.find(({ role }) => role === second)
    assert.equal(held?.validTo, { instant: '2027-03-01T15:30:20.000+08:00', date: '2027-03-02T00:00:00.000+08:00', none: null }[subject.validity])
    if (subject.validity === 'none') return
    const longer = await apply(accounts, { kind: 'roles', account, grant: [{ role: second, validTo: '2027-06-01T00:00:00+08:00' }] })
    assert.equal(longer.roles.find(({ role }) => role === second)?.validTo, '2027-06-01T00:00:00.000+08:00')
  })

  against('the same key is the same change, one after the other and at the same moment', async (accounts, port) => {
    const created = parse({ kind: 'create', account: 'once.only', displayName: '只此一人', grant: [{ role: first }] })
    const warrant = warrantFor(null)
    const other = await subject.open(port)
    try {
      assert.ok(other.accounts)
      const answers = await Promise.allSettled([accounts.applyChange(created, warrant), other.accounts.applyChange(created, warrant)])
      const outcomes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.outcome : answer.reason instanceof ConnectorError ? answer.reason.failure : String(answer.reason)))
      assert.equal(outcomes.filter((outcome) => outcome === 'applied').length, 1, outcomes.join())
      assert.ok(outcomes.every((outcome) => ['applied', 'repeated', 'conflict', 'timeout'].includes(outcome)), outcomes.join())
    } finally {
      await other.close()
    }
    assert.equal((await accounts.applyChange(created, warrant)).outcome, 'repeated')
    const is = await accounts.readAccount('once.only')
    assert.deepEqual(is?.roles.map(({ role }) => role), [first])

    const grant = parse({ kind: 'roles', account: 'once.only', grant: [{ role: second }] })
    const again = warrantFor(is)
    assert.equal((await accounts.applyChange(grant, again)).outcome, 'applied')
    assert.equal((await accounts.applyChange(grant, again)).outcome, 'repeated')
    assert.equal((await everybody(accounts)).filter(({ account }) => account === 'once.only').flatMap(({ roles }) => roles).length, 2)
  })

  against('a late repetition does not bring back what was taken away since', async (accounts) => {
    const { account } = await newAccount(accounts)
    const before = await accounts.readAccount(account)
    const grant = parse({ kind: 'roles', account, grant: [{ role: second }] })
    const warrant = warrantFor(before)
    await accounts.applyChange(grant, warrant)
    await apply(accounts, { kind: 'roles', account, revoke: [second] })
    const outcome = await accounts.applyChange(grant, warrant).then(
      (done) => done.outcome,
      (error: unknown) => (error instanceof ConnectorError ? error.failure : String(error)),
    )
    assert.ok(outcome === 'repeated' || outcome === 'conflict', outcome)
    assert.ok(!(await accounts.readAccount(account))?.roles.some(({ role }) => role === second))
  })

  against('what somebody else changed since the dry run is not overwritten', async (accounts) => {
    const change = parse({ kind: 'roles', account: subject.person, grant: [{ role: first }] })
    const { before } = await accounts.planChange(change)
    await subject.disturb()
    const disturbed = await accounts.readAccount(subject.person)
    assert.notEqual(disturbed?.version, before?.version)
    await refuses(() => accounts.applyChange(change, warrantFor(before)), /改动/)
    assert.deepEqual(await accounts.readAccount(subject.person), disturbed)
  })

  against('what cannot be done is refused in words and leaves no trace', async (accounts) => {
    const all = await everybody(accounts)
    for (const [change, words] of [
      [{ kind: 'suspend', account: 'nobody.at.all' }, /没有账号/],
      [{ kind: 'create', account: subject.person, displayName: '又一个' }, /已存在/],
      [{ kind: 'roles', account: subject.person, grant: [{ role: 'no-such-role' }] }, /角色/],
      [{ kind: 'roles', account: subject.person, grant: [{ role: first }, { role: 'no-such-role' }] }, /角色/],
      [{ kind: 'suspend', account: subject.program }, /程序/],
    ] as const) {
      await refuses(() => accounts.planChange(parse(change)), words)
      const before = await accounts.readAccount(change.account)
      await refuses(() => accounts.applyChange(parse(change), warrantFor(before)), words)
    }
    assert.deepEqual(await everybody(accounts), all)
  })

  against('an account name that looks like a statement is only a name', async (accounts) => {
    const all = await everybody(accounts)
    for (const account of [`x' or '1'='1`, 'x"; drop table x; --', '../roles', '{{secret.token}}', '%']) {
      const found = await accounts.readAccount(account).catch((error: unknown) => {
        assert.ok(error instanceof ConnectorError, String(error))
        return null
      })
      assert.equal(found, null)
    }
    assert.deepEqual(await everybody(accounts), all)
  })

  against('a connection that dies in the middle leaves all or nothing, and the same key settles which', async (accounts, port) => {
    const { account } = await newAccount(accounts)
    // Cut after ever more traffic: before the change, in it, between commit and answer, before the read back.
    for (let bytes = 0, isThrough = false; !isThrough; bytes += 1) {
      const before = await accounts.readAccount(account)
      const change = parse({ kind: 'roles', account, ...(before?.roles.some(({ role }) => role === second) ? { revoke: [second] } : { grant: [{ role: second }] }) })
      const warrant = warrantFor(before)
      const proxy = await startProxyServer(port, { cutAfterChunks: bytes })
      try {
        const door = await subject.open(proxy.port)
        await door.accounts?.applyChange(change, warrant)
        isThrough = true
        await door.close()
      } catch (error) {
        assert.ok(error instanceof ConnectorError, String(error))
        assert.notEqual(error.failure, 'conflict', error.message)
      } finally {
        await proxy.stop()
      }
      const { outcome, after: settled } = await accounts.applyChange(change, warrant)
      assert.ok(outcome === 'applied' || outcome === 'repeated')
      assert.equal(settled.roles.some(({ role }) => role === second), change.kind === 'roles' && change.grant.length > 0)
      assert.ok(bytes < 200, 'the change never went through')
    }
  })
}

async function refuses(work: () => Promise<unknown>, words: RegExp): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof ConnectorError, String(error))
    assert.equal(error.failure, 'conflict', error.message)
    assert.match(error.message, words)
    return true
  })
}
