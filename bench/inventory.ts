import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { act } from '#platform/context/runtime.ts'
import { databaseUrl, ensureDatabase, withConnection } from '#platform/database/connect.ts'
import { catalogueHash } from '#platform/database/catalogue-hash.ts'
import { catalogueDocument } from '#shared/catalogue/documents/catalogue-document.ts'
import { documentMarkdown } from '#shared/catalogue/documents/catalogue-markdown.ts'
import { keepSnapshot } from '#services/data-inventory/snapshots/keep-snapshot.ts'
import { readCatalogue } from '#services/data-inventory/snapshots/read-catalogue.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { openBenchBed, type BenchBed } from './bench-bed.ts'
import { runPairs, type Pairs, type Row } from './pair-runner.ts'
import type { Benchmark } from './run.ts'

const PAIRS = 5
/** Goals of row 10: reading, storing a new version and telling what differs; and the whole document on top. */
const [SNAPSHOT, DOCUMENT, AUTODOC] = [1.5, 3, 30]
const SIZES = { large: 5_000, peer: 1_000 }

/** The least that any inventory must ask: tables, columns with comments, constraints and indexes as one JSON document from pg_catalog. */
const RAW = String.raw`
select json_build_object('tables', (select json_agg(json_build_object('s', n.nspname, 't', c.relname, 'k', c.relkind, 'rows', c.reltuples, 'c', obj_description(c.oid, 'pg_class'), 'size', pg_total_relation_size(c.oid))) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r','p','v','m') and n.nspname !~ '^(pg_|information_schema)'),
 'columns', (select json_agg(json_build_array(a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), ds.description)) from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_description ds on ds.objoid = a.attrelid and ds.objsubid = a.attnum and ds.classoid = 'pg_class'::regclass where a.attnum > 0 and not a.attisdropped and c.relkind in ('r','p','v','m') and n.nspname !~ '^(pg_|information_schema)'),
 'constraints', (select json_agg(json_build_array(conrelid, conname, contype, pg_get_constraintdef(oid))) from pg_constraint where connamespace in (select oid from pg_namespace where nspname !~ '^(pg_|information_schema)')),
 'indexes', (select json_agg(json_build_array(i.indrelid, i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisunique)) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|information_schema)'))::text`

export const benchmark: Benchmark = {
  title: `Inventory of a database of ${SIZES.large} tables: read, kept as a new version, difference told; peer: the raw catalogue query`,
  async measure() {
    const bed = await openBenchBed()
    try {
      const large = await prepare(bed, 'enterprise-qualification', SIZES.large)
      const raw = () => timed(() => withConnection(large.url, (client) => client.query(RAW)))
      const again = await runPairs(PAIRS, () => timed(large.snapshot), raw)
      const changed = await runPairs(PAIRS, async () => {
        await large.change()
        return timed(large.snapshot)
      }, raw)
      const document = await runPairs(PAIRS, () => timed(large.document), raw)
      return [line('an unchanged day: read, compared, stored', again, SNAPSHOT), line('a changed day: read, new version, difference, drift', changed, SNAPSHOT), line('read and the whole document as Markdown', document, DOCUMENT), await autodocRow(bed)]
    } finally {
      await bed.close()
    }
  },
}

async function prepare(bed: BenchBed, subsystem: string, tables: number) {
  const name = `bench_${tables}`
  await ensureDatabase(bed.serverUrl, name)
  const url = databaseUrl(bed.serverUrl, name)
  await withConnection(url, async (client) => {
    // A statement at a time would hold all its locks to the end: a few hundred tables each.
    for (let from = 1; from <= tables; from += 200) await client.query(`begin; ${Array.from({ length: Math.min(200, tables - from + 1) }, (_, at) => tableText(from + at)).join('\n')} commit`)
    await client.query('analyze')
  })
  const place = new URL(url)
  const componentId = await bed.centre.asSystem('基准', async (ctx) => {
    const id = await registerComponent(ctx, { subsystem, kind: 'database', name, title: `${tables} 张表` })
    await setConnection(ctx, id, { connector: 'postgres', settings: { host: place.hostname, port: Number(place.port), database: name, username: decodeURIComponent(place.username) }, secrets: { password: decodeURIComponent(place.password) } })
    return id
  })
  const component = { componentId, subsystem, title: name }
  const read = () => readCatalogue(bed.centre.runtime.attached, componentId)
  let round = 0
  return {
    url,
    snapshot: async () => {
      const catalogue = await read()
      await act(bed.centre.runtime, { kind: 'system', name: '基准' }, (ctx) => keepSnapshot(ctx, component, catalogue))
    },
    change: () => withConnection(url, (client) => client.query(`alter table t_${String(1 + (round += 1)).padStart(5, '0')} add column added_${round} text`)),
    document: async () => {
      const catalogue = await read()
      return documentMarkdown(catalogueDocument({ catalogue, hash: catalogueHash(catalogue), title: name, number: 'PD-1', version: '1', organisation: '基准', date: '2026-11-29', takenAt: '2026-11-29' })).length
    },
  }
}

/** Twelve columns with comments, a key, a foreign key to an earlier table, a check and an index. */
function tableText(number: number): string {
  const name = `t_${String(number).padStart(5, '0')}`
  const parent = `t_${String(Math.floor(number / 2)).padStart(5, '0')}`
  return `create table ${name} (id bigint generated always as identity primary key, code varchar(32) not null unique, name varchar(64) not null, status smallint not null default 0 check (status between 0 and 9), parent_id bigint${number > 1 ? ` references ${parent} (id)` : ''}, amount numeric(14,2), org_no varchar(18), contact varchar(32), phone varchar(20), created_at timestamptz not null default now(), updated_at timestamptz, remark text);
create index on ${name} (created_at);
comment on table ${name} is '业务表第${number}号：工地实名制考勤明细'; comment on column ${name}.name is '名称'; comment on column ${name}.org_no is '统一社会信用代码';`
}

/** postgresql-autodoc where it is installed; else the line says so. */
async function autodocRow(bed: BenchBed): Promise<Row> {
  const run = promisify(execFile)
  const program = await run('which', ['postgresql_autodoc']).then(({ stdout }) => stdout.trim(), () => '')
  const name = `${SIZES.peer} tables against postgresql-autodoc`
  if (program === '') return { name, ours: '', peer: 'not installed: apt-get install postgresql-autodoc', ratio: '', goal: `≥ ${AUTODOC}x` }
  const small = await prepare(bed, 'market-supervision', SIZES.peer)
  const place = new URL(small.url)
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-autodoc-'))
  try {
    const pairs = await runPairs(1, () => timed(small.document), () => timed(() => run(program, ['-d', place.pathname.slice(1), '-h', place.hostname, '-p', place.port, '-u', decodeURIComponent(place.username), '-t', 'html', '-f', path.join(folder, 'doc')], { env: { PATH: '/usr/bin:/bin', PGPASSWORD: decodeURIComponent(place.password) }, timeout: 120_000 }).catch(() => {})))
    return { name, ours: `${pairs.ours.toFixed(0)} ms`, peer: `${pairs.peer.toFixed(0)} ms`, ratio: `${(1 / pairs.ratio).toFixed(1)}x`, goal: `≥ ${AUTODOC}x`, isMet: 1 / pairs.ratio >= AUTODOC }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function line(name: string, pairs: Pairs, goal: number): Row {
  return { name, ours: `${pairs.ours.toFixed(0)} ms`, peer: `${pairs.peer.toFixed(0)} ms`, ratio: `${pairs.ratio.toFixed(2)}x (${Math.min(...pairs.ratios).toFixed(2)}–${Math.max(...pairs.ratios).toFixed(2)})`, goal: `≤ ${goal}x`, isMet: pairs.ratio <= goal }
}
