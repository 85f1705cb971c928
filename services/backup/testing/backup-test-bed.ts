import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { withConnection } from '#platform/database/connect.ts'
import { spineTestBed, type SpineTestBed } from '#tests/support/spine-test-bed.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { backup } from '../service.ts'

export type BackupTestBed = SpineTestBed

/** The spine's bed with this service in it. */
export function backupTestBed(options: { now?: string } = {}): Promise<BackupTestBed> {
  return spineTestBed({ ...options, services: [backup] })
}

/** A database with a few tables on the tests' server, and the component that has it backed up. */
export async function registerDatabase(bed: BackupTestBed, subsystem: string, options: { rows?: number; password?: string; port?: number; encoding?: string } = {}): Promise<{ componentId: string; name: string; url: string; execute(statement: string): Promise<void> }> {
  const server = await testServerUrl()
  const name = `backed_up_${subsystem.replaceAll('-', '_')}_${process.pid}_${Math.floor(performance.now() * 1000)}`
  await withConnection(server, (client) => client.query(`create database ${name}${options.encoding === undefined ? '' : ` encoding '${options.encoding}' lc_collate 'C' lc_ctype 'C' template template0`}`))
  const url = new URL(server)
  url.pathname = `/${name}`
  const execute = (statement: string) => withConnection(url.toString(), async (client) => void (await client.query(statement)))
  await execute(`create table enterprise (id int primary key, name text not null, at timestamptz default now()); insert into enterprise select i, '示例企业' || i from generate_series(1, ${options.rows ?? 500}) i;
    create table licence (id int primary key, enterprise_id int references enterprise); insert into licence select i, i from generate_series(1, 200) i; create table """; drop" (n int); insert into """; drop" values (1)`)
  const componentId = await bed.register({ subsystem, kind: 'backup-set', name: 'backup', title: '测试库备份' }, { connector: 'postgres', settings: { host: url.hostname, port: options.port ?? Number(url.port), database: name, username: decodeURIComponent(url.username) }, secrets: { password: options.password ?? decodeURIComponent(url.password) } })
  return { componentId, name, url: url.toString(), execute }
}

/** What the centre has to lose: a file and a key. */
export async function fillHome(home: string): Promise<void> {
  await mkdir(path.join(home, 'keys'), { recursive: true })
  await mkdir(path.join(home, 'files', 'ab'), { recursive: true })
  await writeFile(path.join(home, 'keys', 'master.key'), 'a key')
  await writeFile(path.join(home, 'files', 'ab', 'ab01'), 'a file')
}
