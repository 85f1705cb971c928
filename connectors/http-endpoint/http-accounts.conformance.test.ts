import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { z } from 'zod'

import { systemClock } from '#platform/clock/clock.ts'
import { accountChange } from '#shared/maintenance/target-account.ts'
import { memberSystem, startMemberSystem } from '#tests/support/servers/member-system.ts'

import { ConnectorError, defaultLimits } from '../connector.ts'
import { testAccounts } from '../testing/account-conformance.ts'
import type { accountInterface } from './account-interface.ts'
import { httpEndpoint } from './http-endpoint.ts'

const systems = { keyed: await startMemberSystem(), plain: await startMemberSystem() }
after(() => Promise.all(Object.values(systems).map((system) => system.stop())))

type Face = z.input<typeof accountInterface>
const shared = {
  fields: { account: '/loginName', displayName: '/profile/cnName', unit: '/profile/office/name', post: '/profile/title', state: '/status', roles: '/duties', isService: '/robot', version: '/rev' },
  states: { active: 1, suspended: 0, closed: -1 },
} as const

/** Keys, pages, last days of duties and a request of each kind: nothing of it is our own interface, all of it is data. */
const put = (change: unknown) => ({ method: 'PUT' as const, path: '/iam/members/{{account}}', headers: { 'idempotency-key': '{{key}}', 'if-match': '{{basis}}' }, body: { change } })
const keyed: Face = {
  ...shared,
  login: 'bearer',
  list: { path: '/iam/members?cursor={{after}}', items: '/result/rows', next: '/result/cursor' },
  read: { path: '/iam/members/{{account}}', item: '/result' },
  roles: { path: '/iam/duties', items: '/catalogue', role: '/code', title: '/label' },
  fields: { ...shared.fields, role: '/code', roleValidTo: '/lastDay' },
  heldRole: { code: '{{role}}', lastDay: '{{validTo}}' },
  validity: 'date',
  changes: {
    create: { path: '/iam/members', headers: { 'idempotency-key': '{{key}}' }, body: { login: '{{account}}', change: { set: { name: '{{displayName}}', office: '{{unit}}', title: '{{post}}' }, add: '{{grant}}' } } },
    roles: put({ add: '{{grant}}', drop: '{{revoke}}' }),
    transfer: put({ set: { office: '{{unit}}', title: '{{post}}' }, add: '{{grant}}', drop: '{{revoke}}' }),
    suspend: put({ set: { status: 0 } }),
    reopen: put({ set: { status: 1 } }),
    close: put({ set: { status: -1 } }),
  },
  repeated: { pointer: '/meta/replayed', equals: true },
  mustRefuse: ['/iam/payroll'],
}

/** An older system: one page, a password, no keys and no days, every duty sent anew; only revisions tell who came between. */
const write = (change: unknown) => ({ method: 'PATCH' as const, path: '/old/members/{{account}}', headers: { 'if-match': '{{basis}}' }, body: { change } })
const plain: Face = {
  ...shared,
  login: 'basic',
  list: { path: '/old/members', items: '/result/rows' },
  read: { path: '/old/members/{{account}}', item: '/result', absentStatus: 410 },
  roles: { path: '/old/duties', items: '/catalogue', role: '/code', title: '/label' },
  heldRole: { code: '{{role}}', lastDay: null },
  changes: {
    create: { path: '/old/members', body: { login: '{{account}}', change: { set: { name: '{{displayName}}', office: '{{unit}}', title: '{{post}}' }, duties: '{{roles}}' } } },
    roles: write({ duties: '{{roles}}' }),
    transfer: write({ set: { office: '{{unit}}', title: '{{post}}' }, duties: '{{roles}}' }),
    suspend: write({ set: { status: 0 } }),
    reopen: write({ set: { status: 1 } }),
    close: write({ set: { status: -1 } }),
  },
  mustRefuse: ['/old/payroll'],
}

const openAt = (accounts: Face) => (port: number) =>
  httpEndpoint.open({ settings: httpEndpoint.settings.parse({ baseUrl: `http://127.0.0.1:${port}`, accounts }), secrets: { token: memberSystem.token, username: memberSystem.user, password: memberSystem.password }, limits: { ...defaultLimits, doorsPerTarget: 8 }, allowList: { entries: ['127.0.0.1'] }, clock: systemClock })

for (const [name, face, members, validity] of [['a foreign interface with keys and last days', keyed, systems.keyed, 'date'], ['a foreign interface without keys', plain, systems.plain, 'none']] as const) {
  testAccounts({ name, start: async () => ({ port: members.port, stop: async () => {} }), open: openAt(face), person: memberSystem.member, program: memberSystem.robot, roles: ['query', 'entry'], disturb: () => members.disturb(), validity })

  const order = { number: 'QX-20261129-0001', requester: '申请人甲', approver: '审批人乙', executor: '信运', reason: '岗位调整' }
  for (const moment of ['before', 'after-commit'] as const) {
    test(`${name}: its process killed ${moment === 'before' ? 'before' : 'after'} its commit, nothing is claimed, and the same key brings it to one end`, async () => {
      const account = `m0${moment === 'before' ? 41 : 42}`
      const door = await openAt(face)(members.port)
      const accounts = door.accounts ?? assert.fail('no accounts')
      const before = await accounts.readAccount(account)
      const change = accountChange.parse({ kind: 'roles', account, ...(before?.roles.some(({ role }) => role === 'query') ? { revoke: ['query'] } : { grant: [{ role: 'query' }] }) })
      const warrant = { key: randomUUID(), basis: before?.version ?? null, order }
      members.dieAt(moment)
      await assert.rejects(accounts.applyChange(change, warrant), (error) => error instanceof ConnectorError && error.failure !== 'conflict', 'a dead target has said neither yes nor no')
      await members.exited()
      await members.restart()
      const { outcome, after: settled } = await accounts.applyChange(change, warrant)
      assert.equal(outcome, moment === 'before' ? 'applied' : 'repeated')
      assert.equal(settled.roles.some(({ role }) => role === 'query'), change.kind === 'roles' && change.grant.length > 0)
      assert.equal(Number(settled.version), Number(before?.version) + 1, 'changed once')
      await door.close()
    })
  }
}

test('a foreign interface: settings that the live system does not bear out are told in words', async () => {
  const door = await openAt({ ...keyed, roles: { ...keyed.roles, items: '/no-such' } })(systems.keyed.port)
  assert.match((await door.accounts?.checkMapping())?.join('') ?? '', /\/no-such 不是列表/)
  const other = await openAt({ ...keyed, states: { active: 'A', suspended: 'B', closed: 'C' } })(systems.keyed.port)
  assert.match((await other.accounts?.checkMapping())?.join('') ?? '', /状态“1”），请核对字段映射/)
  await Promise.all([door.close(), other.close()])
})
