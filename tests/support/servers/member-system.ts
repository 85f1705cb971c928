import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/**
 * A business system of somebody else, in a process of its own and with a database file: members, duties, numbers for states, words and
 * paths of its own. `/iam` remembers idempotency keys and knows a last day for each duty; `/old` knows neither, only revisions.
 */
export const memberSystem = { token: 'member-system-keeper-token', user: 'weihu', password: 'weihu-Pass-1', member: 'm001', robot: 'sync-robot' } as const

export type DyingMoment = 'before' | 'after-commit'
export type RunningMembers = { readonly port: number; disturb(): Promise<void>; dieAt(moment: DyingMoment): void; exited(): Promise<unknown>; restart(): Promise<void>; stop(): Promise<void> }

export async function startMemberSystem(): Promise<RunningMembers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'members-'))
  let [child, port] = await launch(folder, 0)
  return {
    get port() {
      return port
    },
    async disturb() {
      child.send('disturb')
      await once(child, 'message')
    },
    dieAt: (moment) => void child.send(moment),
    exited: () => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()),
    async restart() {
      ;[child, port] = await launch(folder, port)
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function launch(folder: string, port: number): Promise<[ChildProcess, number]> {
  const child = fork(import.meta.filename, [folder, String(port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [bound] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the member system did not start')))])) as [number]
  return [child, bound]
}

type Member = { login: string; name: string; office: string; title: string; status: number; robot: number; rev: number; duties: Array<{ code: string; lastDay: string | null }> }
type Change = { if?: string | undefined; key?: string | undefined; set: Partial<Pick<Member, 'office' | 'title' | 'status' | 'name'>>; duties?: Member['duties']; add?: Member['duties']; drop?: string[] }

class Refusal extends Error {
  readonly status: number
  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}

function serve(folder: string, port: number): void {
  const db = new DatabaseSync(path.join(folder, 'members.db'))
  db.exec(`create table if not exists member (login text primary key, name text, office text, title text, status integer, robot integer, rev integer, duties text);
    create table if not exists duty (code text primary key, label text, sensitive integer);
    create table if not exists seen (key text primary key, login text);`)
  if (db.prepare('select 1 from duty').get() === undefined) {
    db.exec(`insert into duty values ('query', '查询', 0), ('entry', '录入', 0), ('chief', '负责人', 1)`)
    const add = db.prepare('insert into member values (?, ?, ?, ?, 1, ?, 1, ?)')
    for (let n = 1; n <= 60; n += 1) add.run(`m${String(n).padStart(3, '0')}`, `成员${n}`, '一处', '科员', 0, '[{"code":"chief","lastDay":null}]')
    add.run(memberSystem.robot, '同步程序', '', '', 1, '[]')
  }
  const read = (login: string): Member | undefined => {
    const row = db.prepare('select * from member where login = ?').get(login) as (Omit<Member, 'duties'> & { duties: string }) | undefined
    return row && { ...row, duties: JSON.parse(row.duties) as Member['duties'] }
  }
  let dying: DyingMoment | undefined
  const die = () => process.kill(process.pid, 'SIGKILL')

  /** One transaction, or nothing. */
  const change = (login: string, isNew: boolean, { if: expected, key, set, duties, add = [], drop = [] }: Change): { member: Member; isReplay: boolean } => {
    if (key !== undefined && db.prepare('select 1 from seen where key = ?').get(key) !== undefined) return { member: read(login) as Member, isReplay: true }
    const before = read(login)
    if (isNew && before !== undefined) throw new Refusal(409, `成员 ${login} 已存在`)
    if (!isNew && before === undefined) throw new Refusal(404, `没有成员 ${login}`)
    if (before?.robot === 1) throw new Refusal(422, '程序成员不可调整')
    if (expected !== undefined && before !== undefined && expected !== String(before.rev)) throw new Refusal(412, '成员已被他人改动')
    const now: Member = { ...(before ?? { login, name: '', office: '', title: '', status: 1, robot: 0, rev: 0, duties: [] }), ...set }
    const wanted = duties ?? [...now.duties.filter(({ code }) => !drop.includes(code) && !add.some((one) => one.code === code)), ...add]
    const known = new Set((db.prepare('select code from duty').all() as Array<{ code: string }>).map(({ code }) => code))
    const unknown = wanted.filter(({ code }) => !known.has(code)).map(({ code }) => code)
    if (unknown.length > 0) throw new Refusal(422, `没有这样的角色：${unknown.join('、')}`)
    if (dying === 'before') die()
    db.exec('begin immediate')
    db.prepare('insert or replace into member values (?, ?, ?, ?, ?, ?, ?, ?)').run(login, now.name, now.office, now.title, now.status, now.robot, now.rev + 1, JSON.stringify(now.status === -1 ? [] : wanted))
    if (key !== undefined) db.prepare('insert into seen values (?, ?)').run(key, login)
    db.exec('commit')
    if (dying === 'after-commit') die()
    return { member: read(login) as Member, isReplay: false }
  }

  const shown = ({ login, name, office, title, status, robot, rev, duties }: Member, hasDays: boolean) => ({ loginName: login, profile: { cnName: name, office: { name: office }, title }, status, robot: robot === 1, rev, duties: hasDays ? duties : duties.map(({ code }) => code) })
  const server = createServer((request, response) => void answer(request, response).catch((error: unknown) => send(response, error instanceof Refusal ? error.status : 500, { detail: error instanceof Error ? error.message : '未知错误' })))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://members')
    const [, face = '', what = '', login = ''] = url.pathname.split('/').map(decodeURIComponent)
    const isKeyed = face === 'iam'
    const allowed = isKeyed ? `Bearer ${memberSystem.token}` : `Basic ${Buffer.from(`${memberSystem.user}:${memberSystem.password}`).toString('base64')}`
    if (request.headers.authorization !== allowed) throw new Refusal(401, '请先登录')
    if (what === 'payroll') throw new Refusal(403, '无权访问')
    if (what === 'duties') return send(response, 200, { catalogue: db.prepare('select * from duty order by code').all() })
    if (what !== 'members') throw new Refusal(404, '没有这个地址')
    if (request.method === 'GET' && login === '') {
      const size = isKeyed ? 25 : 1_000
      const rows = db.prepare('select login from member where login > ? order by login limit ?').all(url.searchParams.get('cursor') ?? '', size) as Array<{ login: string }>
      return send(response, 200, { result: { rows: rows.map((row) => shown(read(row.login) as Member, isKeyed)), cursor: rows.length === size ? rows.at(-1)?.login : null } })
    }
    if (request.method === 'GET') {
      const member = read(login)
      if (member === undefined) throw new Refusal(isKeyed ? 404 : 410, `没有成员 ${login}`)
      return send(response, 200, { result: shown(member, isKeyed) })
    }
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as { login?: string; change: Change }
    const key = request.headers['idempotency-key']
    const rev = request.headers['if-match']
    const done = change(body.login ?? login, request.method === 'POST', { ...body.change, set: body.change.set ?? {}, ...(typeof key === 'string' ? { key } : {}), ...(rev ? { if: rev } : {}) })
    send(response, 200, { result: shown(done.member, isKeyed), meta: { replayed: done.isReplay } })
  }

  process.on('message', (message) => {
    if (message !== 'disturb') dying = message as DyingMoment
    else {
      db.prepare('update member set rev = rev + 1 where login = ?').run(memberSystem.member)
      process.send?.('disturbed')
    }
  })
  server.listen(port, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href && process.send !== undefined) serve(process.argv[2] ?? '', Number(process.argv[3] ?? 0))
