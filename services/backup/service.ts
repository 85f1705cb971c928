import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { backupMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { restoreKind } from './restores/restore-to.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 数据备份处理 (M7): a backup counts when it was read back from where it lies, and is proven by restoring it. */
export const backup = defineService({
  name: 'backup',
  title: service.titles.backup,
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  requests: [restoreKind],
  routes,
  jobs,
  migrations: backupMigrations,
})
