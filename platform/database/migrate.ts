import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { withConnection } from './connect.ts'

/** One owner of numbered, forward-only SQL files: `platform`, `spine`, a service, a subsystem. */
export type MigrationSet = { readonly owner: string; readonly folder: string }

export type AppliedMigration = { readonly owner: string; readonly name: string }

/** Two starts at once wait for each other on this lock. */
const LOCK_KEY = 7_100_001

const LEDGER = `
create schema if not exists platform;
comment on schema platform is '平台底座：用户、会话、审计、文件与迁移台账';
create table if not exists platform.migration (
  owner text not null,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default now(),
  primary key (owner, name)
);
comment on table platform.migration is '数据库迁移台账';
comment on column platform.migration.owner is '所有者（平台、主干、服务或子系统）';
comment on column platform.migration.name is '迁移文件名';
comment on column platform.migration.sha256 is '文件内容摘要';
comment on column platform.migration.applied_at is '执行时间';
`

/**
 * Applies what is missing, each file in a transaction of its own, sets in the order given. Throws when an applied file
 * was changed or is missing from the program (an older program on a newer database), because both would lie about
 * what the database holds.
 */
export async function migrate(url: string, sets: readonly MigrationSet[], onProgress?: (text: string) => void): Promise<AppliedMigration[]> {
  return withConnection(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    try {
      await client.query(LEDGER)
      const applied: AppliedMigration[] = []
      for (const set of sets) applied.push(...(await migrateSet(client, set, onProgress)))
      return applied
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK_KEY])
    }
  })
}

async function migrateSet(client: pg.Client, set: MigrationSet, onProgress?: (text: string) => void): Promise<AppliedMigration[]> {
  const names = (await readdir(set.folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from platform.migration where owner = $1', [set.owner])
  const known = new Map(rows.map((row) => [row.name, row.sha256]))
  for (const name of known.keys()) {
    if (!names.includes(name)) {
      throw new Error(`数据库比程序新：${set.owner} 的迁移 ${name} 已执行，但程序中没有这个文件。请改用与数据库一致或更新的版本启动`)
    }
  }
  const applied: AppliedMigration[] = []
  for (const name of names) {
    const text = await readFile(path.join(set.folder, name), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const before = known.get(name)
    if (before === sha256) continue
    if (before !== undefined) throw new Error(`迁移文件 ${set.owner}/${name} 执行后被改动。请还原该文件，另加新的迁移文件`)
    onProgress?.(`升级数据库：${set.owner}/${name}`)
    await applyMigration(client, set.owner, name, text, sha256)
    applied.push({ owner: set.owner, name })
  }
  return applied
}

async function applyMigration(client: pg.Client, owner: string, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into platform.migration (owner, name, sha256) values ($1, $2, $3)', [owner, name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`迁移 ${owner}/${name} 失败，数据库未改动：${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
