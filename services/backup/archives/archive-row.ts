import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Tally } from '#connectors/connector.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { ArchiveTable } from '../database/tables.ts'

export type ArchiveRow = Selectable<ArchiveTable>

/** As kept in the catalogue beside each archive. */
export const keptTally = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number(), digest: z.string() })),
  structure: z.record(z.string(), z.string()),
  answers: z.record(z.string(), z.string().nullable()),
  bytes: z.number(),
})

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
  'bad-address': [422, '恢复目标的地址不对，应为 postgres:// 或 mysql:// 地址，并写明新库名'],
})
