import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { apiClient, type Client } from '#shared/api-client.ts'
import type { Api, Endpoints } from '#shared/define-api.ts'
import { demonstrationPeople } from '#centre/demonstration-people.ts'

/** What is known of an account that a test has signed in, kept beside the product so that all files of a run share it. */
type Known = { password: string; totpSecret?: string; cookie: string }

/** Somebody who talks to a product: a signed-in person, or nobody. */
export type Visitor = {
  readonly role: string
  readonly username: string
  /** `xinyun_session=…`, empty for nobody. */
  readonly cookie: string
  /** The typed client that console and command line use. */
  client<E extends Endpoints>(api: Api<E>): Client<E>
  /** A bare request with this person's session and the console's own header; `headers` overwrite. */
  send(method: string, address: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>
}

/** `body` is the parsed JSON where there is some, else the text. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: unknown }

export const roleOf: ReadonlyMap<string, string> = new Map(demonstrationPeople.map((person) => [person.username, person.roles?.[0] ?? '']))
export const usernameOf: ReadonlyMap<string, string> = new Map([...roleOf].map(([username, role]) => [role, username]))
export const roles: readonly string[] = [...usernameOf.keys()]

/** User name → initial password, from the file that the first start leaves for its owner. */
export async function readAccounts(home: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(path.join(home, 'demo-accounts.txt'), 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => line.split('\t') as [string, string]))
}

export function visitor(url: string, who: { role: string; username: string; cookie: string }): Visitor {
  const session: Record<string, string> = who.cookie === '' ? {} : { cookie: who.cookie }
  return {
    ...who,
    client: (api) => apiClient(api, { baseUrl: url, headers: () => session }),
    async send(method, address, { body, headers = {} } = {}) {
      const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData
      const answer = await fetch(url + address, {
        method,
        headers: { 'x-xinyun': '1', ...session, ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
        body: isRaw ? (body ?? null) : JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(60_000),
      })
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, text, body: parse(text) }
    },
  }
}

export function nobody(url: string): Visitor {
  return visitor(url, { role: 'nobody', username: '', cookie: '' })
}

/**
 * The demo account of a role, signed in. The first time takes its whole first day: initial password, change of it, and
 * the second factor where the role demands one.
 */
export async function signInAs(url: string, home: string, role: string): Promise<Visitor> {
  const username = usernameOf.get(role)
  if (username === undefined) throw new Error(`no demo account has the role ${role}`)
  const known = await readKnown(home, username)
  if (known) {
    const again = visitor(url, { role, username, cookie: known.cookie })
    if ((await again.send('GET', '/api/identity/me')).status === 200) return again
  }
  const password = known?.password ?? (await readAccounts(home)).get(username) ?? ''
  let current = { password, ...(known?.totpSecret ? { totpSecret: known.totpSecret } : {}) } as Omit<Known, 'cookie'>
  let { cookie, state } = await step(url, '', '/sign-in', { username, password })
  if (state === 'totp-needed') ({ cookie, state } = await step(url, cookie, '/totp', { code: totpCode(current.totpSecret ?? '', 1) }))
  if (state === 'password-change-needed') {
    const newPassword = changedPassword(password)
    ;({ cookie, state } = await step(url, cookie, '/change-password', { currentPassword: password, newPassword }))
    current = { ...current, password: newPassword }
  }
  if (state !== 'signed-in') throw new Error(`${username} could not sign in: ${state}`)
  const person = visitor(url, { role, username, cookie })
  const me = (await person.send('GET', '/api/identity/me')).body as { user: { mustEnrolTotp: boolean } }
  if (me.user.mustEnrolTotp) {
    const { secret } = (await expect(person, '/api/identity/totp/enrol')).body as { secret: string }
    await expect(person, '/api/identity/totp/confirm', { code: totpCode(secret) })
    current = { ...current, totpSecret: secret }
  }
  await writeKnown(home, username, { ...current, cookie })
  return person
}

/** The code of now, or of the step after it: a code counts once, and one step early is taken. */
export function totpCode(secret: string, stepsAhead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: Date.now() + stepsAhead * 30_000 })
}

export function changedPassword(initial: string): string {
  return `Changed-${initial}`
}

async function step(url: string, cookie: string, address: string, body: unknown): Promise<{ cookie: string; state: string }> {
  const answer = await visitor(url, { role: '', username: '', cookie }).send('POST', `/api/identity${address}`, { body })
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${answer.text}`)
  const set = answer.headers.getSetCookie().find((line) => line.startsWith('xinyun_session='))
  return { cookie: set?.split(';')[0] ?? cookie, state: (answer.body as { state: string }).state }
}

async function expect(person: Visitor, address: string, body?: unknown): Promise<Answer> {
  const answer = await person.send('POST', address, body === undefined ? {} : { body })
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${answer.text}`)
  return answer
}

/** One file a person, put in place whole: several may sign in at once. */
const knownFile = (home: string, username: string) => path.join(home, 'test-people', `${username}.json`)

async function readKnown(home: string, username: string): Promise<Known | undefined> {
  const text = await readFile(knownFile(home, username), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Known)
}

async function writeKnown(home: string, username: string, known: Known): Promise<void> {
  const file = knownFile(home, username)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, JSON.stringify(known), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
