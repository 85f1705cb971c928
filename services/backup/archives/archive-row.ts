import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { DumpFormat, Tally } from '#connectors/connector.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { ArchiveTable } from '../database/tables.ts'

export type ArchiveRow = Selectable<ArchiveTable>

/** As kept in the catalogue beside each archive. */
export const keptTally = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number(), digest: z.string(), percent: z.number().optional() })),
  structure: z.record(z.string(), z.string()),
  answers: z.record(z.string(), z.string().nullable()),
  bytes: z.number(),
})

/** 物理备份: a set of pgBackRest, of a whole server. */
export const PHYSICAL = 'postgres-physical'

/** What a line of the catalogue has beside the rest where it is such a set. */
export const physicalFacts = z.object({
  stanza: z.string(), label: z.string(), kind: z.enum(['full', 'diff', 'incr']), /** The full set that it needs. */ prior: z.string().nullable(),
  walStart: z.string(), walStop: z.string(), lsnStart: z.string(), lsnStop: z.string(),
  /** The database whose tables were sampled, and sampled tables that were written meanwhile: their rows are not compared. */
  database: z.string(), moved: z.array(z.string()),
  superuser: z.string(),
})
export type PhysicalFacts = z.output<typeof physicalFacts>

/** One database as its engine dumps it: what can be restored into a new database. */
export const isDump = (content: string): content is DumpFormat => content === 'postgres-custom' || content === 'sql'

export function structureSm3({ structure }: Pick<Tally, 'structure'>): string {
  return sm3(Object.entries(structure).toSorted(([one], [other]) => (one < other ? -1 : 1)).map((entry) => entry.join(' ')).join('\n'))
}

export const backupErrors = defineErrors('backup', {
  'not-found': [404, '没有这份备份'],
  'run-not-found': [404, '没有这次备份作业'],
  'no-source': [409, '没有可以备份的对象：请在“被管系统”登记备份集（数据库的备份账号）'],
  'no-archive': [409, '还没有成功的备份'],
  running: [409, '这个备份对象正在备份，请待其结束'],
  removed: [409, '这份备份已按保留规则删除'],
  held: [409, '这份备份已有留存保全'],
  'not-held': [409, '这份备份没有留存保全'],
  'no-escrow': [409, '还没有托管口令，密钥不能备份：请由系统管理员在“备份”页生成'],
  'version-taken': [409, '这个版本的统一备份要求已经载入'],
  'no-target': [404, '没有这个异地存储'],
  unreachable: [502, '异地存储不能使用'],
  'not-a-dump': [409, '只有一个库的逻辑备份能恢复到新库；物理备份恢复到新的数据目录，见《备份与恢复》'],
  'no-pgbackrest': [409, '物理备份要用 pgBackRest'],
  'not-its-user': [409, '物理备份须以数据库的系统用户进行'],
  'not-this-server': [409, '物理备份的登记与服务器不符'],
  'no-wal-archive': [409, '服务器没有把 WAL 交给 pgBackRest，物理备份还原不到一致'],
  'bad-address': [422, '恢复目标的地址不对，应为 postgres:// 或 mysql:// 地址，并写明新库名'],
})
