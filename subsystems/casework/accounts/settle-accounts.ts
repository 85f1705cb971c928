import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '#platform/context/context.ts'
import type { Identity } from '#platform/identity/identity.ts'
import { randomPassword } from '#platform/identity/passwords/password-rules.ts'
import { SESSION_COOKIE } from '#platform/http/http-server.ts'
import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { probeUsername } from './demo-account.ts'
import type { SubsystemAccounts } from './accounts-file.ts'

const DAY_MS = 86_400_000
/** Well before the password rules would ask for a new one (90 days). */
const RENEW_AFTER_DAYS = 30

type Settled = Pick<SubsystemAccounts, 'people' | 'probe' | 'services'>

type Options = {
  subsystem: SubsystemDefinition
  identity: Identity
  app: FastifyInstance
  now: Date
  known: Partial<SubsystemAccounts>
  asSystem: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
}

/** First start: opens the demo accounts. Every start: renews the probe's password when it is old, and settles the accounts of programs. */
export async function settleAccounts(options: Options): Promise<Settled> {
  return { ...(await settlePeople(options)), services: await settleServices(options) }
}

async function settlePeople({ subsystem, identity, app, now, known, asSystem }: Options): Promise<Omit<Settled, 'services'>> {
  if (known.people && known.probe) {
    if (now.getTime() - Date.parse(known.probe.renewedAt) < RENEW_AFTER_DAYS * DAY_MS) return { people: known.people, probe: known.probe }
    return { people: known.people, probe: await renewProbe(app, known.probe.password, now) }
  }
  const opened = []
  for (const account of subsystem.accounts.filter(({ kind }) => kind !== 'service')) {
    const { initialPassword } = await asSystem((ctx) => identity.createUser(ctx, { username: account.username, displayName: account.displayName, unit: '示例单位', roles: account.roles }))
    opened.push({ ...account, password: initialPassword })
  }
  const probe = opened.find(({ kind }) => kind === 'probe')
  if (!probe) throw new Error(`${subsystem.slug} declares no probe account`)
  return {
    people: opened.filter(({ kind }) => kind === 'person').map(({ username, displayName, roles, password }) => ({ username, displayName, roles: [...roles], password })),
    probe: await renewProbe(app, probe.password, now),
  }
}

/** A program that came with a later version gets its account at the next start; a token that is known stays. */
async function settleServices({ subsystem, identity, known, asSystem }: Options): Promise<Settled['services']> {
  const services = []
  for (const { username, displayName, roles } of subsystem.accounts.filter(({ kind }) => kind === 'service')) {
    const token = known.services?.find((one) => one.username === username)?.token ?? randomBytes(32).toString('base64url')
    await asSystem((ctx) => identity.ensureServiceAccount(ctx, { username, displayName, roles, token }))
    services.push({ username, token })
  }
  return services
}

/** Goes through the same door as a person who is asked for a new password: sign in, then change it. */
async function renewProbe(app: FastifyInstance, password: string, now: Date): Promise<SubsystemAccounts['probe']> {
  const next = randomPassword()
  const signedIn = await app.inject({ method: 'POST', url: '/api/identity/sign-in', headers: { 'x-xinyun': '1' }, payload: { username: probeUsername, password } })
  const session = signedIn.cookies.find(({ name }) => name === SESSION_COOKIE)?.value
  if (signedIn.statusCode !== 200 || !session) throw new Error(`巡检探测账号无法登录：${signedIn.body}`)
  const changed = await app.inject({ method: 'POST', url: '/api/identity/change-password', headers: { 'x-xinyun': '1' }, cookies: { [SESSION_COOKIE]: session }, payload: { currentPassword: password, newPassword: next } })
  if (changed.statusCode !== 200) throw new Error(`巡检探测账号无法更换密码：${changed.body}`)
  return { username: probeUsername, password: next, renewedAt: now.toISOString() }
}
