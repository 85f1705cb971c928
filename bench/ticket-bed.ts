import { fork } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import type { ClientBase } from 'pg'
import { withConnection } from '#platform/database/connect.ts'
import { searchTerms } from '#services/service-desk/search/search-terms.ts'
import type { BenchBed } from './bench-bed.ts'

/** Two words that stand together in one title of ten. */
export const SEARCHED = '证书打印'

/** The centre's HTTP server over so many service tickets, in a process of its own, and who may read and enter them. */
export type TicketServer = { readonly url: string; readonly ids: readonly string[]; readonly headers: Readonly<Record<string, string>>; stop(): void }

export async function serveTickets(bed: BenchBed, count: number): Promise<TicketServer> {
  process.stderr.write(`  seeding ${count} tickets\n`)
  await withConnection(bed.url, async (client) => {
    await client.query('create temporary table subject (nth integer, title text, terms text[])')
    for (const [at, title] of SUBJECTS.entries()) await client.query('insert into subject values ($1, $2, $3)', [at, title, searchTerms(title, '来电人', '某区建委')])
    await seed(client, count)
  })
  const token = randomBytes(32).toString('base64url')
  await bed.centre.asSystem('基准', (ctx) => bed.centre.identity.ensureServiceAccount(ctx, { username: 'bench-officer', displayName: '基准热线员', roles: ['duty-officer'], token }))
  const child = fork(path.join(import.meta.dirname, 'processes', 'serve-tickets.ts'), [bed.url, bed.home], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const [{ url, ids }] = (await once(child, 'message')) as [{ url: string; ids: string[] }]
  return { url, ids, headers: { authorization: `Bearer ${token}` }, stop: () => child.kill('SIGKILL') }
}

/** Calls `send` over and over, so many at once, for the given time; answers how many a second. */
export async function sendForAWhile(atOnce: number, milliseconds: number, send: () => Promise<Response>): Promise<number> {
  const began = performance.now()
  let sent = 0
  const go = async () => {
    while (performance.now() - began < milliseconds) {
      const answer = await send()
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${answer.url} was answered ${answer.status}: ${text.slice(0, 300)}`)
      sent += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, go))
  return (sent / (performance.now() - began)) * 1_000
}

/** Durable, as shipped: answered after its commit. */
export function enterTicket({ url, headers }: TicketServer): Promise<Response> {
  const body = { ticketId: randomUUID(), caller: { name: '来电人' }, form: { title: '基准录单', subsystem: 'market-supervision', category: 'fault', line: '7726' } }
  return fetch(`${url}/api/service-desk/tickets`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'x-xinyun': '1' }, body: JSON.stringify(body) })
}

const THINGS = ['企业资质', '人员证书', '工资专户', '造价指标', '执法案卷', '项目信息', '考勤记录', '用户权限', '数据接口', '证书打印']
const TROUBLES = ['不能登录', '页面空白', '提交后报错', '查询不到', '数据不一致', '导出失败', '审批超时', '显示乱码', '重复记录', '无法上传']
export const SUBJECTS = THINGS.flatMap((thing) => TROUBLES.map((trouble) => `${thing}${trouble}`))

const INDEXED = ['spine.request', 'service_desk.ticket', 'spine.request_form', 'spine.request_deadline'] as const

/**
 * Six subsystems by turns over three years; one ticket in fifty is still open, each has its two targets. Rows are written without
 * their indexes and triggers, which are made afterwards as the migrations made them: a million one by one take four times as long.
 */
async function seed(client: ClientBase, count: number): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [INDEXED],
  )
  const statements = [
    'set synchronous_commit = off', "set session_replication_role = 'replica'", "set maintenance_work_mem = '512MB'", "set work_mem = '128MB'",
    ...indexes.map(({ name }) => `drop index ${name}`),
    `create temporary table seed as select n, gen_random_uuid() as id, timestamptz '2024-01-01 09:00+08' + n * interval '90 seconds' as at from generate_series(1, ${count}) n`,
    'analyze seed', 'analyze subject',
    `insert into spine.request (request_id, number, kind, service, subsystem, title, state, form_version, requester_name, requester_unit, origin, priority, opened_at, submitted_at, delivered_at, closed_at, nearest_due_at)
      select id, 'FW-' || to_char(at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0'), 'service-desk.ticket', 'service-desk',
        (array['enterprise-qualification','market-supervision','personnel-qualification','site-workforce','law-enforcement','cost-information'])[1 + (n / 12) % 6], title,
        case when n % 50 = 4 then 'ready' when n % 50 = 28 then 'in-progress' else 'closed' end, 1, '来电人', '某区建委', 'hotline', 'p3', at, at,
        case when n % 50 in (4, 28) then null else at + interval '1 day' end, case when n % 50 in (4, 28) then null else at + interval '2 days' end, case when n % 50 in (4, 28) then at + interval '2 days' end
      from seed join subject on nth = n % 100`,
    `insert into service_desk.ticket (request_id, line, category, impact, urgency, rules_on, received_at, registered_at, first_answered_at, terms)
      select id, case when n % 2 = 0 then '7726' else '7717' end, 'fault', 'person', 'hindered', '2000-01-01', seed.at, seed.at, seed.at + interval '10 minutes', terms from seed join subject on nth = n % 100`,
    `insert into spine.request_form (request_id, form_version, form, form_sm3, submitted_at, submitted_by_name)
      select id, 1, jsonb_build_object('title', title, 'subsystem', 'market-supervision', 'category', 'fault'), repeat('0', 64), seed.at, '基准' from seed join subject on nth = n % 100`,
    `insert into spine.request_deadline (request_id, target, is_contractual, verdict, started_at, due_at, elapsed_minutes, paused_minutes, computed_at)
      select id, target, false, case when n % 50 in (4, 28) and target = '解决' then 'running' else 'met' end, at, at + interval '2 days', 0, 0, at from seed, unnest(array['首次响应', '解决']) target`,
    ...indexes.map(({ made }) => made),
    "set session_replication_role = 'origin'",
    // What the server does by itself within minutes: no measured table of a working system is without it.
    ...INDEXED.map((table) => `vacuum analyze ${table}`),
  ]
  for (const statement of statements) {
    const began = performance.now()
    await client.query(statement)
    const seconds = (performance.now() - began) / 1_000
    if (seconds > 5) process.stderr.write(`    ${seconds.toFixed(0)} s ${statement.slice(0, 60).replaceAll(/\s+/g, ' ')}\n`)
  }
}
